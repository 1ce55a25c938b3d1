"""Units, proxies and the image's steps in `script/deploy/`: each tried as far as one machine allows.

`script/try-deploy` tries all of it on a Debian that systemd runs.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import NamedTuple

import pytest

from tests.cli.command import environment, free_port, run, serving
from tests.project import ROOT
from webapp.settings import Settings

DEPLOY = ROOT / "script" / "deploy"
UNITS = sorted(path for path in (DEPLOY / "systemd").iterdir() if path.suffix in {".service", ".timer"})
SERVICES = [path for path in UNITS if path.suffix == ".service"]
HOST = "forms.example.org"
SECRET = "SECRETSECRETSECRETSECRET"
WAIT_SECONDS = 15


def verified(unit: Path, folder: Path) -> str:
    """Return what systemd says of a unit whose command is there."""
    shutil.copytree(unit.parent, folder, dirs_exist_ok=True)
    for path in folder.glob("*.service"):
        path.write_text(
            path.read_text("utf-8").replace("/opt/gutfactors/bin/gutfactors", "/bin/true"), "utf-8"
        )
    instance = folder / unit.name.replace("@.", "@1.")
    if instance.name != unit.name:
        (folder / unit.name).rename(instance)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(instance)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 and not done.stderr else done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_accepts_the_unit(unit: Path, tmp_path: Path) -> None:
    mine = [line for line in verified(unit, tmp_path / "units").splitlines() if "gutfactors" in line]
    assert mine == []


def test_a_wrong_unit_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "wrong"
    shutil.copytree(DEPLOY / "systemd", folder)
    unit = folder / "gutfactors.service"
    unit.write_text(unit.read_text("utf-8").replace("Restart=on-failure", "Restart=now and then"), "utf-8")
    assert "gutfactors.service" in verified(unit, tmp_path / "units")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_the_unit_is_hardened(unit: Path) -> None:
    """Exposure is at most 3.0 of 10, as `systemd-analyze security` counts it."""
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=30", "--no-pager", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_every_service_is_hardened_alike(unit: Path) -> None:
    def hardening(path: Path) -> str:
        return path.read_text("utf-8").partition("UMask=")[2].partition("\n[Install]")[0].strip()

    assert hardening(unit) == hardening(SERVICES[0]) != ""


# --- Proxies ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port, folder = free_port(), tmp_path_factory.mktemp("backend")
    with serving(folder, port, TRUSTED_HOSTS=HOST, PROXIES="1"):
        yield port


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a certificate for `HOST` that nobody but these tests trusts."""
    folder = tmp_path_factory.mktemp("certificate")
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(make, check=True, capture_output=True)
    return folder


class Proxy(NamedTuple):
    """A running proxy: its port, the folder of its logs, and what its certificate is verified by."""

    port: int
    folder: Path
    trust: ssl.SSLContext

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """Send a request as a browser that found the name's address on this machine."""
        with closing(Connection(self.port, self.trust)) as connection:
            connection.request(method, path, body=body, headers={"Host": f"{HOST}:{self.port}", **headers})
            response = connection.getresponse()
            return response, response.read()


Answer = tuple[HTTPResponse, bytes]


