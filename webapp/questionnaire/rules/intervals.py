"""Arithmetic on intervals of exact numbers, and logic with three values.

An interval is a pair (low, high), both inclusive, or None for an absent number. Arithmetic with an absent
number gives an absent number, and every comparison with one is false. A truth is True, False or None
(unknown).
"""

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction

from webapp.questionnaire.rules.numbers import Number

Interval = tuple[Number, Number] | None
Truth = bool | None


def add(a: Interval, b: Interval) -> Interval:
    """Return the interval of all sums."""
    return None if a is None or b is None else (a[0] + b[0], a[1] + b[1])


def subtract(a: Interval, b: Interval) -> Interval:
    """Return the interval of all differences."""
    return None if a is None or b is None else (a[0] - b[1], a[1] - b[0])


def multiply(a: Interval, b: Interval) -> Interval:
    """Return the interval of all products."""
    if a is None or b is None:
        return None
    if a[0] >= 0 and b[0] >= 0:
        return a[0] * b[0], a[1] * b[1]
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


def divide(a: Interval, b: Interval) -> Interval:
    """Return the interval of all quotients. Raise ZeroDivisionError where `b` contains zero."""
    if a is None or b is None:
        return None
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
    present = []
    for interval in intervals:
        if interval is None:
            return None
        present.append(interval)
    return choose(low for low, _ in present), choose(high for _, high in present)


def hull(intervals: Iterable[Interval]) -> Interval:
    """Return the smallest interval around all that are present; absent where none is."""
    present = [interval for interval in intervals if interval is not None]
    if not present:
        return None
    return min(low for low, _ in present), max(high for _, high in present)


def less(a: Interval, b: Interval) -> Truth:
    """Return whether a < b."""
    if a is None or b is None or a[0] >= b[1]:
        return False
    return True if a[1] < b[0] else None


def at_most(a: Interval, b: Interval) -> Truth:
    """Return whether a <= b."""
    if a is None or b is None or a[0] > b[1]:
        return False
    return True if a[1] <= b[0] else None


def equal(a: Interval, b: Interval) -> Truth:
    """Return whether a == b."""
    if a is None or b is None or a[0] > b[1] or b[0] > a[1]:
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


def different(a: Interval, b: Interval) -> Truth:
    """Return whether a != b; false, as every comparison, where one of them is absent."""
    return False if a is None or b is None else negate(equal(a, b))


def more(a: Interval, b: Interval) -> Truth:
    """Return whether a > b."""
    return less(b, a)


def at_least(a: Interval, b: Interval) -> Truth:
    """Return whether a >= b."""
    return at_most(b, a)


def negate(truth: Truth) -> Truth:
    """Return Kleene's negation: unknown stays unknown."""
    return None if truth is None else operator.not_(truth)
