"""The time below which nothing new is dated, while the clock is behind what surely was already.

Without it, what is sent or saved by such a clock would be past its term as soon as the clock is right.
"""

from __future__ import annotations

from datetime import datetime


class TimeFloor:
    """The newest time that is known, where the clock was last seen to be behind it."""

    def __init__(self) -> None:
        self._known: datetime | None = None

    def lay(self, known: datetime | None) -> None:
        """Say what is known; None where the clock is not behind."""
        self._known = known

    def above(self, now: datetime) -> datetime:
        """Now, or what is known where that is later."""
        known = self._known
        return now if known is None else max(now, known)
