"""Counting a quarter in a thread of the server, with pauses: thousands of submissions take half a minute."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from threading import Event, Lock, Thread
from time import sleep
from typing import Any, TypeVar

from webapp.prints.documents import DocumentFactory
from webapp.report.times import day_in, zone_of
from webapp.statistics.form_flow import FormFlow, form_flow
from webapp.statistics.quarter_numbers import QuarterNumbers, Tally
from webapp.statistics.quarters import Quarter, full_quarters
from webapp.storage import CHECK, COUNTS_TERM, START, Store, StoreUnavailable, Submission
from webapp.tracebacks import traceback_of

BATCH = 10
PAUSE = 0.05
"""Submissions that are assessed in a row, and seconds of pause after them, in which others have a turn."""

_log = logging.getLogger("gutfactors")
_WAITS = "the numbers of %s have to wait: %s"
_Done = TypeVar("_Done")


@dataclass(frozen=True)
class CountedQuarter:
    """What is shown of a quarter: its patients, its forms, and when they were counted."""

    patients: QuarterNumbers
    forms: FormFlow
    counted_at: datetime


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
        """Return the quarters that are over, newest first; in doubt of the clock, those that surely are.

        A quarter is over when its last day has ended in the clinic and in UTC, whose days forms are counted
        by. Numbers older than COUNTS_TERM are deleted, and are not counted a second time.
        """
        clinic, now = self._documents().clinic, self._time()
        first = self._first_day(now)
        if first is None:
            return ()
        today = min(day_in(clinic, now), now.astimezone(UTC).date())
        return full_quarters(max(first, day_in(clinic, now - COUNTS_TERM)), today)

    def _time(self) -> datetime:
        """Return the time; while the clock is in doubt, the latest that has surely come."""
        now = self._clock()
        doubt = self._store.clock_status(now).doubt
        return min(now, doubt.newest_known) if doubt else now

    def _first_day(self, now: datetime) -> date | None:
        """Return the first day with anything that was counted, or is still to be counted."""
        sent, counted = self._store.quarters.first_submission(now), self._store.quarters.first()
        days = (
            self._store.form_events.first_day(),
            day_in(self._documents().clinic, sent) if sent else None,
            counted.first_day if counted else None,
        )
        return min((day for day in days if day), default=None)

    def count_missing(self, stopped: Event) -> None:
        """Count the quarters that are over and were not counted, until this is `stopped`."""
        for quarter in reversed(self.quarters()):
            if not stopped.is_set() and self.numbers(quarter) is None:
                self.count(quarter, stopped)

    def count_before(self, deletion: Callable[[], _Done]) -> _Done:
        """Count what is missing, then run a deletion of submissions, and return what it returns.

        An error in counting is raised after the deletion, which it does not hold up.
        """
        try:
            self.count_missing(Event())
        finally:
            done = deletion()
        return done

    def numbers(self, quarter: Quarter) -> CountedQuarter | None:
        """Return the numbers of a quarter; None where they were not counted, or not all."""
        found = self._store.quarters.get(quarter.name)
        if found is None or found.forms is None:
            return None
        patients, forms = QuarterNumbers.from_json(found.patients), FormFlow.from_json(found.forms)
        return CountedQuarter(patients, forms, found.counted_at)

    def start(self, quarter: Quarter, wait: float = 0) -> None:
        """Count a quarter, unless that has begun; return when it is done, or after `wait` seconds."""
        with self._lock:
            thread = self._threads.get(quarter.name)
            if thread is None or not thread.is_alive():
                thread = Thread(target=self._run, args=(quarter,), name="quarter", daemon=True)
                try:
                    thread.start()
                except RuntimeError as error:
                    _log.warning(_WAITS, quarter.name, error)
                    return
                self._threads[quarter.name] = thread
        thread.join(wait)

    def _run(self, quarter: Quarter) -> None:
        try:
            self.count(quarter)
        except StoreUnavailable as error:
            _log.warning(_WAITS, quarter.name, error)
        except Exception as error:  # noqa: BLE001  the next one who looks starts another thread
            _log.error(_WAITS, quarter.name, traceback_of(error))

    def count(self, quarter: Quarter, stopped: Event | None = None) -> None:
        """Save what may be shown of the patients and forms of a quarter, unless `stopped`."""
        stored = self._store.quarters.get(quarter.name)
        patients = stored.patients if stored else self._patients(quarter, stopped or Event())
        if patients is not None:
            days = self._store.form_events.by_day(quarter.first_day, quarter.last_day)
            sections = [section.id for section in self._documents().served.source.sections]
            forms = form_flow(days, quarter, (START, *sections, CHECK)).to_json()
            self._store.quarters.save(quarter, patients, forms, self._time())

    def _patients(self, quarter: Quarter, stopped: Event) -> Mapping[str, Any] | None:
        """Assess the newest submission of each patient; return None where it was `stopped`."""
        tally, documents, now = Tally(), self._documents(), self._time()
        since, until = (self._start_of(day) for day in (quarter.first_day, quarter.next.first_day))
        references = self._store.quarters.references(since, until, now)
        for start in range(0, len(references), BATCH):
            for each in self._store.submissions.get_many(references[start : start + BATCH], now):
                self._add(tally, documents, each)
            self._pause(PAUSE)
            if stopped.is_set():
                return None
        return tally.numbers().to_json()

    def _start_of(self, day: date) -> datetime:
        """Return when a day begins in the clinic."""
        return datetime.combine(day, time(), zone_of(self._documents().clinic))

    def _add(self, tally: Tally, documents: DocumentFactory, submission: Submission) -> None:
        try:
            tally.add(documents.staff_assessment(submission))
        except LookupError:
            _log.warning("a submission of an unknown questionnaire is in no number")
