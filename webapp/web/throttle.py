"""How often something may be tried."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

MINUTE = timedelta(minutes=1)


class Throttle:
    """At most `each` tries a minute for one device, and `together` for all; never more is remembered.

    Not by address: a whole clinic shares one.
    """

    def __init__(self, each: int, together: int) -> None:
        self._each = each
        self._tries: deque[tuple[datetime, str]] = deque(maxlen=together)
        self._lock = Lock()

    def allows(self, device: str, now: datetime) -> bool:
        """Whether one more try is allowed now; if so, it counts."""
        with self._lock:
            while self._tries and self._tries[0][0] <= now - MINUTE:
                self._tries.popleft()
            own = sum(1 for _, tried_by in self._tries if tried_by == device)
            if own >= self._each or len(self._tries) == self._tries.maxlen:
                return False
            self._tries.append((now, device))
            return True
