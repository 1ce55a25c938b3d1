"""A gate for a clean shutdown: once closed it lets nobody in, and waits until all have left."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class GateClosed(Exception):  # noqa: N818  a state of the world, not a mistake
    """The gate lets nobody in any more."""


class ShutdownGate:
    """Counts the calls inside. Thread-safe; a thread that is inside may enter again."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._is_closed = False

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Enter the gate, and leave it at the end of the block. Raise GateClosed."""
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

    def close(self, timeout: float) -> bool:
        """Close the gate and wait until nobody is inside. Return False after `timeout` seconds."""
        with self._changed:
            self._is_closed = True
            return self._changed.wait_for(lambda: not self._inside, timeout)
