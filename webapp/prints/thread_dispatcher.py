"""Rendering print jobs in a thread of the server, where there is no queue."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from webapp.prints.job_runner import PrintJobRunner
from webapp.report import RenderBusy, RenderFailed
from webapp.report.views.documents import DocumentView
from webapp.storage import Store, StoreUnavailable
from webapp.tracebacks import traceback_of

LEASE = timedelta(minutes=3)
"""How long a part is reserved for the process that took it: many times what rendering takes."""

MAX_TRIES = 20
IDLE_WAIT_SECONDS = 30.0

_log = logging.getLogger("gutfactors")


class ThreadDispatcher:
    """Renders waiting parts one after the other, in a thread that ends when none is left.

    The thread survives every exception: without it nothing would be printed.
    """

    def __init__(self, store: Store, runner: PrintJobRunner, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._runner = runner
        self._clock = clock
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._has_news = False
        self._is_closed = False

    def send(self, _part_ids: Sequence[int] = ()) -> None:
        """Start rendering, also parts that another process left undone."""
        with self._lock:
            self._has_news = True
            if self._thread is None and not self._is_closed:
                self._start()

    poke = send

    def _start(self) -> None:
        """Start the thread; where none can be started now, the next `send` or `poke` tries again."""
        thread = threading.Thread(target=self._run, name="prints", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            _log.warning("a print has to wait: %s", error)
        else:
            self._thread = thread

    def join(self) -> None:
        thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Start no other part. A failure from now on does not count: the part is left for the next start."""
        self._is_closed = True

    def _run(self) -> None:
        try:
            while self._is_wanted():
                self._try_all()
        finally:
            self._forget_thread()

    def _try_all(self) -> None:
        try:
            self._make_all()
        except StoreUnavailable as error:
            _log.warning("a print has to wait: %s", error)
        except Exception as error:  # noqa: BLE001  what is left is made when somebody asks for it
            _log.error("a print has to wait: %s", traceback_of(error))

    def _make_all(self) -> None:
        while not self._is_closed:
            waiting = self._store.print_jobs.claim_part(self._clock(), LEASE)
            if waiting is None:
                return
            file = self._runner.render(waiting)
            if file is not None or not self._is_closed:
                self._runner.finish(waiting, file)

    def _is_wanted(self) -> bool:
        with self._lock:
            wanted, self._has_news = self._has_news and not self._is_closed, False
            if not wanted:
                self._thread = None
            return wanted

    def _forget_thread(self) -> None:
        """Let the next `send` start another thread, unless that was done already."""
        with self._lock:
            if self._thread is threading.current_thread():
                self._thread = None


def retry_when_busy(
    pdf: Callable[[DocumentView], bytes], wait_until_idle: Callable[[float], bool]
) -> Callable[[DocumentView], bytes]:
    """Wrap `pdf` so that it waits for an idle renderer and retries while it is busy. Raise RenderFailed."""

    def asked_again(view: DocumentView) -> bytes:
        for _ in range(MAX_TRIES):
            wait_until_idle(IDLE_WAIT_SECONDS)
            try:
                return pdf(view)
            except RenderBusy:
                continue
        raise RenderFailed("there was too much to do for very long")

    return asked_again
