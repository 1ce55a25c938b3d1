"""A log of why visitors are turned away: at most one line a minute for each cause, with a count."""

import logging
from collections.abc import Callable, Iterator
from threading import Lock
from time import monotonic

from flask import g, has_request_context

from webapp.storage import SealBroken
from webapp.tracebacks import traceback_of

SECONDS = 60
MOST_CAUSES = 100

_log = logging.getLogger("gutfactors")


class OutageLog:
    """Counts repetitions within a minute, and logs their number with the next line, or by `flush`."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._logged: dict[str, float] = {}
        self._repeated: dict[str, int] = {}

    def record(self, cause: Exception) -> None:
        """Log the cause, or count it. Such exceptions contain no answers and no references."""
        self._record(f"visitors are turned away: {type(cause).__name__}: {cause}")

    def record_crash(self, where: str, error: BaseException) -> None:
        """Log an error that nobody expected by its type and its traceback, or count it.

        Of a damaged row the message is logged too: it names the row, and nothing of its content.
        """
        damaged = f": {error}" if isinstance(error, SealBroken) else ""
        self._record(f"error in {where}{damaged}", error)

    def record_status(self, status: int, where: str) -> None:
        """Log a response of the server's own fault, unless this request's cause is logged already."""
        if not (has_request_context() and g.get("has_recorded_outage")):
            self._record(f"visitors are turned away: status {status} of {where}")

    def flush(self) -> None:
        """Log what was counted and was not followed by a line for a minute."""
        for sentence, more in tuple(self._take_counts()):
            _log.warning("%s (%d times more since the last line)", sentence, more)

    def _record(self, sentence: str, error: BaseException | None = None) -> None:
        if has_request_context():
            g.has_recorded_outage = True
        with self._lock:
            if not self._is_due(sentence):
                self._repeated[sentence] = self._repeated.get(sentence, 0) + 1
                return
            more = self._repeated.pop(sentence, 0)
        since = f" (and {more} times more since the last line)" if more else ""
        if error:
            _log.error("%s%s: %s", sentence, since, traceback_of(error))
        else:
            _log.warning("%s%s", sentence, since)

    def _take_counts(self) -> Iterator[tuple[str, int]]:
        now = self._seconds()
        with self._lock:
            for sentence in [each for each in self._repeated if now - self._logged[each] >= SECONDS]:
                self._logged[sentence] = now
                yield sentence, self._repeated.pop(sentence)

    def _is_due(self, sentence: str) -> bool:
        now = self._seconds()
        if now - self._logged.get(sentence, now - SECONDS) < SECONDS:
            return False
        if len(self._logged) >= MOST_CAUSES:
            self._logged.clear()
            self._repeated.clear()
        self._logged[sentence] = now
        return True
