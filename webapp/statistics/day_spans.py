"""Days of a quarter, joined until what is shown of them reveals no group under ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.statistics.disclosure import SMALLEST

DAY = timedelta(days=1)


@dataclass(frozen=True)
class FormSplit:
    """Numbers of forms: `some` to which something happened, and the `others`. Neither is shown under ten."""

    some: int = 0
    others: int = 0

    @property
    def are_many(self) -> bool:
        return self.some >= SMALLEST and self.others >= SMALLEST

    def __add__(self, more: FormSplit) -> FormSplit:
        return FormSplit(self.some + more.some, self.others + more.others)


@dataclass(frozen=True)
class DaySpan:
    """Consecutive days, from the `first` to the `last`, with the forms of all of them."""

    first: date
    last: date
    parts: FormSplit

    def __add__(self, later: DaySpan) -> DaySpan:
        return DaySpan(self.first, later.last, self.parts + later.parts)


def join_days(days: Mapping[date, FormSplit], first: date, last: date) -> tuple[DaySpan, ...]:
    """Join the days from `first` to `last` into the shortest spans whose parts are both many.

    Every day is in one span, so that the parts of several spans only ever add up. Days that are left over
    at the end are joined to the span before. Return no span where the parts of all days are not many.
    """
    spans = [DaySpan(first, first - DAY, FormSplit())]
    for day in sorted(days):
        spans[-1] += DaySpan(day, day, days[day])
        if spans[-1].parts.are_many:
            spans.append(DaySpan(day + DAY, day, FormSplit()))
    spans[-1] += DaySpan(last, last, FormSplit())
    while len(spans) > 1 and not spans[-1].parts.are_many:
        left_over = spans.pop()
        spans[-1] += left_over
    return tuple(spans) if spans[-1].parts.are_many else ()
