"""Arithmetic on intervals of exact numbers, and logic with three values.

An interval is a pair (low, high), both inclusive, None for an absent number, or OrAbsent for one that may be
absent. Arithmetic with an absent number gives an absent number, and every comparison with one is false. A
truth is True, False or None (unknown).
"""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from webapp.questionnaire.rules.numbers import Number

Ends = tuple[Number, Number]
"""The lowest and the highest value of a number that is there."""


@dataclass(frozen=True, slots=True)
class OrAbsent:
    """A number between these ends, or none at all: so it is not that number, and a comparison may fail."""

    ends: Ends


Interval = Ends | OrAbsent | None
Truth = bool | None


def _worked_out(join: Callable[[Interval, Interval], Interval], a: Interval, b: Interval) -> Interval:
    """Return what arithmetic gives where a number is or may be absent: then the result is so, too."""
    if a is None or b is None:
        return None
    return OrAbsent(cast("Ends", join(_present(a), _present(b))))


def _compared(test: Callable[[Interval, Interval], Truth], a: Interval, b: Interval) -> Truth:
    """Return what a comparison gives where a number is or may be absent: false, or not surely true."""
    if a is None or b is None:
        return False
    return test(_present(a), _present(b)) and None


def _present(interval: Ends | OrAbsent) -> Ends:
    return interval.ends if isinstance(interval, OrAbsent) else interval


def add(a: Interval, b: Interval) -> Interval:
    """Return the interval of all sums."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return a[0] + b[0], a[1] + b[1]
    return _worked_out(add, a, b)


def subtract(a: Interval, b: Interval) -> Interval:
    """Return the interval of all differences."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return a[0] - b[1], a[1] - b[0]
    return _worked_out(subtract, a, b)


def multiply(a: Interval, b: Interval) -> Interval:
    """Return the interval of all products."""
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        return _worked_out(multiply, a, b)
    if a[0] >= 0 and b[0] >= 0:
        return a[0] * b[0], a[1] * b[1]
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


def divide(a: Interval, b: Interval) -> Interval:
    """Return the interval of all quotients. Raise ZeroDivisionError where `b` contains zero."""
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        return _worked_out(divide, a, b)
    if b[0] <= 0 <= b[1]:
        raise ZeroDivisionError("the divisor may be zero")
    return multiply(a, (Fraction(1) / b[1], Fraction(1) / b[0]))


def lowest_of(intervals: Iterable[Interval]) -> Interval:
    """Return the interval of the smallest number; absent where one of them is."""
    return _fold(intervals, min)


def highest_of(intervals: Iterable[Interval]) -> Interval:
    """Return the interval of the largest number; absent where one of them is."""
    return _fold(intervals, max)


def _fold(intervals: Iterable[Interval], choose: Callable[[Iterable[Number]], Number]) -> Interval:
    every = list(intervals)
    there = [one for one in every if isinstance(one, tuple)]
    if len(there) == len(every):
        return choose(low for low, _ in there), choose(high for _, high in there)
    if None in every:
        return None
    return OrAbsent(cast("Ends", _fold(map(_present, cast("list[Ends | OrAbsent]", every)), choose)))


def hull(intervals: Iterable[Interval]) -> Interval:
    """Return the smallest interval around all; OrAbsent where some are absent, and None where all are."""
    every = list(intervals)
    there = [one for one in every if isinstance(one, tuple)]
    if there and len(there) == len(every):
        return min(low for low, _ in there), max(high for _, high in there)
    found = [_present(one) for one in every if one is not None]
    return OrAbsent(cast("Ends", hull(found))) if found else None


def is_definite(value: Interval | Truth) -> bool:
    """Return whether there is one number, or one truth."""
    if isinstance(value, tuple):
        return value[0] == value[1]
    return isinstance(value, bool)


def less(a: Interval, b: Interval) -> Truth:
    """Return whether a < b."""
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        return _compared(less, a, b)
    if a[0] >= b[1]:
        return False
    return True if a[1] < b[0] else None


def at_most(a: Interval, b: Interval) -> Truth:
    """Return whether a <= b."""
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        return _compared(at_most, a, b)
    if a[0] > b[1]:
        return False
    return True if a[1] <= b[0] else None


def equal(a: Interval, b: Interval) -> Truth:
    """Return whether a == b."""
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        return _compared(equal, a, b)
    if a[0] > b[1] or b[0] > a[1]:
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


def different(a: Interval, b: Interval) -> Truth:
    """Return whether a != b; false, as every comparison, where one of them is absent."""
    if not (isinstance(a, tuple) and isinstance(b, tuple)):
        return _compared(different, a, b)
    return negate(equal(a, b))


def more(a: Interval, b: Interval) -> Truth:
    """Return whether a > b."""
    return less(b, a)


def at_least(a: Interval, b: Interval) -> Truth:
    """Return whether a >= b."""
    return at_most(b, a)


def negate(truth: Truth) -> Truth:
    """Return Kleene's negation: unknown stays unknown."""
    return None if truth is None else operator.not_(truth)


COMPARISONS: dict[str, Callable[[Interval, Interval], Truth]] = {
    "<": less,
    "<=": at_most,
    "==": equal,
    "!=": different,
    ">": more,
    ">=": at_least,
}
