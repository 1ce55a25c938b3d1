"""Bring a real server into trouble, and see that its log, /health and `doctor` say so within a minute.

Five troubles: a disk that is full, a PostgreSQL that is stopped, a queue whose worker was killed, a TZ that
names no zone, and a clock that jumps to 2031. After each of them, all is well again by itself, and what was
stored before is still there. Needs root (for a small disk), PostgreSQL and libfaketime; some four minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.cli.command import GUTFACTORS, environment, free_port
from tests.storage.postgres import running_server
from tests.storage.submissions import submit
from webapp.settings import Settings
from webapp.storage import open_store

WITHIN = 60
RECOVERY = 90
SUBMISSIONS = 3
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"


class Server:
    """A server with its log in a file, and the submissions that it had before."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.settings = {"INSTANCE": str(folder / "instance"), "PORT": str(self.port), **settings}
        self._box = tempfile.TemporaryDirectory(prefix="outages-")  # gone with this process
        self.log = Path(self._box.name) / "log"
        self.stored = self._store_submissions()

    def _options(self) -> Settings:
        return Settings.from_environment(
            {f"GUTFACTORS_{name}": value for name, value in self.settings.items() if name != "PORT"}
        )

    def _store_submissions(self) -> list[str]:
        options = self._options()
        options.instance.mkdir(mode=0o700, parents=True)
        with closing(open_store(options.database_url, options.key_file)) as store:
            store.heartbeat(datetime.now(UTC))
            return [submit(store).reference for _ in range(SUBMISSIONS)]

    @contextmanager
    def running(self, **more: str) -> Iterator[None]:
        with self.log.open("w") as log:
            process = subprocess.Popen(
                [*GUTFACTORS, "serve"], cwd=self.folder, env=self.environment(**more), stdout=log, stderr=log
            )
        with process:
            try:
                wait_for(lambda: "is ready" in self.log.read_text(), WITHIN, "the server is ready")
                yield
            finally:
                process.terminate()

    def environment(self, **more: str) -> dict[str, str]:
        return {**environment(**self.settings), **more}

    def health(self) -> str:
        """Return what is wrong according to /health."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health", timeout=30) as answer:
                said = json.load(answer)
        except HTTPError as error:
            said = json.load(error)
        except URLError:
            return ""
        return " ".join([said["status"], *said["problems"]])

    def doctor(self, **more: str) -> str:
        done = subprocess.run(
            [*GUTFACTORS, "doctor"],
            cwd=self.folder,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def says(self, words: str, name: str, **more: str) -> None:
        """Wait until the log, /health and doctor have the words."""
        took = wait_for(lambda: words in self.log.read_text(), WITHIN, f"{name}: the log")
        health = wait_for(lambda: words in self.health(), WITHIN, f"{name}: /health")
        wait_for(lambda: words in self.doctor(**more), WITHIN, f"{name}: doctor")
        print(f"{name}: log after {took:.0f} s, /health then after {health:.0f} s, doctor too")

    def recovers(self, words: str, name: str) -> None:
        """Wait until the trouble is over, and check that nothing was lost."""
        took = wait_for(lambda: words not in self.health(), RECOVERY, f"{name}: recovery")
        wait_for(
            lambda: "no longer: " in self.log.read_text(), RECOVERY, f"{name}: the log says that it is over"
        )
        self.has_lost_nothing(name)
        print(f"{name}: over after {took:.0f} s, nothing lost")

    def has_lost_nothing(self, name: str) -> None:
        options = self._options()
        with closing(open_store(options.database_url, options.key_file)) as store:
            found = [store.submissions.get(each, datetime.now(UTC)) for each in self.stored]
        if not all(found):
            sys.exit(f"{name}: a submission is lost")


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Return after how many seconds the condition holds; end the program if it does not."""
    began = monotonic()
    while not condition():
        if monotonic() - began > seconds:
            sys.exit(f"FAILED: {what}")
        sleep(0.5)
    return monotonic() - began


def disk_full(folder: Path) -> None:
    """Fill a disk of 16 MB to its last byte."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], check=True)
    try:
        server = Server(folder)
        with server.running():
            filler = folder / "filler"
            subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=64k"], capture_output=True, check=False)
            server.says("the store cannot be written", "disk full")
            filler.unlink()
            server.recovers("the store cannot be written", "disk full")
    finally:
        subprocess.run(["umount", folder], check=True)


def database_stopped(folder: Path) -> None:
    """Stop PostgreSQL under a running server."""
    with running_server() as postgres:
        server = Server(folder, DATABASE_URL=postgres.new_database())
        with server.running():
            postgres.stop()
            server.says("the store cannot be written", "database stopped")
            postgres.start()
            server.recovers("the store cannot be written", "database stopped")


def worker_killed(folder: Path) -> None:
    """Kill the only worker of a queue."""
    with running_server() as postgres:
        server = Server(folder, DATABASE_URL=postgres.new_database(), QUEUE="yes")
        with server.running():
            server.says("no worker is running", "queue without a worker")
            command = [*GUTFACTORS, "worker"]
            for end in ("kill", "terminate"):
                worker = subprocess.Popen(command, cwd=folder, env=server.environment())
                server.recovers("no worker is running", f"worker started, then: {end}")
                getattr(worker, end)()
                worker.wait()
                wait_for(lambda: "no worker" in server.health(), WITHIN, "a worker that is gone")
            server.has_lost_nothing("queue")


def wrong_zone(folder: Path) -> None:
    """Serve with a TZ that names no zone."""
    server = Server(folder)
    with server.running(TZ="America/Vancuver"):
        server.says("which names no zone", "wrong zone", TZ="America/Vancuver")


def clock_in_2031(folder: Path) -> None:
    """Set the clock of a running server to 2031, and back."""
    clock = folder / "clock"
    clock.write_text("+0\n")
    fake = {
        "LD_PRELOAD": FAKETIME,
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    server = Server(folder)
    with server.running(**fake):
        years = (datetime(2031, 6, 1, tzinfo=UTC) - datetime.now(UTC)).days
        clock.write_text(f"+{years}d\n")
        server.says("the clock says 2031", "clock in 2031", **fake)
        clock.write_text("+0\n")
        server.recovers("the clock says 2031", "clock in 2031")


TROUBLES = (wrong_zone, disk_full, database_stopped, worker_killed, clock_in_2031)


def main() -> None:
    """Try each trouble in a folder of its own."""
    if os.geteuid() != 0:
        sys.exit("Run this as root: it makes a small disk.")
    for trouble in TROUBLES:
        if len(sys.argv) > 1 and trouble.__name__ not in sys.argv:
            continue
        with tempfile.TemporaryDirectory(prefix="outages-") as folder:
            trouble(Path(folder))
    print("Each trouble was reported, and nothing was lost.")


if __name__ == "__main__":
    main()
