"""Reading files from outside in a child process. Safe to use from several threads."""

from __future__ import annotations

import sys

from webapp.child_process import FileProcess, FileReader, QueueBusy
from webapp.exchange.record.refusals import BROKEN, READ, TOO_LARGE, RecordRefused

COMMAND = (sys.executable, "-m", "webapp.exchange.record.reader_process")
MOST_FILE = 1_500_000  # bytes of a file: a report with the largest logo in large print has a third of them
MOST_REPLY = 1_000_000
MOST_SENTENCES = 50
LONGEST_SENTENCE = 500
QUEUE_SECONDS = 8.0  # how long to wait while other files are read
PLACES = 4  # files that may be read or wait at the same time: each holds one of the server's threads
SECONDS = 20.0  # wall time of one file with the start of the process; then the process is killed


class ReaderBusy(Exception):  # noqa: N818 - a state, not a mistake
    """Too many files are being read. Ask again after `retry_after` seconds."""

    retry_after = int(QUEUE_SECONDS)

    def __init__(self) -> None:
        super().__init__("too many files are being read")


class RecordReader(FileReader):
    """One reading process, started for the first file, which reads one file at a time."""

    def __init__(
        self,
        *,
        command: tuple[str, ...] = COMMAND,
        places: int = PLACES,
        queue_seconds: float = QUEUE_SECONDS,
        seconds: float = SECONDS,
    ) -> None:
        super().__init__(
            FileProcess(
                command, max_reply=MOST_REPLY, places=places, queue_seconds=queue_seconds, seconds=seconds
            )
        )

    def read(self, file: bytes) -> bytes:
        """Return the record that the file carries or is. Raise RecordRefused or ReaderBusy.

        It is JSON of the right shape; what it says is not checked.
        """
        if len(file) > MOST_FILE:
            raise RecordRefused(TOO_LARGE)
        try:
            return _record_of(self._process.reply_to(file))
        except QueueBusy:
            raise ReaderBusy from None


def _record_of(reply: bytes) -> bytes:
    """Return the record of a reply. Raise RecordRefused where it holds none."""
    if reply[:1] == READ:
        return reply[1:]
    lines = reply[1:].decode(errors="replace").split("\n")[:MOST_SENTENCES] if reply else [BROKEN]
    raise RecordRefused(*(line[:LONGEST_SENTENCE] for line in lines))
