"""A render pool for servers that fork after they loaded the application."""

import os
import threading

from webapp.report.pool.pool import RenderPool
from webapp.report.views.documents import Printable


class LazyRenderPool:
    """Starts a RenderPool in each process, when that process first needs it.

    Render processes that started before a fork would be shared by all workers, which would then read each
    other's reports from one pipe.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers
        self._lock = threading.Lock()
        self._process = 0
        self._pool: RenderPool | None = None

    def start(self) -> None:
        self._started()

    def pdf(self, view: Printable) -> bytes:
        """Return the PDF of a view. Raise RenderBusy or RenderFailed."""
        return self._started().pdf(view)

    def wait_until_idle(self, seconds: float) -> bool:
        return self._started().wait_until_idle(seconds)

    def is_alive(self) -> bool:
        return self._started().is_alive()

    def _started(self) -> RenderPool:
        with self._lock:
            if self._pool is None or self._process != os.getpid():
                self._process, self._pool = os.getpid(), RenderPool(self._workers)
            return self._pool
