"""Intervals and three-valued logic."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.questionnaire.rules import intervals
from webapp.questionnaire.rules.intervals import Interval, OrAbsent, Truth
from webapp.questionnaire.rules.numbers import Number

numbers = st.integers(-20, 20) | st.fractions(-20, 20, max_denominator=8)
spans = st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair)))


@st.composite
def span_and_inner(draw: st.DrawFn) -> tuple[tuple[Number, Number], Number]:
    """An interval, and a number in it."""
    low, high = draw(spans)
    share = draw(st.fractions(0, 1, max_denominator=6))
    return (low, high), low + (high - low) * share


ARITHMETIC = [
    (intervals.add, operator.add),
    (intervals.subtract, operator.sub),
    (intervals.multiply, operator.mul),
]
COMPARISONS = [
    (intervals.less, operator.lt),
    (intervals.at_most, operator.le),
    (intervals.equal, operator.eq),
    (intervals.different, operator.ne),
    (intervals.more, operator.gt),
    (intervals.at_least, operator.ge),
]


@pytest.mark.parametrize(("wide", "exact"), ARITHMETIC)
@given(a=span_and_inner(), b=span_and_inner())
def test_the_result_holds_every_result_of_single_numbers(
    wide: Callable[[Interval, Interval], Interval],
    exact: Callable[[Number, Number], Number],
    a: tuple[tuple[Number, Number], Number],
    b: tuple[tuple[Number, Number], Number],
) -> None:
    result = wide(a[0], b[0])
    assert isinstance(result, tuple)
    assert result[0] <= exact(a[1], b[1]) <= result[1]


@given(a=span_and_inner(), b=span_and_inner())
def test_a_quotient_is_held_too_where_the_divisor_cannot_be_zero(
    a: tuple[tuple[Number, Number], Number], b: tuple[tuple[Number, Number], Number]
) -> None:
    if b[0][0] <= 0 <= b[0][1]:
        with pytest.raises(ZeroDivisionError):
            intervals.divide(a[0], b[0])
        return
    result = intervals.divide(a[0], b[0])
    assert isinstance(result, tuple)
    assert result[0] <= Fraction(a[1]) / b[1] <= result[1]


@pytest.mark.parametrize(("kleene", "exact"), COMPARISONS)
@given(a=span_and_inner(), b=span_and_inner())
def test_a_comparison_that_is_not_unknown_is_right_for_single_numbers(
    kleene: Callable[[Interval, Interval], Truth],
    exact: Callable[[Number, Number], bool],
    a: tuple[tuple[Number, Number], Number],
    b: tuple[tuple[Number, Number], Number],
) -> None:
    assert kleene(a[0], b[0]) in (None, exact(a[1], b[1]))
    assert kleene((a[1], a[1]), (b[1], b[1])) is exact(a[1], b[1])


@pytest.mark.parametrize(("kleene", "_exact"), COMPARISONS)
def test_every_comparison_with_an_absent_number_is_false(
    kleene: Callable[[Interval, Interval], Truth], _exact: object
) -> None:
    assert kleene(None, (1, 2)) is False
    assert kleene((1, 2), None) is False


@pytest.mark.parametrize("wide", [intervals.add, intervals.subtract, intervals.multiply, intervals.divide])
def test_what_is_worked_out_with_an_absent_number_is_absent(
    wide: Callable[[Interval, Interval], Interval],
) -> None:
    assert wide(None, (1, 2)) is None
    assert wide((1, 2), None) is None


@pytest.mark.parametrize(("wide", "_exact"), ARITHMETIC)
@given(a=spans, b=spans)
def test_what_may_be_absent_gives_what_may_be_absent(
    wide: Callable[[Interval, Interval], Interval],
    _exact: object,
    a: tuple[Number, Number],
    b: tuple[Number, Number],
) -> None:
    there = wide(a, b)
    assert isinstance(there, tuple)
    assert wide(OrAbsent(a), b) == wide(a, OrAbsent(b)) == OrAbsent(there)
    assert wide(OrAbsent(a), None) is None


@pytest.mark.parametrize(("kleene", "_exact"), COMPARISONS)
@given(a=spans, b=spans)
def test_a_comparison_with_what_may_be_absent_is_never_surely_true(
    kleene: Callable[[Interval, Interval], Truth],
    _exact: object,
    a: tuple[Number, Number],
    b: tuple[Number, Number],
) -> None:
    expected = False if kleene(a, b) is False else None
    assert kleene(OrAbsent(a), b) is kleene(a, OrAbsent(b)) is expected
    assert kleene(OrAbsent(a), None) is False


def test_only_one_number_or_truth_is_definite() -> None:
    definite: list[Interval | Truth] = [(1, 1), True, False]
    open_: list[Interval | Truth] = [(1, 2), None, OrAbsent((1, 1))]
    assert [intervals.is_definite(one) for one in definite] == [True, True, True]
    assert [intervals.is_definite(one) for one in open_] == [False, False, False]


def test_extremes_take_one_number_from_each() -> None:
    assert intervals.lowest_of([(1, 5), (2, 3)]) == (1, 3)
    assert intervals.highest_of([(1, 5), (2, 3)]) == (2, 5)
    assert intervals.highest_of([(1, 5), None]) is None
    assert intervals.lowest_of([(1, 5), OrAbsent((2, 3))]) == OrAbsent((1, 3))


def test_a_hull_goes_around_what_is_present() -> None:
    assert intervals.hull([(1, 2), (4, 5)]) == (1, 5)
    assert intervals.hull([(1, 2), None, (4, 5)]) == OrAbsent((1, 5))
    assert intervals.hull([OrAbsent((1, 2)), (4, 5)]) == OrAbsent((1, 5))
    assert intervals.hull([None, None]) is None
    assert intervals.hull([]) is None


@pytest.mark.parametrize(("truth", "opposite"), [(True, False), (False, True), (None, None)])
def test_not_unknown_is_unknown(truth: Truth, opposite: Truth) -> None:
    assert intervals.negate(truth) is opposite
