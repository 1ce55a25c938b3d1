"""Checks that are many and alike: some of them each day, all of them with EVERY_LANGUAGE=1."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

T = TypeVar("T")


def of_day(checks: Sequence[T], day: date, days: int) -> list[T]:
    """Return the checks of a day: all of them have their turn within so many days."""
    return [one for at, one in enumerate(checks) if (at + day.toordinal()) % days == 0]


def of_today(checks: Sequence[T], days: int) -> list[T]:
    """Return the checks of today, or all of them where the environment asks for that."""
    if os.environ.get("EVERY_LANGUAGE"):
        return list(checks)
    return of_day(checks, datetime.now(UTC).date(), days)
