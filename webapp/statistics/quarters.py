"""Quarters of a year: the only periods that are shown. No two overlap, so none can be subtracted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

MONTHS = 3
_NAME = re.compile(r"([1-9]\d{3})-Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """Parse a name such as "2026-Q4"; return None for anything else."""
        found = _NAME.fullmatch(name)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def name(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def months(self) -> tuple[date, ...]:
        """Return the first day of each month."""
        first = self.first_day
        return tuple(first.replace(month=first.month + later) for later in range(MONTHS))

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Self:
        years, number = divmod(self.number, 4)
        return type(self)(self.year + years, number + 1)


def full_quarters(first: date, today: date) -> tuple[Quarter, ...]:
    """Return the quarters from the one of the `first` day on that are over today, the newest first."""
    return tuple(reversed(tuple(_until(Quarter.of(first), Quarter.of(today)))))


def _until(quarter: Quarter, end: Quarter) -> Iterator[Quarter]:
    while quarter < end:
        yield quarter
        quarter = quarter.next
