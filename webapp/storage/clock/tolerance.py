"""How far the rest of storage allows for a clock that was wrong, or is."""

from datetime import datetime, timedelta

SKEW = timedelta(minutes=5)
"""How far a clock may be set back without signing anybody out, as NTP does after a sleep or a restart."""


def latest_plausible(now: datetime) -> datetime:
    """Return the latest time that a right clock can have written.

    What is later was written while the clock was ahead. It would be valid until that time came, so it is
    treated as expired.
    """
    return now + SKEW


class TimeFloor:
    """The earliest time that anything new is dated, while the clock is known to be behind.

    Without it, what is sent or saved by such a clock would have expired as soon as the clock is right.
    """

    def __init__(self) -> None:
        self._earliest: datetime | None = None

    def set(self, earliest: datetime | None) -> None:
        """Set the earliest time; None where the clock is not behind."""
        self._earliest = earliest

    def apply(self, now: datetime) -> datetime:
        earliest = self._earliest
        return now if earliest is None else max(now, earliest)
