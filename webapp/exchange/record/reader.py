"""Files from outside are read in another process. Safe to use from several threads."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import weakref
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from webapp.exchange.record.refusals import BROKEN, READ, TOO_LARGE, RecordRefused

ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-m", "webapp.exchange.record.reader_process")
OWN_SETTINGS = "GUTFACTORS_"
"""Settings of the server, secrets among them: the reading process gets none of these."""

MOST_FILE = 1_500_000
"""Bytes of a file: a report with the largest logo and in large print has a third of it."""

MOST_ANSWER = 1_000_000
MOST_SENTENCES = 50
LONGEST_SENTENCE = 500

PATIENCE = 8.0
"""Seconds to wait while other files are read."""

PLACES = 4
"""How many may read or wait at the same time: each holds one of the server's threads."""

SECONDS = 20.0
"""Wall time of one file with the start of the process; then that is lost."""

TRIES = 2
"""How often a file is read where the process is lost."""

SECONDS_TO_END = 1.0


class ReaderBusy(Exception):  # noqa: N818 - a state, not a mistake
    """Too many files are being read. Ask again after `retry_after` seconds."""

    retry_after = int(PATIENCE)

    def __init__(self) -> None:
        super().__init__("too many files are being read")


class RecordReader:
    """One reading process, started when a file comes, and its connection. One file at a time.

    It ends with `close`, with whoever holds this, and with the program.
    """

    def __init__(
        self,
        *,
        command: tuple[str, ...] = COMMAND,
        places: int = PLACES,
        patience: float = PATIENCE,
        seconds: float = SECONDS,
    ) -> None:
        self._command = command
        self._patience = patience
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(places)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._ending: weakref.finalize[..., RecordReader] | None = None

    def __enter__(self) -> RecordReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The reading process; None while there is none."""
        return self._process.pid if self._process else None

    def read(self, file: bytes) -> bytes:
        """The record that the file carries or is. Raises RecordRefused or ReaderBusy.

        It is JSON, and its shape was checked; what it says was not.
        """
        if len(file) > MOST_FILE:
            raise RecordRefused(TOO_LARGE)
        if not self._places.acquire(blocking=False):
            raise ReaderBusy
        try:
            reply = self._reply(file)
        finally:
            self._places.release()
        return _record_of(reply)

    def close(self) -> None:
        """End the process. A file that comes later starts another."""
        with self._lock:
            self._end()

    def _reply(self, file: bytes) -> bytes:
        """The reply, once it is this file's turn. Raises ReaderBusy."""
        if not self._lock.acquire(timeout=self._patience):
            raise ReaderBusy
        try:
            return self._ask(file)
        finally:
            self._lock.release()

    def _ask(self, file: bytes) -> bytes:
        """The reply; empty when none comes in time, which the next file does not notice.

        No file can end the process: where it is lost, the machine did that, and another one is asked.
        """
        for _ in range(TRIES):
            try:
                return self._ask_once(file)
            except (EOFError, OSError):
                self._end()
        return b""

    def _ask_once(self, file: bytes) -> bytes:
        """The same. Raises EOFError or OSError where the process is lost."""
        connection = self._connection or self._start()
        connection.send_bytes(file)
        if connection.poll(self._seconds):
            return connection.recv_bytes(MOST_ANSWER)
        self._end()
        return b""

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN_SETTINGS)}
        with theirs:
            self._process = subprocess.Popen(
                (*self._command, str(theirs.fileno())),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment,
                pass_fds=(theirs.fileno(),),
            )
        self._connection, self._ending = ours, weakref.finalize(self, _end, self._process, ours)
        return ours

    def _end(self) -> None:
        self._connection = self._process = None
        if self._ending:
            self._ending()


def _end(process: subprocess.Popen[bytes], connection: Connection) -> None:
    """Close its connection, at which it ends by itself; kill it when it does not."""
    connection.close()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _record_of(reply: bytes) -> bytes:
    """Raises RecordRefused where the reply is none, or says why."""
    if reply[:1] == READ:
        return reply[1:]
    lines = reply[1:].decode(errors="replace").split("\n")[:MOST_SENTENCES] if reply else [BROKEN]
    raise RecordRefused(*(line[:LONGEST_SENTENCE] for line in lines))