class Connection(HTTPSConnection):
    """A connection to a port of this machine under the name of the certificate."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        super().__init__(HOST, port, timeout=30)
        self.trust = trust

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.sock = self.trust.wrap_socket(plain, server_hostname=HOST)


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def proxy(
    request: pytest.FixtureRequest, backend: int, certificate: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Yield a real proxy that runs with our example as its configuration."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    configure = {"caddy": configure_caddy, "nginx": configure_nginx}[request.param]
    command = configure(folder, port, backend, certificate)
    trust = ssl.create_default_context(cafile=str(certificate / "fullchain.pem"))
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    with process:
        try:
            wait_for(lambda: accepts(port, trust), process, folder)
            yield Proxy(port, folder, trust)
        finally:
            process.terminate()


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes], folder: Path) -> None:
    end = monotonic() + WAIT_SECONDS
    while not condition():
        assert process.poll() is None, (folder / "said").read_text()
        assert monotonic() < end, (folder / "said").read_text()
        sleep(0.05)


def accepts(port: int, trust: ssl.SSLContext) -> bool:
    try:
        with closing(Connection(port, trust)) as connection:
            connection.connect()
    except OSError:
        return False
    return True


def configure_caddy(folder: Path, port: int, backend: int, certificate: Path) -> list[str]:
    tls = f"\ttls {certificate}/fullchain.pem {certificate}/privkey.pem\n"
    text = (DEPLOY / "Caddyfile").read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{backend}")
    text = text.replace("{$SITE:forms.example.org} {\n", f"https://{HOST}:{port} {{\n{tls}", 1).replace(
        "/var/log/caddy", str(folder)
    )
    options = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n"
    (folder / "Caddyfile").write_text(options + text, "utf-8")
    return ["caddy", "run", "--config", "Caddyfile"]


def configure_nginx(folder: Path, port: int, backend: int, certificate: Path) -> list[str]:
    text = (DEPLOY / "nginx.conf").read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{backend}")
    text = re.sub(r"^    listen \[::\].*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}")
    text = text.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
    text = text.replace(f"/etc/letsencrypt/live/{HOST}", str(certificate)).replace(
        "/var/log/nginx", str(folder)
    )
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{name}_temp_path {folder}/{name};\n" for name in temporary)
    # As root, its workers would otherwise be another account, which may not write here.
    user = "user root;\n" if os.geteuid() == 0 else ""
    top = f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/start.log;\nevents {{}}\n"
    (folder / "nginx.conf").write_text(f"{top}http {{\n{places}{text}\n}}\n", "utf-8")
    return [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def test_pages_come_through_a_proxy_with_their_cookies_and_policies(proxy: Proxy) -> None:
    response, body = proxy.ask("GET", "/", {})
    assert response.status == 200
    assert b"<h1" in body
    assert "max-age=63072000" in response.headers["Strict-Transport-Security"]
    assert "Secure" in response.headers["Set-Cookie"]
    assert response.headers["Content-Security-Policy"]


def test_pages_are_compressed_for_browsers_that_can_read_it(proxy: Proxy) -> None:
    response, body = proxy.ask("GET", "/", {"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"<h1" in gzip.decompress(body)


def test_the_port_is_kept_where_a_page_redirects(proxy: Proxy) -> None:
    response, _ = proxy.ask("GET", "/desk", {})
    assert response.status in {302, 303}
    location = response.headers["Location"]
    assert location.startswith(("/", f"https://{HOST}:{proxy.port}/"))


def test_files_that_are_too_large_get_our_own_page(proxy: Proxy) -> None:
    response, body = proxy.ask("POST", "/compare", {"Content-Type": "text/plain"}, b"x" * 6_000_000)
    assert response.status == 413
    assert b"<h1" in body


def test_no_secret_address_and_no_visitor_is_logged(proxy: Proxy) -> None:
    headers = {"Referer": f"https://{HOST}/invitation/{SECRET}", "Cookie": f"draft={SECRET}"}
    proxy.ask("GET", f"/come-back/{SECRET}", headers)
    end = monotonic() + WAIT_SECONDS
    log = proxy.folder / "gutfactors.log"
    while not (log.exists() and log.read_text("utf-8")) and monotonic() < end:
        sleep(0.05)
    assert re.search(r"\b(200|404|410)\b", log.read_text("utf-8"))
    assert "127.0.0.1" not in log.read_text("utf-8")
    for path in proxy.folder.glob("*.log"):
        assert SECRET not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("hosts", "sites"),
    [
        ("a.example,www.a.example", ["a.example", "www.a.example"]),
        ("A.example , www.a.example,", ["a.example", "www.a.example"]),
        ("localhost,127.0.0.1,::1", ["localhost", "127.0.0.1", "::1"]),
        ("a.example:8443", ["a.example"]),
    ],
)
def test_caddy_serves_each_trusted_host(hosts: str, sites: list[str]) -> None:
    done = caddy_for(hosts)
    assert done.returncode == 0, done.stderr
    assert Settings.from_environment(trusting(hosts)).trusted_hosts
    (server,) = json.loads(done.stdout)["apps"]["http"]["servers"].values()
    assert sorted(server["routes"][0]["match"][0]["host"]) == sorted(sites)


@pytest.mark.parametrize("hosts", [".a.example", "b.example, .a.example"])
def test_hosts_for_which_caddy_gets_no_certificate_are_refused(hosts: str) -> None:
    assert ".a.example" in Settings.from_environment(trusting(hosts)).trusted_hosts
    done = caddy_for(hosts)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no certificate for all names below a.example. Write each name" in done.stderr


def caddy_for(hosts: str) -> subprocess.CompletedProcess[str]:
    """Return the configuration that Caddy reads for these hosts, as JSON, or why it reads none."""
    command = ["sh", str(DEPLOY / "caddy-sites"), "caddy", "adapt", "--config", str(DEPLOY / "Caddyfile")]
    environ = {**os.environ, **trusting(hosts)}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def trusting(hosts: str) -> dict[str, str]:
    return {"GUTFACTORS_TRUSTED_HOSTS": hosts}


# --- The installed command ----------------------------------------------------------------------------

ACCOUNT = "nobody"
PROGRAM = f"#!{sys.executable}\nfrom webapp.cli import main\n\nmain()\n"


def works_as_another_account() -> bool:
    """Return whether a test may work as another account, which can read the program."""
    command = ["runuser", "-u", ACCOUNT, "--", sys.executable, "-c", "import webapp.cli"]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


@pytest.fixture
def installed() -> Iterator[Path]:
    """Yield a folder with the installed command, its settings and data, and folders to type it in."""
    if not works_as_another_account():
        pytest.skip("needs root, and a program that another account can read")
    with TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        (place / "opt").write_text(PROGRAM, "utf-8")
        (place / "env").write_text(f"GUTFACTORS_INSTANCE={place}/state/instance\n", "utf-8")
        text = (DEPLOY / "gutfactors").read_text("utf-8").replace("account=gutfactors", f"account={ACCOUNT}")
        for path, ours in (
            ("/var/lib/gutfactors", "state"),
            ("/etc/gutfactors.env", "env"),
            ("/opt/gutfactors/bin/gutfactors", "opt"),
        ):
            text = text.replace(path, str(place / ours))
        (place / "gutfactors").write_text(text, "utf-8")
        for folder, mode in (("state", 0o700), ("shared", 0o777), ("closed", 0o700), ("read only", 0o755)):
            (place / folder).mkdir()
            (place / folder).chmod(mode)
        shutil.chown(place / "state", ACCOUNT)
        for script in ("opt", "gutfactors"):
            (place / script).chmod(0o755)
        yield place


def typed(installed: Path, folder: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Type the installed command in this folder."""
    environ = environment(CONFIG=str(installed / "env"))
    return subprocess.run(
        [installed / "gutfactors", *args],
        cwd=installed / folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_files_are_those_of_the_folder_in_which_the_command_is_typed(installed: Path) -> None:
    assert typed(installed, "shared", "practitioner", "add", "ann").returncode == 0
    assert (installed / "state/instance/secret.key").owner() == ACCOUNT
    (installed / "shared/answers.json").write_text("{}", "utf-8")
    done = typed(installed, "shared", "export", "response", "answers.json", "-o", "response.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert (installed / "shared/response.json").exists()
    done = typed(installed, "shared", "backup", "before-the-update.backup")
    assert done.returncode == 0
    assert (installed / "shared/before-the-update.backup").exists()


@pytest.mark.parametrize("folder", ["closed", "read only"])
def test_where_the_account_may_not_work_it_is_told_what_to_write(installed: Path, folder: str) -> None:
    assert typed(installed, folder, "practitioner", "add", "ann").returncode == 0
    listed = typed(installed, folder, "practitioner", "list")
    assert ("ann" in listed.stdout, listed.stderr) == (True, "")
    done = typed(installed, folder, "backup", "before-the-update.backup")
    assert done.returncode == 2
    assert f"may not read or write everything in {installed / folder}: " in done.stderr
    assert [path.name for path in (installed / "state").iterdir()] == ["instance"]
    whole = installed / "state/before-the-update.backup"
    assert typed(installed, folder, "backup", str(whole)).returncode == 0
    assert whole.exists()


@pytest.mark.parametrize("line", ["", "GUTFACTORS_INSTANCE=instance\n"])
def test_relative_paths_of_the_settings_count_from_the_folder_of_the_service(
    installed: Path, line: str
) -> None:
    (installed / "env").write_text(line, "utf-8")
    done = typed(installed, "shared", "practitioner", "add", "ann")
    assert f"Relative paths count from {installed / 'state'}" in done.stderr
    assert (installed / "state/instance/secret.key").exists()


def test_who_may_not_work_as_the_account_reads_what_to_do(installed: Path) -> None:
    command = ["runuser", "-u", "daemon", "--", str(installed / "gutfactors"), "doctor"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Please run this as root, or as the account {ACCOUNT}:  sudo gutfactors doctor\n"


# --- The backup before an upgrade ---------------------------------------------------------------------

INSTALL = (ROOT / "script" / "install").read_text("utf-8")
BACKUP = INSTALL[INSTALL.index("# Print where the installed") : INSTALL.index('[ ! -e "$installed" ]')]


def before_upgrade(folder: Path, settings: str) -> subprocess.CompletedProcess[str]:
    """Make the backup before an upgrade of a server with these settings, as this account."""
    for name in ("opt/bin", "state", "backups"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    python = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
    for name, script in (("python", python), ("gutfactors", PROGRAM)):
        (folder / "opt/bin" / name).write_text(script, "utf-8")
        (folder / "opt/bin" / name).chmod(0o755)
    (folder / "env").write_text(settings, "utf-8")
    (folder / "env").chmod(0o640)
    places = f"state={folder}/state backups={folder}/backups settings={folder}/env installed={folder}/opt"
    aids = 'as_gutfactors() { "$@"; }; fail() { printf "%s\\n" "$@" >&2; exit 1; }'
    script = (
        f"set -euo pipefail\n{places} version=0.3.0\n{aids}\n{BACKUP}\n(backup_before_upgrade)\necho go on\n"
    )
    environ = environment(CONFIG=str(folder / "env"))
    return subprocess.run(["bash", "-c", script], env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "line", ["", "GUTFACTORS_INSTANCE={folder}/srv/forms\n", "GUTFACTORS_INSTANCE=own\n"]
)
def test_an_upgrade_backs_up_the_instance_that_the_settings_name(tmp_path: Path, line: str) -> None:
    settings = line.format(folder=tmp_path)
    place = Path(settings.strip().partition("=")[2] or "instance")
    instance = tmp_path / "state" / place
    none = before_upgrade(tmp_path, settings)
    assert (none.returncode, none.stdout) == (0, "go on\n")
    assert f"NO BACKUP IS MADE: by {tmp_path}/env the data are in {instance}," in none.stderr
    assert run("practitioner", "add", "ann", "--instance", instance, cwd=tmp_path).returncode == 0
    done = before_upgrade(tmp_path, settings)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "go on"), done.stderr
    (backup,) = (tmp_path / "backups").iterdir()
    assert backup.name.startswith("before-0.3.0-")


def test_an_upgrade_ends_where_the_settings_or_the_backup_are_wrong(tmp_path: Path) -> None:
    done = before_upgrade(tmp_path, "GUTFACTORS_INSTANC=/srv\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert "did you mean GUTFACTORS_INSTANCE?\nNo backup can be made, and the server goes on" in done.stderr
    assert run("practitioner", "add", "ann", "--instance", tmp_path / "state/instance", cwd=tmp_path).stdout
    (tmp_path / "state/instance/gutfactors.sqlite3").write_bytes(b"")
    done = before_upgrade(tmp_path, "")
    assert (done.returncode, "go on" in done.stdout) == (1, False)
    assert "No backup could be made, and the server goes on as it was." in done.stderr


# --- The pages that script/try-deploy follows ---------------------------------------------------------

TRIAL = (DEPLOY / "trial").read_text("utf-8")
BLOCK = TRIAL[TRIAL.index("block() {") : TRIAL.index("# follow PAGE")]
FOLLOWED = [
    *re.findall(r'follow (\w+) "([^"]+)" (\d)', TRIAL),
    *(("operators", "Many servers", number) for number in "1234"),
]


@pytest.mark.parametrize(("page", "heading", "number"), FOLLOWED)
def test_a_page_has_the_commands_that_the_trial_follows(page: str, heading: str, number: str) -> None:
    script = f'{BLOCK}\nblock "{page}" "{heading}" {number}'
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip()
    assert "```" not in done.stdout
