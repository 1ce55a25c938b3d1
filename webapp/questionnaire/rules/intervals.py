"""Arithmetic on intervals of exact numbers, and logic with three values.

An interval is a pair (low, high), both inclusive, None for an absent number, or OrAbsent for one that may be
absent. Arithmetic with an absent number gives an absent number, and every comparison with one is false. A
truth is True, False or None (unknown).
"""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps

from webapp.questionnaire.rules.numbers import Number

Ends = tuple[Number, Number]
"""The lowest and the highest value of a number that is there."""


@dataclass(frozen=True, slots=True)
class OrAbsent:
    """A number between these ends, or none at all: so it is not that number, and a comparison may fail."""

    ends: Ends


Interval = Ends | OrAbsent | None
Truth = bool | None

Join = Callable[[Ends, Ends], Ends]
Test = Callable[[Ends, Ends], Truth]


def _arithmetic(join: Join) -> Callable[[Interval, Interval], Interval]:
    """Extend arithmetic to numbers that are or may be absent: then the result is so, too."""

    @wraps(join)
    def extended(a: Interval, b: Interval) -> Interval:
        if isinstance(a, tuple) and isinstance(b, tuple):
            return join(a, b)
        if a is None or b is None:
            return None
        return OrAbsent(join(_present(a), _present(b)))

    return extended


def _comparison(test: Test) -> Callable[[Interval, Interval], Truth]:
    """Extend a comparison to numbers that are or may be absent: then it is false, or not surely true."""

    @wraps(test)
    def extended(a: Interval, b: Interval) -> Truth:
        if isinstance(a, tuple) and isinstance(b, tuple):
            return test(a, b)
        if a is None or b is None:
            return False
        return test(_present(a), _present(b)) and None

    return extended


def _present(interval: Ends | OrAbsent) -> Ends:
    return interval.ends if isinstance(interval, OrAbsent) else interval


@_arithmetic
def add(a: Ends, b: Ends) -> Ends:
    """Return the interval of all sums."""
    return a[0] + b[0], a[1] + b[1]


@_arithmetic
def subtract(a: Ends, b: Ends) -> Ends:
    """Return the interval of all differences."""
    return a[0] - b[1], a[1] - b[0]


def _product(a: Ends, b: Ends) -> Ends:
    """Return the interval of all products."""
    if a[0] >= 0 and b[0] >= 0:
        return a[0] * b[0], a[1] * b[1]
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


multiply = _arithmetic(_product)


@_arithmetic
def divide(a: Ends, b: Ends) -> Ends:
    """Return the interval of all quotients. Raise ZeroDivisionError where `b` contains zero."""
    if b[0] <= 0 <= b[1]:
        raise ZeroDivisionError("the divisor may be zero")
    return _product(a, (Fraction(1) / b[1], Fraction(1) / b[0]))


def lowest_of(intervals: Iterable[Interval]) -> Interval:
    """Return the interval of the smallest number; absent where one of them is."""
    return _fold(intervals, min)


def highest_of(intervals: Iterable[Interval]) -> Interval:
    """Return the interval of the largest number; absent where one of them is."""
    return _fold(intervals, max)


def _fold(intervals: Iterable[Interval], choose: Callable[[Iterable[Number]], Number]) -> Interval:
    every = list(intervals)
    there = [_present(one) for one in every if one is not None]
    if len(there) < len(every):
        return None
    ends = choose(low for low, _ in there), choose(high for _, high in there)
    return OrAbsent(ends) if any(isinstance(one, OrAbsent) for one in every) else ends


def hull(intervals: Iterable[Interval]) -> Interval:
    """Return the smallest interval around all; OrAbsent where some are absent, and None where all are."""
    every = list(intervals)
    there = [_present(one) for one in every if one is not None]
    if not there:
        return None
    ends = min(low for low, _ in there), max(high for _, high in there)
    return ends if all(isinstance(one, tuple) for one in every) else OrAbsent(ends)


def is_definite(value: Interval | Truth) -> bool:
    """Return whether there is one number, or one truth."""
    if isinstance(value, tuple):
        return value[0] == value[1]
    return isinstance(value, bool)


@_comparison
def less(a: Ends, b: Ends) -> Truth:
    """Return whether a < b."""
    if a[0] >= b[1]:
        return False
    return True if a[1] < b[0] else None


@_comparison
def at_most(a: Ends, b: Ends) -> Truth:
    """Return whether a <= b."""
    if a[0] > b[1]:
        return False
    return True if a[1] <= b[0] else None


def _same(a: Ends, b: Ends) -> Truth:
    """Return whether a == b."""
    if a[0] > b[1] or b[0] > a[1]:
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


equal = _comparison(_same)


@_comparison
def different(a: Ends, b: Ends) -> Truth:
    """Return whether a != b; false, as every comparison, where one of them is absent."""
    return negate(_same(a, b))


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
