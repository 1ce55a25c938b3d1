"""The closures that compiled rules are made of: each takes the cells and gives a truth or an interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules import intervals
from webapp.questionnaire.rules.intervals import Interval, Truth

Cells = list[Any]
"""What is known: for each question what it may be, the bit of its "not sure", and whether it is known;
then for each measure and factor what it came to, UNSET until it is worked out."""

Run = Callable[[Cells], Any]

UNSET = object()


def once(place: int, run: Run) -> Run:
    """What a cell holds; worked out where it is asked for the first time."""

    def kept(cells: Cells) -> Any:  # noqa: ANN401 - an interval or a truth
        found = cells[place]
        if found is UNSET:
            found = cells[place] = run(cells)
        return found

    return kept


def level_of(rules: Sequence[tuple[int, Run]]) -> Run:
    """The lowest and highest level, from rules in falling order."""

    def level(cells: Cells) -> tuple[int, int]:
        highest = int(Level.NONE)
        for height, rule in rules:
            truth = rule(cells)
            if truth:
                return height, max(highest, height)
            if truth is None:
                highest = max(highest, height)
        return int(Level.NONE), highest

    return level


def looked_up(place: int, figures: Mapping[int, int]) -> Run:
    """The figures of the options that are left."""
    known: dict[int, Interval] = {}

    def look_up(cells: Cells) -> Interval:
        mask = cells[place][0]
        if mask not in known:
            known[mask] = intervals.hull((own, own) for bit, own in figures.items() if bit & mask)
        return known[mask]

    return look_up


def choice_is_among(place: int, wanted: int) -> Run:
    """The option chosen is one of several, as bits."""

    def choice_is(cells: Cells) -> Truth:
        possible, unsure, _ = cells[place]
        within = possible & wanted
        if unsure & wanted:
            return True
        if within:
            return True if within == possible else None
        return False

    return choice_is


def any_ticked(place: int, wanted: int) -> Run:
    """At least one of several options of a multiple choice."""

    def ticked(cells: Cells) -> Truth:
        (sure, possible), unsure, _ = cells[place]
        if (sure | unsure) & wanted:
            return True
        return None if possible & wanted else False

    return ticked


def sum_of(answers: Sequence[tuple[int, int]], others: Sequence[tuple[int, Run]]) -> Run:
    """A sum of times a number question (by its place, times above zero) and of times anything."""

    def added(cells: Cells) -> Interval:
        low = high = 0
        for times, place in answers:
            found = cells[place][0]
            if found is None:
                return None
            low += found[0] * times
            high += found[1] * times
        for times, run in others:
            found = run(cells)
            if found is None:
                return None
            near, far = found if times > 0 else (found[1], found[0])
            low += near * times
            high += far * times
        return low, high

    return added


def joined(join: Callable[[Interval, Interval], Interval], left: Run, right: Run) -> Run:
    """Two numbers joined."""
    return lambda cells: join(left(cells), right(cells))


COMPARED = {"==": intervals.equal, "!=": intervals.different}


def compared(sign: str, left: Run, right: Run) -> Run:
    """Two numbers compared in the record's own way."""
    compare = COMPARED[sign]
    return lambda cells: compare(left(cells), right(cells))


def less(left: Run, right: Run) -> Run:
    """The same as `compared` by "<": the commonest, written out."""

    def is_less(cells: Cells) -> Truth:
        a, b = left(cells), right(cells)
        if a is None or b is None or a[0] >= b[1]:
            return False
        return True if a[1] < b[0] else None

    return is_less


def at_most(left: Run, right: Run) -> Run:
    """The same by "<="."""

    def is_at_most(cells: Cells) -> Truth:
        a, b = left(cells), right(cells)
        if a is None or b is None or a[0] > b[1]:
            return False
        return True if a[1] <= b[0] else None

    return is_at_most


def where_positive(over: Run, under: Run, quick: Run, slow: Run) -> Run:
    """How a quotient is compared: without dividing, where no part can be below zero."""

    def ratio(cells: Cells) -> Any:  # noqa: ANN401 - a truth
        a, b = over(cells), under(cells)
        if a is None or b is None:
            return False
        return quick(cells) if a[0] >= 0 and b[0] > 0 else slow(cells)

    return ratio


def settled_by(deciding: bool, parts: Sequence[Run]) -> Run:
    """And (decided by one false part), or Or (by one true part)."""

    def decided(cells: Cells) -> Truth:
        result: Truth = not deciding
        for part in parts:
            truth: Truth = part(cells)
            if truth is deciding:
                return truth
            if truth is None:
                result = None
        return result

    return decided


def first_of(rows: Sequence[tuple[Run, Run]]) -> Run:
    """The value of the first row whose condition holds, or what the rows may be worth."""
    *conditional, (_, last) = rows

    def first(cells: Cells) -> Any:  # noqa: ANN401 - an interval or a truth
        values: list[Any] = []
        for when, value in conditional:
            truth = when(cells)
            if truth:
                return _any_of([*values, value(cells)])
            if truth is None:
                values.append(value(cells))
        return _any_of([*values, last(cells)])

    return first


def _any_of(values: Sequence[Any]) -> Any:  # noqa: ANN401 - intervals or truths
    if len(values) == 1:
        return values[0]
    if any(isinstance(value, tuple) for value in values):
        return intervals.hull(values)
    return values[0] if all(value is values[0] for value in values) else None
