"""Counting a quarter in a thread of the server, with pauses: thousands of submissions take half a minute."""

import logging
from collections.abc import Callable
from datetime import date, datetime, time
from threading import Event, Lock, Thread
from time import sleep
from typing import TypeVar

from webapp.prints.documents import DocumentFactory
from webapp.report.times import day_in, zone_of
from webapp.statistics.quarter_numbers import QuarterNumbers, Tally
from webapp.statistics.quarters import Quarter, full_quarters
from webapp.storage import COUNTS_TERM, Store, StoreUnavailable, Submission

BATCH = 10
PAUSE = 0.05
"""So many submissions are assessed before so many seconds in which others come to their turn."""

_log = logging.getLogger("gutfactors")
_Done = TypeVar("_Done")


class QuarterCounter:
    """Counts quarters of one store, each once. `documents` assess by the version that was answered."""

    def __init__(
        self,
        store: Store,
        documents: Callable[[], DocumentFactory],
        clock: Callable[[], datetime],
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._store = store
        self._documents = documents
        self._clock = clock
        self._pause = pause
        self._lock = Lock()
        self._threads: dict[str, Thread] = {}

    def quarters(self) -> tuple[Quarter, ...]:
        """Return the quarters that are over, newest first; none while the clock is in doubt.

        Numbers older than COUNTS_TERM are deleted, and are not counted a second time.
        """
        clinic, now = self._documents().clinic, self._clock()
        sent = self._store.quarters.first_submission(now)
        days = [self._store.form_events.first_day(), day_in(clinic, sent) if sent else None]
        first = min((day for day in days if day), default=None)
        if first is None or self._store.clock_status(now).doubt:
            return ()
        return full_quarters(max(first, day_in(clinic, now - COUNTS_TERM)), day_in(clinic, now))

    def bounds(self, quarter: Quarter) -> tuple[datetime, datetime]:
        """Return when a quarter begins and ends in the clinic."""
        return self._start_of(quarter.first_day), self._start_of(quarter.next.first_day)

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), zone_of(self._documents().clinic))

    def count_missing(self, stopped: Event) -> None:
        """Count the quarters that are over and were not counted, until this is `stopped`."""
        for quarter in reversed(self.quarters()):
            if not stopped.is_set() and self._store.quarters.get(quarter.name) is None:
                self.count(quarter.name, *self.bounds(quarter), stopped)

    def count_before(self, deletion: Callable[[], _Done]) -> _Done:
        """Count what is missing, then run a deletion by term or policy, and return what it returns.

        An error in counting is raised after the deletion, which it does not hold up.
        """
        try:
            self.count_missing(Event())
        finally:
            done = deletion()
        return done

    def numbers(self, name: str) -> tuple[QuarterNumbers, datetime] | None:
        """Return the numbers of a quarter and when they were counted; None where they were not."""
        found = self._store.quarters.get(name)
        return (QuarterNumbers.from_json(found[0]), found[1]) if found else None

    def start(self, name: str, since: datetime, until: datetime, wait: float = 0) -> None:
        """Count a quarter, unless that has begun; return when it is done, or after `wait` seconds."""
        with self._lock:
            thread = self._threads.get(name)
            if thread is None or not thread.is_alive():
                thread = Thread(target=self._run, args=(name, since, until), name="quarter", daemon=True)
                self._threads[name] = thread
                thread.start()
        thread.join(wait)

    def _run(self, name: str, since: datetime, until: datetime) -> None:
        try:
            self.count(name, since, until)
        except StoreUnavailable as error:
            _log.warning("the numbers of %s have to wait: %s", name, error)

    def count(self, name: str, since: datetime, until: datetime, stopped: Event | None = None) -> None:
        """Assess the newest submission of each patient. Save what may be shown of all, unless `stopped`."""
        tally, documents, now = Tally(), self._documents(), self._clock()
        references = self._store.quarters.references(since, until, now)
        for start in range(0, len(references), BATCH):
            for each in self._store.submissions.get_many(references[start : start + BATCH], now):
                self._add(tally, documents, each)
            self._pause(PAUSE)
            if stopped and stopped.is_set():
                return
        self._store.quarters.save(name, tally.numbers().to_json(), self._clock())

    def _add(self, tally: Tally, documents: DocumentFactory, submission: Submission) -> None:
        try:
            tally.add(documents.staff_assessment(submission))
        except LookupError:
            _log.warning("a submission of an unknown questionnaire is in no number")
