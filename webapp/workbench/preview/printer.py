"""A printer that can be restarted, so that it reads changed templates and style sheets."""

from collections.abc import Callable
from threading import Lock

from webapp.report.pool.pool import RenderPool
from webapp.report.views.documents import Printable


class NewestPrinter:
    """Prints with a render pool that starts on first use, and again after `renew`."""

    def __init__(self, make: Callable[[], RenderPool] = lambda: RenderPool(1)) -> None:
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
