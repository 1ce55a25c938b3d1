"""The background thread of a server: heartbeats, quarters that are over, and a purge once a day."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from webapp.cli.clock import utc_now
from webapp.storage import CheckpointUnavailable, ClockDoubt, Store, StoreUnavailable
from webapp.tracebacks import traceback_of

FIRST_SECONDS = 60.0  # delay of the first purge: an operator who sees a wrong clock can still stop the server
PAUSE_SECONDS = 600.0

_log = logging.getLogger("gutfactors")


class DailyPurge:
    """A thread that deletes expired data once a day. It survives every exception.

    `count_quarters` runs before each purge, which may delete what it counts. It ends soon after
    the event is set.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime] = utc_now,
        *,
        count_quarters: Callable[[threading.Event], object] = lambda _: None,
        first: float = FIRST_SECONDS,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self._store = store
        self._clock = clock
        self._count_quarters = count_quarters
        self._first = first
        self._pause = pause
        self._said = ""
        store.expect_purge(clock(), timedelta(seconds=first + pause))  # the first, tried twice
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="daily-purge", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait for a running purge, start no other, and record a last heartbeat."""
        self._stopped.set()
        self._thread.join()
        self._try(self._heartbeat)

    def _run(self) -> None:
        self._try(self._heartbeat)
        wait = self._first
        while not self._stopped.wait(wait):
            self._try(partial(self._count_quarters, self._stopped), "the numbers of a quarter are missing")
            if not self._stopped.is_set():
                self._try(self._purge)
            wait = self._pause

    def _heartbeat(self) -> None:
        doubt = self._store.heartbeat(self._clock())
        if doubt:
            self._warn_of_doubt(doubt)

    def _purge(self) -> None:
        gone = self._store.purge_daily(self._clock())
        self._store.truncate_wal()
        if gone and gone.doubt:
            self._warn_of_doubt(gone.doubt)
        elif gone:
            self._said = ""
            counts = gone.drafts, gone.submissions, gone.pictures
            _log.info("purged %d drafts, %d submissions and %d pictures of paper forms", *counts)
            if gone.redated:
                _log.warning("%d submissions were of a time to come: their term begins now", gone.redated)

    def _warn_of_doubt(self, doubt: ClockDoubt) -> None:
        self._warn(f"nothing is deleted: {doubt}. A manager can say on the page Log that it is right")

    def _try(self, work: Callable[[], object], failed: str = "nothing was purged") -> None:
        try:
            work()
        except CheckpointUnavailable as error:  # what had expired was deleted before
            self._warn(str(error))
        except StoreUnavailable as error:
            self._warn(f"{failed}, and will be tried again: {error}")
        except Exception as error:  # noqa: BLE001  without this thread nothing would be deleted
            _log.error("%s, and will be tried again: %s", failed, traceback_of(error))

    def _warn(self, sentence: str) -> None:
        """Log a warning once, not every few minutes. The time in its text may differ."""
        cause = sentence.partition("clock says")[0]
        if cause != self._said:
            self._said = cause
            _log.warning("%s", sentence)
