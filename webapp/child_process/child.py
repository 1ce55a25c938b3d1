"""One child process: started, asked, and ended."""

import contextlib
import os
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from typing import IO, cast

from webapp.child_process.messages import read_message, write_message

ROOT = Path(__file__).resolve().parents[2]

SERVER_SETTINGS = "GUTFACTORS_"
"""Prefix of the environment variables that a child does not get: they hold secrets."""

SECONDS_TO_END = 1.0

KILLED = 9
"""The number of the signal that no process can catch. Windows has none: there nothing counts as killed."""


class ChildProcess:
    """A running process with two pipes. One thread may ask it at a time; any thread may end it.

    It also ends with the program, and when nobody holds this object any more. `asked` counts the messages.
    """

    def __init__(self, command: tuple[str, ...], *, max_reply: int = sys.maxsize) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith(SERVER_SETTINGS)}
        self.asked = 0
        self.has_timed_out = False
        self._is_in_step = True
        self._max_reply = max_reply
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=env
        )
        self._inbox = cast("IO[bytes]", self._process.stdin)
        self._replies = cast("IO[bytes]", self._process.stdout)
        self._end = weakref.finalize(self, _end, self._process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_usable(self) -> bool:
        """Whether it runs and has replied in full to every message."""
        return self._is_in_step and self._process.poll() is None

    @property
    def was_killed(self) -> bool:
        """Whether somebody else killed it, once it has ended."""
        return self._process.poll() == -KILLED and not self.has_timed_out

    def ask(self, message: bytes, seconds: float) -> bytes | None:
        """Return the reply; None when the process is lost, or was killed after `seconds`."""
        self.asked += 1
        self._is_in_step = False  # until the whole reply is there: a late one must never answer the next
        watch = threading.Timer(seconds, self._time_out)
        watch.start()
        try:
            self.send(message)
            reply = read_message(self._replies, self._max_reply)
        except (OSError, ValueError):  # a broken pipe, or one that `end` has closed
            reply = None
        finally:
            watch.cancel()
        self._is_in_step = reply is not None
        return reply

    def send(self, message: bytes) -> None:
        """Write a message. When the process is gone, the thread that waits for its reply finds that out."""
        with contextlib.suppress(OSError, ValueError):
            write_message(self._inbox, message)

    def end(self) -> None:
        """Close its standard input, at which it ends by itself; kill it when it does not."""
        self._end()

    def _time_out(self) -> None:
        self.has_timed_out = True
        self._process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    inbox, replies = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    with contextlib.suppress(OSError):
        inbox.close()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with contextlib.suppress(OSError):
        replies.close()
