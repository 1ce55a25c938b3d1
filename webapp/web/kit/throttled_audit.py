"""Audit entries for refusals and for tries that had to wait.

Somebody who tries a thousand times must not fill the log: there is one entry in ten minutes for the same
person and action, with the number of repetitions. What was typed is never recorded.
"""

from datetime import datetime, timedelta
from threading import Lock

from webapp.storage import Store

PAUSE = timedelta(minutes=10)

MOST = 1000
"""Kinds of events that are remembered; the oldest is dropped then, and recorded at once if it recurs."""

SIGN_IN = "sign-in"
KIOSK = "kiosk code"
RETURNING = "words to come back with"
"""Subjects of tries that belong to no account."""


class ThrottledAudit:
    """Counts such events, and records them."""

    def __init__(self, store: Store, most: int = MOST) -> None:
        self._store = store
        self._most = most
        self._lock = Lock()
        self._recorded: dict[tuple[str, str, str], datetime] = {}
        self._repeated: dict[tuple[str, str, str], int] = {}

    def record(self, by: str, action: str, subject: str, now: datetime, **details: object) -> None:
        """Record an entry, or count it if one was recorded a moment ago."""
        times = self._counted((by, action, " ".join((subject, *map(str, details.values())))), now)
        if times:
            details = {**details, **({"times": times} if times > 1 else {})}
            self._store.audit.record(by, action, subject, now, **details)

    def _counted(self, key: tuple[str, str, str], now: datetime) -> int:
        """Return how often this happened since its last entry; 0 if no entry is due yet."""
        with self._lock:
            times = self._repeated.get(key, 0) + 1
            last = self._recorded.get(key)
            if last is not None and last <= now < last + PAUSE:
                self._repeated[key] = times
                return 0
            self._recorded.pop(key, None)
            self._recorded[key] = now
            self._repeated.pop(key, None)
            while len(self._recorded) > self._most:
                oldest = next(iter(self._recorded))
                del self._recorded[oldest]
                self._repeated.pop(oldest, None)
            return times
