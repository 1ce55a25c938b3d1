"""How far forms come: what may be shown of the counts of one quarter.

The forms that were begun are a total. Those that were finished, ended or left at a place are its cells, and
those that are still open when the quarter ends are one more, which is never shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from webapp.statistics.day_spans import FormSplit, join_days
from webapp.statistics.disclosure import SMALLEST, rounded_count, shown_cells, shown_parts
from webapp.statistics.quarters import Quarter


@dataclass(frozen=True)
class FormCounts:
    """The counts of a day: how many forms by event, and how many were left or returned to by section.

    `ended` are those that an answer ended, such as an age under 18.
    """

    begun: int = 0
    finished: int = 0
    ended: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    returned: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Stop:
    """A place in the form: how many forms were left there, and how often somebody came back to it."""

    place: str
    left: int | None
    returned: int | None


@dataclass(frozen=True)
class DaysShown:
    """Consecutive days, and how often something happened on them. `begun` is None where it is not shown."""

    first: date
    last: date
    count: int
    begun: int | None = None

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        first, last = (date.fromisoformat(content[end]) for end in ("first", "last"))
        return cls(first, last, content["count"], content["begun"])

    def to_json(self) -> dict[str, Any]:
        return vars(self) | {"first": self.first.isoformat(), "last": self.last.isoformat()}

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class FormFlow:
    """What is shown of a quarter; None is hidden."""

    begun: int | None
    finished: int | None
    ended: int | None
    stops: tuple[Stop, ...]
    finished_days: tuple[DaysShown, ...] = ()
    returned_days: tuple[DaysShown, ...] = ()

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        stops = tuple(Stop(**stop) for stop in content["stops"])
        days = {name: tuple(map(DaysShown.from_json, content[name])) for name in BY_DAY}
        return cls(**{**content, "stops": stops, **days})

    def to_json(self) -> dict[str, Any]:
        days = {name: [span.to_json() for span in getattr(self, name)] for name in BY_DAY}
        return {**vars(self), "stops": [vars(stop) for stop in self.stops], **days}


BY_DAY = ("finished_days", "returned_days")


def form_flow(days: Mapping[date, FormCounts], quarter: Quarter, places: Sequence[str]) -> FormFlow:
    """Return what may be shown; stops are in the order of `places`, then those of older questionnaires."""
    begun = sum(day.begun for day in days.values())
    left, returned = Counter[str](), Counter[str]()
    for day in days.values():
        left.update(day.left)
        returned.update(day.returned)
    every = (*places, *sorted((left.keys() | returned.keys()) - set(places)))
    cells = [
        sum(day.finished for day in days.values()),
        sum(day.ended for day in days.values()),
        *(left[place] for place in every),
    ]
    finished, ended, *shown = shown_parts(begun, cells)
    back = _returns(begun, [returned[place] for place in every])
    return FormFlow(
        rounded_count(begun) if begun >= SMALLEST else None,
        finished,
        ended,
        tuple(map(Stop, every, shown, back)),
        tuple(_finished_days(days, quarter)) if finished else (),
        tuple(_returned_days(days, quarter)),
    )


def _returns(begun: int, returned: Sequence[int]) -> Sequence[int | None]:
    """Return how often somebody came back to each place; nothing where nearly everybody did."""
    is_shown = begun - sum(returned) >= SMALLEST
    return shown_cells(returned) if is_shown else [None] * len(returned)


def _finished_days(days: Mapping[date, FormCounts], quarter: Quarter) -> Iterator[DaysShown]:
    parts = {at: FormSplit(day.finished, day.begun - day.finished) for at, day in days.items()}
    for span in join_days(parts, quarter.first_day, quarter.last_day):
        begun = rounded_count(span.parts.some + span.parts.others)
        yield DaysShown(span.first, span.last, rounded_count(span.parts.some), begun)


def _returned_days(days: Mapping[date, FormCounts], quarter: Quarter) -> Iterator[DaysShown]:
    """Yield the spans without their begun forms, which other spans show and which could be subtracted."""
    back = {at: sum(day.returned.values()) for at, day in days.items()}
    parts = {at: FormSplit(back[at], day.begun - back[at]) for at, day in days.items()}
    for span in join_days(parts, quarter.first_day, quarter.last_day):
        yield DaysShown(span.first, span.last, rounded_count(span.parts.some))
