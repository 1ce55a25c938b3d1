"""Nobody learns of a group under ten by adding and subtracting what is shown of forms: all sums are tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

import numpy as np
import pytest

from webapp.statistics.day_spans import DaySpan, FormSplit
from webapp.statistics.disclosure import SMALLEST, shown_cells
from webapp.statistics.form_flow import FormCounts, FormFlow, form_flow
from webapp.statistics.quarters import Quarter

TABLES = 3_000
QUARTER = Quarter(2026, 4)
DAYS = tuple(QUARTER.first_day + timedelta(days=number) for number in range(0, 30, 6))
PLACES = ("start", "fibre")
FINISHED, ENDED, OPEN, NEVER = "finished", "ended", "open", "never"
OUTCOMES = (FINISHED, ENDED, *PLACES, OPEN)

Atom = tuple[date, str]
"""The forms of one day with one outcome. Every group is made of these."""

Days = Mapping[date, FormCounts]


@dataclass(frozen=True)
class Shown:
    """A number that is shown, as it is before it is rounded, and what it is the number of."""

    count: int
    atoms: frozenset[Atom]


@cache
def groups_of(cells: tuple[frozenset[Atom], ...]) -> np.ndarray:
    """Return every sum and difference of cells that is the number of a group, a row of factors for each.

    A group has each of its atoms once, and no other.
    """
    atoms = sorted(frozenset().union(*cells))
    has = np.array([[atom in cell for atom in atoms] for cell in cells], dtype=np.int8)
    factors = np.array(np.meshgrid(*[[-1, 0, 1]] * len(cells), indexing="ij"), dtype=np.int8)
    factors = factors.reshape(len(cells), -1).T
    times = factors @ has
    return factors[(times >= 0).all(1) & (times <= 1).all(1) & times.any(1)]


def smallest_group(cells: Sequence[Shown]) -> int:
    """Return the number of the smallest group that any sum or difference gives; SMALLEST for none."""
    if not cells:
        return SMALLEST
    factors = groups_of(tuple(cell.atoms for cell in cells))
    return int((factors.astype(np.int64) @ np.array([cell.count for cell in cells])).min())


def ends_of_forms(days: Days, flow: FormFlow) -> Iterator[Shown]:
    """Yield what is shown of forms that were begun, finished, ended and left."""
    for span in flow.finished_days:
        these = [day for day in DAYS if span.first <= day <= span.last]
        yield Shown(sum(days[day].begun for day in these), atoms_of(these, OUTCOMES))
        yield Shown(sum(days[day].finished for day in these), atoms_of(these, [FINISHED]))
    if not flow.finished_days and flow.begun:
        yield Shown(sum(day.begun for day in days.values()), atoms_of(DAYS, OUTCOMES))
    if not flow.finished_days and flow.finished:
        yield Shown(sum(day.finished for day in days.values()), atoms_of(DAYS, [FINISHED]))
    if flow.ended:
        yield Shown(sum(day.ended for day in days.values()), atoms_of(DAYS, [ENDED]))
    for stop in flow.stops:
        if stop.left:
            left = sum(day.left.get(stop.place, 0) for day in days.values())
            yield Shown(left, atoms_of(DAYS, [stop.place]))


def returns_of_forms(days: Days, flow: FormFlow) -> Iterator[Shown]:
    """Yield what is shown of forms that were begun, and of those that somebody came back to."""
    back = {day: sum(days[day].returned.values()) for day in DAYS}
    for span in flow.finished_days:
        these = [day for day in DAYS if span.first <= day <= span.last]
        yield Shown(sum(days[day].begun for day in these), atoms_of(these, [*PLACES, NEVER]))
    if not flow.finished_days and flow.begun:
        yield Shown(sum(day.begun for day in days.values()), atoms_of(DAYS, [*PLACES, NEVER]))
    for span in flow.returned_days:
        these = [day for day in DAYS if span.first <= day <= span.last]
        yield Shown(sum(back[day] for day in these), atoms_of(these, PLACES))
    for stop in flow.stops:
        if stop.returned:
            returned = sum(day.returned.get(stop.place, 0) for day in days.values())
            yield Shown(returned, atoms_of(DAYS, [stop.place]))


def atoms_of(days: Iterable[date], outcomes: Iterable[str]) -> frozenset[Atom]:
    outcomes = tuple(outcomes)
    return frozenset((day, outcome) for day in days for outcome in outcomes)


def made_up(chance: Random) -> Days:
    """Return forms of some days: on many days few, on few many; some end on a later day than they began."""
    many = chance.choice((6, 25, 60))
    usual = chance.random()
    found = {}
    for day in DAYS:
        begun = chance.choice((0, 3, many, many + chance.randint(0, 12)))
        late = chance.choice((0, 0, 0, 2, 9))
        finished = round(begun * min(1, usual + chance.random() / 3)) + late
        other = max(0, begun - finished)
        left = {place: chance.randint(0, other) for place in PLACES}
        back = {place: chance.randint(0, begun // 2 + late) for place in PLACES}
        found[day] = FormCounts(begun, finished, chance.choice((0, 1, other // 3)), left, back)
    return found


@dataclass
class Tried:
    """How many tables give a small group, and how many show days."""

    small: int = 0
    with_days: int = 0


def tried(tables: int) -> Tried:
    """Add and subtract all that is shown of so many tables."""
    chance, result = Random(23), Tried()  # noqa: S311  a test
    for _ in range(tables):
        days = made_up(chance)
        flow = form_flow(days, QUARTER, PLACES)
        found = (list(cells(days, flow)) for cells in (ends_of_forms, returns_of_forms))
        result.small += any(smallest_group(cells) < SMALLEST for cells in found)
        result.with_days += len(flow.finished_days) > 1 or len(flow.returned_days) > 1
    return result


def test_no_sum_or_difference_of_what_is_shown_is_a_small_group() -> None:
    result = tried(TABLES)
    assert result.small == 0
    assert result.with_days > TABLES // 4


def each_day(days: Mapping[date, FormSplit], _first: date, _last: date) -> tuple[DaySpan, ...]:
    """Show each day on which ten forms were begun and ten finished."""
    return tuple(
        DaySpan(day, day, parts)
        for day, parts in days.items()
        if parts.some >= SMALLEST and parts.some + parts.others >= SMALLEST
    )


def shown_without_rest(_total: int, parts: Sequence[int]) -> tuple[int | None, ...]:
    """Show parts of a total as if they were all of it."""
    return shown_cells(parts)


@pytest.mark.parametrize("name", ["join_days", "shown_parts"])
def test_a_simpler_rule_would_give_small_groups(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    simpler = {"join_days": each_day, "shown_parts": shown_without_rest}
    monkeypatch.setattr(f"webapp.statistics.form_flow.{name}", simpler[name])
    assert tried(TABLES // 10).small > 0


def test_a_span_that_is_large_but_leaves_few_others_would_give_small_groups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FormSplit, "are_many", property(lambda parts: parts.some >= SMALLEST))
    assert tried(TABLES // 10).small > 0
