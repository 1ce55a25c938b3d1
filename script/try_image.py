"""Build `script/deploy/Containerfile` without a container engine, and run what it builds.

Each stage is a bare Debian in a folder (debootstrap). RUN is a chroot, COPY copies. Then the image runs
as its user, on a root file system that cannot be written except for /data and /tmp, and its health check must
succeed: at the first start and at the second, which finds the data of the first.

    sudo python3 script/try_image.py

Needs root, debootstrap and the network. What is tried is what is committed. Nothing is left on this machine.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
CONTAINERFILE = PROJECT / "script" / "deploy" / "Containerfile"
SUITES = {"13": "trixie", "12": "bookworm"}
PASSED_ON = ("PIP_CERT", "http_proxy", "https_proxy", "no_proxy")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SECONDS = 60
WAIT = 0.5


@dataclass
class Stage:
    """A stage of the image: its root folder and what its instructions set."""

    root: Path
    workdir: str = "/"
    user: str = "root"
    environment: dict[str, str] = field(default_factory=dict)
    healthcheck: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def run(self, command: list[str], user: str = "root") -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end inside the stage; raise CalledProcessError if it fails."""
        return subprocess.run(self.inside(command, user), env=self.variables(), check=True)

    def inside(self, command: list[str], user: str) -> list[str]:
        script = f"cd {shlex.quote(self.workdir)} && exec {shlex.join(command)}"
        ids = ["--reuid", user, "--regid", user, "--init-groups"] if user != "root" else []
        return ["chroot", str(self.root), "setpriv", *ids, "bash", "-c", script]

    def variables(self) -> dict[str, str]:
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {
            "PATH": path,
            "HOME": "/root",
            "DEBIAN_FRONTEND": "noninteractive",
            **passed,
            **self.environment,
        }


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the arguments of each instruction; lines that end in a backslash are joined."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, arguments = line.partition(" ")
            yield name, arguments.strip()


class Builder:
    """Follows a Containerfile in a folder; `stage` is the one that it is at."""

    def __init__(self, box: Path, context: Path) -> None:
        self.box, self.context = box, context
        self.stages: dict[str, Stage] = {}
        self.stage = Stage(box)

    def follow(self, text: str) -> Stage:
        """Follow all instructions; return the last stage."""
        for name, arguments in instructions(text):
            say(f"--- {name} {arguments[:90]}")
            if name not in {"VOLUME", "EXPOSE"}:
                getattr(self, f"do_{name.lower()}")(arguments)
        return self.stage

    def do_from(self, arguments: str) -> None:
        image, _, alias = arguments.partition(" AS ")
        self.stage = Stage(self.box / f"stage{len(self.stages)}")
        self.stages[alias or image] = self.stage
        make_base(self.stage.root, SUITES[image.rpartition(":")[2].partition("-")[0]])

    def do_run(self, arguments: str) -> None:
        self.stage.run(["bash", "-c", arguments])

    def do_copy(self, arguments: str) -> None:
        *sources, target = shlex.split(arguments)
        origin = self.context
        if sources[0].startswith("--from="):
            origin = self.stages[sources.pop(0).removeprefix("--from=")].root
        into = self.stage.root / str(Path(self.stage.workdir) / target).lstrip("/")
        for name in sources:
            copy(origin / name.lstrip("/"), into)

    def do_env(self, arguments: str) -> None:
        self.stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(arguments))

    def do_workdir(self, arguments: str) -> None:
        self.stage.workdir = arguments
        (self.stage.root / arguments.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def do_user(self, arguments: str) -> None:
        self.stage.user = arguments

    def do_healthcheck(self, arguments: str) -> None:
        self.stage.healthcheck = json.loads(arguments.partition("CMD ")[2])

    def do_entrypoint(self, arguments: str) -> None:
        self.stage.command += json.loads(arguments)

    do_cmd = do_entrypoint


def copy(source: Path, into: Path) -> None:
    """Copy as COPY does: a folder's content, or a file into a folder."""
    if source.is_dir():
        shutil.copytree(source, into, symlinks=True, dirs_exist_ok=True)
    else:
        into.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, into / source.name)


def make_base(root: Path, suite: str) -> None:
    """Make a bare Debian that reaches the network as this machine does."""
    subprocess.run(
        ["debootstrap", "--variant=minbase", "--include=ca-certificates", suite, str(root)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    own = Path("/usr/local/share/ca-certificates")
    shutil.copytree(own, root / "usr/local/share/ca-certificates", dirs_exist_ok=True)
    subprocess.run(["chroot", str(root), "update-ca-certificates"], check=True, capture_output=True)
    for name in ("proc", "sys", "dev"):
        subprocess.run(["mount", "--rbind", f"/{name}", str(root / name)], check=True)


def lock_down(stage: Stage) -> None:
    """Make the root file system read-only, but for /data, which stays, and /tmp."""
    subprocess.run(["mount", "--bind", str(stage.root), str(stage.root)], check=True)
    for name in ("proc", "sys", "dev"):
        subprocess.run(["mount", "--rbind", f"/{name}", str(stage.root / name)], check=True)
    data = stage.root.parent / "data"
    shutil.copytree(stage.root / "data", data)
    subprocess.run(["chown", "--reference", str(stage.root / "data"), str(data)], check=True)
    subprocess.run(["chmod", "--reference", str(stage.root / "data"), str(data)], check=True)
    subprocess.run(["mount", "--bind", str(data), str(stage.root / "data")], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(stage.root / "tmp")], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(stage.root)], check=True)


def serve_once(stage: Stage) -> None:
    """Start the image's command, wait for its health check, and stop it."""
    environment = stage.variables() | {"GUTFACTORS_TRUSTED_HOSTS": "localhost,127.0.0.1"}
    server = subprocess.Popen(stage.inside(stage.command, stage.user), env=environment)
    try:
        end = time.monotonic() + SECONDS
        while subprocess.run(
            stage.inside(stage.healthcheck, stage.user), env=environment, check=False
        ).returncode:
            if server.poll() is not None or time.monotonic() > end:
                raise SystemExit("the image does not become healthy")
            time.sleep(WAIT)
    finally:
        server.terminate()
        server.wait(timeout=SECONDS)
    if server.returncode:
        raise SystemExit(f"the image's command did not stop cleanly: {server.returncode}")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def try_in(box: Path) -> None:
    """Build the image in a folder, and serve from it twice."""
    clone = ["git", "clone", "--quiet", "--no-local", str(PROJECT), str(box / "context")]
    subprocess.run(clone, check=True)
    stage = Builder(box, box / "context").follow(CONTAINERFILE.read_text("utf-8"))
    lock_down(stage)
    for _ in range(2):
        serve_once(stage)
    say("The image builds, serves, and starts again with its data.")


def main() -> None:
    """Run in mounts and processes of its own, which end with it; the folder is removed when they are gone."""
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        raise SystemExit("Run this as root, after:  apt-get install debootstrap")
    if len(sys.argv) > 1:
        try_in(Path(sys.argv[1]))
        return
    box = tempfile.mkdtemp(prefix="try-image-")
    apart = [
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--mount-proc",
        "--kill-child",
        "--propagation",
        "private",
    ]
    try:
        done = subprocess.run([*apart, sys.executable, __file__, box], check=False)
    finally:
        subprocess.run(["rm", "-rf", "--one-file-system", box], check=False)
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
