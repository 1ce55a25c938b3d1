"""A gate that lets nobody in once it is closed, and waits until all who are inside have come out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class GateClosed(Exception):  # noqa: N818  a state of the world, not a mistake
    """Nobody is let in any more."""


class ShutdownGate:
    """Counts who is inside. Safe with threads; a thread may go in again while it is inside."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._is_closed = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Be inside. Raises GateClosed."""
        with self._changed:
            if self._is_closed:
                raise GateClosed
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def close(self, patience: float) -> bool:
        """Let nobody in any more, and wait until all are out; False when `patience` seconds were too few."""
        with self._changed:
            self._is_closed = True
            return self._changed.wait_for(lambda: not self._inside, patience)
