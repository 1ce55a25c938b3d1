"""A real PostgreSQL server for the tests: no TCP, a folder of its own, gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_START_SECONDS = 30
# PostgreSQL refuses to run as root: it then runs as the account that its package made.
_ACCOUNT = "postgres" if os.getuid() == 0 else None
# Nobody pulls the plug on a test's server, and its tables are small: no syncing, and nobody who tidies up.
_SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "shared_buffers=32MB",
)
_QUICK = [word for setting in _SETTINGS for word in ("-c", setting)]


class PostgresServer:
    """A server in a folder of its own; every database that it makes is empty and new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self.process: subprocess.Popen[bytes]

    def start(self) -> None:
        """Start, and come back when it answers."""
        data = str(self._folder / "data")
        postgres = [
            _program("postgres"),
            "-D",
            data,
            "-k",
            str(self._folder),
            "-c",
            "listen_addresses=",
            *_QUICK,
        ]
        with (self._folder / "log").open("ab") as log:
            self.process = subprocess.Popen(postgres, user=_ACCOUNT, cwd=self._folder, stdout=log, stderr=log)
        _wait_until_it_answers(self)

    def stop(self) -> None:
        """Stop in the midst of whatever it does, as its own script does at a restart."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=_START_SECONDS)

    def new_database(self) -> str:
        """Give the URL of an empty schema, which costs a hundredth of the files of a whole database."""
        self._made += 1
        name = f"test{self._made}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"postgresql:///postgres?host={self._folder}&user=tests&options=-csearch_path%3D{name}"

    def connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(f"host={self._folder} user=tests dbname={name}", autocommit=True)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="gutfactors-pg-") as folder:
        home = Path(folder)
        if _ACCOUNT:
            shutil.chown(home, user=_ACCOUNT)
        initdb = [_program("initdb"), "-D", str(home / "data"), "-U", "tests", "--auth=trust", "--no-sync"]
        options = ["-E", "UTF8", "--locale=C"]
        subprocess.run([*initdb, *options], check=True, user=_ACCOUNT, cwd=home, capture_output=True)
        server = PostgresServer(home)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _wait_until_it_answers(server: PostgresServer) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            server.connect("postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline or server.process.poll() is not None:
                raise
            time.sleep(0.05)
        else:
            return


def _program(name: str) -> str:
    """The program itself, not the link to it: it looks for its libraries beside its own file."""
    on_path = shutil.which(name)
    if on_path:
        return os.path.realpath(on_path)
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not packaged:
        raise FileNotFoundError(
            f"{name} is not installed: run script/test, which says or does what is needed"
        )
    return str(packaged[-1])
