"""A log of why visitors are turned away: at most one line a minute for each cause."""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic

SECONDS = 60
MOST_CAUSES = 100

_log = logging.getLogger("gutfactors")


class OutageLog:
    """Counts repetitions within a minute, and logs their number with the next line."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._logged: dict[str, float] = {}
        self._repeated: dict[str, int] = {}

    def record(self, cause: Exception) -> None:
        """Log the cause, or count it. Such exceptions contain no answers and no references."""
        sentence = f"{type(cause).__name__}: {cause}"
        with self._lock:
            if not self._is_due(sentence):
                self._repeated[sentence] = self._repeated.get(sentence, 0) + 1
                return
            more = self._repeated.pop(sentence, 0)
        since = f" (and {more} times more since the last line)" if more else ""
        _log.warning("visitors are turned away: %s%s", sentence, since)

    def _is_due(self, sentence: str) -> bool:
        now = self._seconds()
        if now - self._logged.get(sentence, now - SECONDS) < SECONDS:
            return False
        if len(self._logged) >= MOST_CAUSES:
            self._logged.clear()
            self._repeated.clear()
        self._logged[sentence] = now
        return True
