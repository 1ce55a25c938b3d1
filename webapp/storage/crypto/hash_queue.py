"""A queue for slow hashes: one runs at a time, few wait, and the rest fail at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock


class HashQueue:
    """Limits the threads that hash: each needs memory, and holds a thread of the web server.

    `places` threads hash or wait for the hash. `waiters` more wait for such a place, for `wait_seconds`.
    """

    def __init__(self, places: int, waiters: int = 0, wait_seconds: float = 0) -> None:
        self._places = BoundedSemaphore(places)
        self._waiting = BoundedSemaphore(waiters)
        self._wait_seconds = wait_seconds
        self._hashing = Lock()

    @contextmanager
    def turn(self, refusal: Exception) -> Iterator[None]:
        """Let one thread hash within the block. Raise `refusal` where too many threads wait."""
        if not (self._places.acquire(blocking=False) or self._wait_for_place()):
            raise refusal
        try:
            with self._hashing:
                yield
        finally:
            self._places.release()

    def _wait_for_place(self) -> bool:
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=self._wait_seconds)
        finally:
            self._waiting.release()
