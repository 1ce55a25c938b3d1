"""A first-come, first-served queue of resources, each lent to one thread at a time."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Condition
from typing import Generic, TypeVar

ResourceT = TypeVar("ResourceT")


class QueueBusy(Exception):  # noqa: N818 - a state, not a mistake
    """Too many threads wait, or one has waited for too long."""


class FairQueue(Generic[ResourceT]):
    """Free resources, and the threads that wait in order: at most `places` hold one or wait."""

    def __init__(self, places: int) -> None:
        self._places = BoundedSemaphore(places)
        self._free: list[ResourceT] = []
        self._waiting: deque[object] = deque()
        self._changed = Condition()
        self._is_closed = False

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place in the queue, for one or several `get`. Raise QueueBusy when there is none."""
        if not self._places.acquire(blocking=False):
            raise QueueBusy
        try:
            yield
        finally:
            self._places.release()

    def put(self, resource: ResourceT) -> None:
        """Return a resource, or add a new one. The last one returned is lent first: its caches are warm."""
        with self._changed:
            self._free.append(resource)
            self._changed.notify_all()

    def get(self, seconds: float | None) -> ResourceT:
        """Take a resource, to be put back later. Raise QueueBusy when `seconds` pass without one."""
        ticket = object()

        def is_next() -> bool:
            return bool(self._free) and self._waiting[0] is ticket

        with self._changed:
            self._waiting.append(ticket)
            try:
                if not self._changed.wait_for(is_next, seconds):
                    raise QueueBusy
                return self._free.pop()
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait until a resource is free and no thread waits; return False on a timeout or when closed."""

        def is_idle() -> bool:
            return self._is_closed or (bool(self._free) and not self._waiting)

        with self._changed:
            return self._changed.wait_for(is_idle, seconds) and not self._is_closed

    def close(self) -> None:
        """End every `wait_until_idle`, now and later."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
