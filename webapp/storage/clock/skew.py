"""A clock that was wrong: what was noted in the future is not believed, but for small steps."""

from __future__ import annotations

from datetime import datetime, timedelta

SKEW = timedelta(minutes=5)
"""How far a clock may be set back without signing anybody out, as NTP does after a sleep or a restart.

What lies further ahead was noted while the clock was wrong: it would last until that time came.
"""


def latest(now: datetime) -> datetime:
    """The latest time that something can have been noted at."""
    return now + SKEW
