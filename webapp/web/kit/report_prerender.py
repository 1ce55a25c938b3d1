"""Patients' reports, rendered before anybody asks for them, and none rendered twice. Safe with threads."""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRendering
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, Thread
from typing import Protocol

from webapp.report.pool.cache_key import cache_key
from webapp.report.pool.pool import RenderBusy, RenderFailed
from webapp.report.pool.renderer import Renderer
from webapp.report.views.model import ReportView
from webapp.storage import ReportKey, StoreUnavailable
from webapp.tracebacks import traceback_of

MOST_QUEUED = 20
"""Reports that may wait to be rendered ahead; any more are rendered when somebody asks for them."""

SECONDS_TO_IDLE = 60.0

_log = logging.getLogger("gutfactors")
_NOT_MADE = "a report was not made ahead of time: %s"


class ReportCache(Protocol):
    """Where reports are cached: `webapp.storage.Store.reports`."""

    def get(self, token: str, report: ReportKey, now: datetime) -> bytes | None: ...

    def save(self, token: str, report: ReportKey, pdf: bytes, now: datetime) -> None: ...


@dataclass(frozen=True)
class _Job:
    """One report of one device, and the future of its PDF."""

    token: str
    view: ReportView
    report_key: ReportKey
    pdf: Future[bytes] = field(default_factory=Future)

    @property
    def key(self) -> tuple[str, str]:
        return self.token, self.report_key.digest


class ReportPrerenderer:
    """Renders patients' reports ahead of time, and caches them encrypted for a short time.

    The thread that renders ends when no report is left, and survives every exception.
    """

    def __init__(
        self, renderer: Renderer, cache: ReportCache, clock: Callable[[], datetime], patience: float = 6
    ) -> None:
        """Wait at most `patience` seconds for a report that is being rendered."""
        self._renderer = renderer
        self._patience = patience
        self._cache = cache
        self._clock = clock
        self._lock = Lock()
        self._jobs: dict[tuple[str, str], _Job] = {}
        self._queue: deque[_Job] = deque()
        self._thread: Thread | None = None

    def begin(self, token: str, name: str, view: ReportView) -> None:
        """Render this report when nobody waits for another, unless it is cached or under way."""
        job = _job(token, name, view)
        if self._cached(job):
            return
        with self._lock:
            if job.key in self._jobs or len(self._jobs) >= MOST_QUEUED or not self._has_thread():
                return
            self._jobs[job.key] = job
            self._queue.append(job)

    def _has_thread(self) -> bool:
        """Start the thread where there is none. Return False where none can be started now."""
        if self._thread is None:
            thread = Thread(target=self._render_queued, name="reports ahead", daemon=True)
            try:
                thread.start()
            except RuntimeError as error:
                _log.warning(_NOT_MADE, error)
                return False
            self._thread = thread
        return True

    def pdf(self, token: str, name: str, view: ReportView) -> bytes:
        """Return the cached report, or render it now. Raise RenderBusy or RenderFailed."""
        job = _job(token, name, view)
        return self._cached(job) or self._wait_or_render(job)

    def _wait_or_render(self, job: _Job) -> bytes:
        with self._lock:
            other = self._jobs.get(job.key)
            if other is None or other.pdf.cancel():  # it has not started: the request goes first
                self._jobs[job.key] = other = job
        if other is job:
            self._render(job)
        try:
            return other.pdf.result(self._patience)
        except StillRendering:
            raise RenderBusy(max(1, int(self._patience))) from None

    def _render_queued(self) -> None:
        while job := self._next():
            try:
                self._render_when_idle(job)
            except Exception as error:  # noqa: BLE001  without this thread nothing would be made ahead
                _log.error(_NOT_MADE, traceback_of(error))
            else:
                _log_failure(job)

    def _render_when_idle(self, job: _Job) -> None:
        try:
            if self._renderer.wait_until_idle(SECONDS_TO_IDLE):
                self._render(job)
        finally:
            if job.pdf.cancel():  # it was not begun
                self._end(job)

    def _next(self) -> _Job | None:
        """Return the next job; None where there is none, and the thread ends."""
        with self._lock:
            if self._queue:
                return self._queue.popleft()
            self._thread = None
            return None

    def _render(self, job: _Job) -> None:
        """Render the report, cache it and set its future, unless somebody took the job over."""
        if not job.pdf.set_running_or_notify_cancel():
            return
        try:
            pdf = self._cached(job)  # another one may have made it since it was looked for
            if pdf is None:
                pdf = self._renderer.pdf(job.view)
                self._cache_pdf(job, pdf)
            job.pdf.set_result(pdf)
        except Exception as failure:  # noqa: BLE001 - those who wait get it
            job.pdf.set_exception(failure)
        finally:
            self._end(job)

    def _cached(self, job: _Job) -> bytes | None:
        return self._cache.get(job.token, job.report_key, self._clock())

    def _cache_pdf(self, job: _Job, pdf: bytes) -> None:
        try:
            self._cache.save(job.token, job.report_key, pdf, self._clock())
        except StoreUnavailable as error:
            _log.warning("a report was not kept: %s", error)

    def _end(self, job: _Job) -> None:
        with self._lock:
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]


def _log_failure(job: _Job) -> None:
    """Log why there is no report; it is rendered again only if somebody asks for it."""
    failure = None if job.pdf.cancelled() else job.pdf.exception()
    if failure is None or isinstance(failure, RenderBusy):
        return
    is_ours = isinstance(failure, RenderFailed | StoreUnavailable)  # whose messages hold no answers
    _log.error(_NOT_MADE, failure if is_ours else traceback_of(failure))


def _job(token: str, name: str, view: ReportView) -> _Job:
    return _Job(token, view, ReportKey(name, cache_key(view)))
