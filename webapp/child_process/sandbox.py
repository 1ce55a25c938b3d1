"""A process for files from outside: it forks a child for each, which can open nothing and is then killed."""

import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import IO

from webapp.child_process.messages import read_message, take_over_stdout, write_message

# Audit events, https://docs.python.org/3/library/audit_events.html: what reading a file never needs.
REFUSED_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork")

ReplyTo = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Sandbox:
    """How files are read. `limits` are those of the operating system for a child; `seconds` its wall time.

    `broken` is the reply where the child is lost.
    """

    limits: Mapping[int, int]
    seconds: float
    broken: bytes

    def serve(self, reply_to: ReplyTo, prepare: Callable[[], None]) -> None:
        """Reply to files on standard input until it closes. `prepare` loads what a child cannot import."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server's to answer: it closes the pipe
        inbox = sys.stdin.buffer
        with take_over_stdout() as outbox:
            prepare()
            while (file := read_message(inbox)) is not None:
                write_message(outbox, self._reply_of_child(file, (inbox, outbox), reply_to))

    def _reply_of_child(self, file: bytes, server: Sequence[IO[bytes]], reply_to: ReplyTo) -> bytes:
        ours, theirs = Pipe(duplex=False)
        child = os.fork()
        if child == 0:
            for pipe in server:
                pipe.close()
            ours.close()
            self._reply_and_die(file, theirs, reply_to)
        theirs.close()
        with ours:
            try:
                return ours.recv_bytes() if ours.poll(self.seconds) else self.broken
            except (EOFError, OSError):  # it was killed by one of its limits, or fell
                return self.broken
            finally:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)

    def _reply_and_die(self, file: bytes, outbox: Connection, reply_to: ReplyTo) -> None:
        try:
            sys.addaudithook(_refuse)
            for kind, most in self.limits.items():
                resource.setrlimit(kind, (most, most))
            outbox.send_bytes(reply_to(file))
        finally:
            os.kill(os.getpid(), signal.SIGKILL)  # at once: nothing is tidied up that a file may have changed


def _refuse(event: str, _details: object) -> None:
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(f"a reading process may not do this: {event}")
