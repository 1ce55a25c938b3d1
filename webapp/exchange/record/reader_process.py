"""The process that reads files from outside: `python -m webapp.exchange.record.reader_process`.

It takes files from standard input and replies on standard output (`webapp.child_process`), and never looks
into a file itself. For each file it forks a child that can open nothing, write nowhere and use little memory
and time; the child replies on one pipe and is then killed.
"""

import resource

from webapp.child_process.sandbox import ReplyTo, Sandbox
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


def main(reply_to: ReplyTo | None = None) -> None:
    """Reply until standard input closes. `reply_to` makes the reply in a child; by default `answer`."""
    Sandbox(LIMITS, SECONDS, REFUSED + BROKEN.encode()).serve(reply_to or answer, _load_all)


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


if __name__ == "__main__":
    main()
