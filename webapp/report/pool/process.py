"""One render process."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence

from webapp.child_process import ChildProcess

COMMAND = (sys.executable, "-m", "webapp.report.pool.worker")


class RenderProcess(ChildProcess):
    """A child process that renders, and that learns while nobody asks it."""

    def __init__(self, command: tuple[str, ...]) -> None:
        super().__init__(command)
        self._sending = threading.Lock()
        self._teacher: threading.Thread | None = None

    def teach(self, lessons: Sequence[bytes]) -> None:
        """Send lessons, which it takes when it has time. Nobody waits until it has read them."""
        self._teacher = threading.Thread(target=self._send_all, args=(lessons,), daemon=True)
        self._teacher.start()

    def send(self, message: bytes) -> None:
        """Write a message, after those that are being written."""
        with self._sending:
            super().send(message)

    def end(self) -> None:
        """End the process, also while somebody teaches it: nothing closes a pipe that is written into."""
        if self._teacher and self._teacher.is_alive():
            self._process.kill()
        super().end()

    def _send_all(self, lessons: Sequence[bytes]) -> None:
        for lesson in lessons:
            self.send(lesson)
