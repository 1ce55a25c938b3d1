"""One process that reads files from outside, started for the first file. Safe to use from several threads."""

from types import TracebackType
from typing import Self

from webapp.child_process.child import ChildProcess
from webapp.child_process.fair_queue import FairQueue

TRIES = 2  # how often a file is read where the process is lost


class FileProcess:
    """Asks one process at a time. `places`: how many threads may ask or wait, each for `queue_seconds`."""

    def __init__(
        self, command: tuple[str, ...], *, max_reply: int, places: int, queue_seconds: float, seconds: float
    ) -> None:
        self._command = command
        self._max_reply = max_reply
        self._queue_seconds = queue_seconds
        self._seconds = seconds
        self._idle: FairQueue[ChildProcess | None] = FairQueue(places)
        self._idle.put(None)

    def reply_to(self, file: bytes) -> bytes:
        """Return the reply, or nothing when none comes in time: the next file does not notice.

        No file can end the process: where it is lost, the machine did that, and another process is asked.
        Raise QueueBusy.
        """
        with self._idle.place():
            child = self._idle.get(self._queue_seconds)
            try:
                child, reply = self._ask(child, file)
            finally:
                self._idle.put(child if child and child.is_usable else None)
            return reply

    def close(self) -> None:
        """End the process, once it has read what it is reading. A file that comes later starts another."""
        child = self._idle.get(None)
        if child:
            child.end()
        self._idle.put(None)

    def _ask(self, child: ChildProcess | None, file: bytes) -> tuple[ChildProcess | None, bytes]:
        for _ in range(TRIES):
            try:
                child = child or ChildProcess(self._command, max_reply=self._max_reply)
            except OSError:
                continue
            reply = child.ask(file, self._seconds)
            if reply is not None:
                return child, reply
            child.end()
            if child.has_timed_out:
                break
            child = None
        return child, b""


class FileReader:
    """A reader of one kind of file in a process of its own. Leaving its block ends the process."""

    def __init__(self, process: FileProcess) -> None:
        self._process = process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, once it has read what it is reading. A file that comes later starts another."""
        self._process.close()
