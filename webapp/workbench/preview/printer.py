"""A printer that can be restarted, so that it reads changed templates and style sheets."""

from collections.abc import Callable
from threading import Lock

from webapp.report.pool.pool import RenderLimits, RenderPool
from webapp.report.views.documents import Printable

PATIENCE = 60.0
"""Seconds to wait for the report before, which may start the process: the author alone is waiting."""


def _patient_pool() -> RenderPool:
    return RenderPool(1, limits=RenderLimits(patience=PATIENCE))


class NewestPrinter:
    """Prints with a render pool that starts on first use, and again after `renew`."""

    def __init__(self, make: Callable[[], RenderPool] = _patient_pool) -> None:
        self._make = make
        self._pool: RenderPool | None = None
        self._lock = Lock()

    def pdf(self, view: Printable) -> bytes:
        """Return the PDF of a view. Raise RenderBusy or RenderFailed."""
        with self._lock:
            self._pool = pool = self._pool or self._make()
        return pool.pdf(view)

    def wait_until_idle(self, seconds: float) -> bool:
        """Return False: nothing is printed ahead of time here."""
        return False

    def is_alive(self) -> bool:
        return True

    def renew(self) -> None:
        """Stop the pool; the next print starts another."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.close()
