"""The process that reads files from outside: `python -m webapp.exchange.record.reader_process`.

It takes files from standard input and replies on standard output (`webapp.child_process`), and never looks
into a file itself. For each file it forks a child that can open nothing, write nowhere and use little memory
and time; the child replies on one pipe and is then killed.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import IO

from webapp.child_process.messages import read_message, take_over_stdout, write_message
from webapp.exchange.record.build_record import PDF_SIGN
from webapp.exchange.record.extract_attachment import pdf_with_attachment
from webapp.exchange.record.refusals import BROKEN, READ, REFUSED, RecordRefused
from webapp.exchange.record.validate_file import extract_record

SECONDS = 5  # wall time of one file on a busy machine; usually a file takes a hundredth of it

LIMITS = {
    resource.RLIMIT_CPU: 2,
    resource.RLIMIT_AS: 256 * 1024 * 1024,
    resource.RLIMIT_NOFILE: 0,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}
"""Limits of the child: CPU seconds, bytes of memory; it opens and writes no file, and leaves no core file."""

# Audit events, https://docs.python.org/3/library/audit_events.html: what reading a file never needs.
REFUSED_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork")

ReplyTo = Callable[[bytes], bytes]


def main(reply_to: ReplyTo | None = None) -> None:
    """Reply until standard input closes. `reply_to` makes the reply in a child; by default `answer`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server's to answer: it closes the pipe
    inbox = sys.stdin.buffer
    with take_over_stdout() as outbox:
        _load_all()
        while (file := read_message(inbox)) is not None:
            write_message(outbox, _reply_of_child(file, (inbox, outbox), reply_to or answer))


def answer(file: bytes) -> bytes:
    """Return READ and the record, or REFUSED and the reasons, one sentence a line."""
    try:
        return READ + extract_record(file)
    except RecordRefused as refusal:
        lines = (" ".join(sentence.split()) for sentence in refusal.sentences)
        return REFUSED + "\n".join(lines).encode(errors="replace")
    except Exception:  # noqa: BLE001  out of memory, or too deep: it is the file's doing
        return REFUSED + BROKEN.encode()


def _load_all() -> None:
    """Read files of our own, good and bad: a child cannot import any module."""
    locked, guarded = pdf_with_attachment(b"{}", user="user"), pdf_with_attachment(b"{}", user="")
    for file in (
        pdf_with_attachment(b"{}"),
        locked,
        guarded,
        pdf_with_attachment(b"["),
        b'{"item": []}',
        b"\xff",
        PDF_SIGN,
    ):
        answer(file)


def _reply_of_child(file: bytes, server: Sequence[IO[bytes]], reply_to: ReplyTo) -> bytes:
    ours, theirs = Pipe(duplex=False)
    child = os.fork()
    if child == 0:
        for pipe in server:
            pipe.close()
        ours.close()
        _reply_and_die(file, theirs, reply_to)
    theirs.close()
    with ours:
        try:
            return ours.recv_bytes() if ours.poll(SECONDS) else REFUSED + BROKEN.encode()
        except (EOFError, OSError):  # it was killed by one of its limits, or fell
            return REFUSED + BROKEN.encode()
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _reply_and_die(file: bytes, outbox: Connection, reply_to: ReplyTo) -> None:
    try:
        sys.addaudithook(_refuse)
        for kind, most in LIMITS.items():
            resource.setrlimit(kind, (most, most))
        outbox.send_bytes(reply_to(file))
    finally:
        os.kill(os.getpid(), signal.SIGKILL)  # at once: nothing is tidied up that a file may have changed


def _refuse(event: str, _details: object) -> None:
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(f"a reading process may not do this: {event}")


if __name__ == "__main__":
    main()
