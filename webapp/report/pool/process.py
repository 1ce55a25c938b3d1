"""One render process: how it is started, asked and ended."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, cast

from webapp.report.pool.protocol import read_message, write_message

ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-m", "webapp.report.pool.worker")
OWN_SETTINGS = "GUTFACTORS_"
"""Settings of the server, secrets among them: a render process gets none of these."""

SECONDS_TO_END = 1.0

KILLED = 9
"""The number of the signal that no process can catch. Windows has none: there nothing counts as killed."""


class RenderProcess:
    """One render process and its two pipes. To be asked by one thread at a time; any may teach or end it.

    `documents` counts the jobs.
    """

    def __init__(self, command: tuple[str, ...]) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN_SETTINGS)}
        self.documents = 0
        self._has_hung = False
        self._is_in_step = True
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment
        )
        self._jobs = cast("IO[bytes]", self._process.stdin)
        self._replies = cast("IO[bytes]", self._process.stdout)
        self._sending = threading.Lock()
        self._teacher: threading.Thread | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_usable(self) -> bool:
        """Whether it runs, and gave a whole reply to all that it was asked."""
        return self._is_in_step and self._process.poll() is None

    @property
    def was_killed(self) -> bool:
        """Whether somebody else killed it, once it has ended."""
        return self._process.poll() == -KILLED and not self._has_hung

    def ask(self, job: bytes, seconds: float) -> bytes | None:
        """The reply, or None when the process is lost or takes longer: then it is killed."""
        self.documents += 1
        self._is_in_step = False  # until the reply is there whole: a late one must never meet the next report
        watch = threading.Timer(seconds, self._hang)
        watch.start()
        try:
            self._send(job)
            reply = read_message(self._replies)
        except (OSError, ValueError):  # a broken pipe, or one that `end` has closed
            reply = None
        finally:
            watch.cancel()
        self._is_in_step = reply is not None
        return reply

    def teach(self, lessons: Sequence[bytes]) -> None:
        """Hand it lessons, which it takes when it has time. Nobody waits until it has read them."""
        self._teacher = threading.Thread(target=self._send, args=lessons, daemon=True)
        self._teacher.start()

    def _send(self, *messages: bytes) -> None:
        """Write messages. When the process is gone, who waits for its reply finds that out."""
        with self._sending, contextlib.suppress(OSError, ValueError):
            for message in messages:
                write_message(self._jobs, message)

    def end(self) -> None:
        """Close its pipe, at which it ends by itself; kill it when it does not."""
        if self._teacher and self._teacher.is_alive():
            self._process.kill()  # nothing closes a pipe that somebody is writing into
        with contextlib.suppress(OSError):
            self._jobs.close()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):
            self._replies.close()

    def _hang(self) -> None:
        self._has_hung = True
        self._process.kill()
