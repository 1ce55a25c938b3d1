"""Numbers as boxes: every number that may be given can be ticked, and means itself."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.project import QUESTIONNAIRE
from webapp.paper.amounts import amount_groups, numbers_lost_on_paper, total
from webapp.paper.box_keys import BoxKey
from webapp.questionnaire.model import Bounds, Question
from webapp.questionnaire.rules.numbers import Number

NUMBERS = [one for one in QUESTIONNAIRE.questions.values() if one.kind == "number"]


def asked(low: Number, high: Number, step: Number = 1, decimals: int = 0) -> Question:
    return Question("q", "s", "number", "?", bounds=(Bounds(low, high),), step=step, decimals=decimals)


HUNDREDS = [tuple(range(100, 1000, 100)), tuple(range(10, 100, 10))]


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        (asked(0, 7), [tuple(range(8))]),
        (asked(1, 3), [(1, 2, 3)]),
        (asked(0, 21), [(10, 20), tuple(range(10))]),
        (asked(0, 120), [(100,), tuple(range(10, 100, 10)), tuple(range(10))]),
        (asked(0, 3, Fraction(1, 2), 1), [(0, 1, 2, 3), (Fraction(1, 2),)]),
        (asked(0, 2, Fraction(1, 10), 1), [(0, 1, 2), tuple(Fraction(n, 10) for n in range(1, 10))]),
        (asked(Fraction(7, 2), Fraction(9, 2), Fraction(1, 2), 1), [(3, 4), (Fraction(1, 2),)]),
        (asked(1000, 1009), [(1000,), *HUNDREDS, tuple(range(10))]),
        (asked(-3, 2), [(0, 1, 2)]),
        (asked(-3, -1), [(0,)]),
    ],
)
def test_a_short_range_is_one_row_and_a_long_one_has_a_group_for_each_digit(
    question: Question, groups: list[tuple[Number, ...]]
) -> None:
    assert list(amount_groups(question)) == groups


@pytest.mark.parametrize("question", NUMBERS, ids=lambda one: one.id)
def test_every_number_that_is_accepted_can_be_ticked(question: Question) -> None:
    sums = {total(parts) for parts in product(*((0, *group) for group in amount_groups(question)))}
    for row in question.bounds:
        count = int((row.high - row.low) / question.step)
        assert {row.low + step * question.step for step in range(count + 1)} <= sums


@given(
    low=st.fractions(-30, 2000, max_denominator=4),
    size=st.integers(0, 300),
    step=st.sampled_from([(1, 0), (Fraction(1, 2), 1), (Fraction(1, 4), 2), (Fraction(1, 10), 1)]),
)
def test_what_the_screen_takes_can_be_ticked_or_is_lost(
    low: Fraction, size: int, step: tuple[Number, int]
) -> None:
    first = math.ceil(low / step[0]) * step[0]
    question = asked(first, first + size * step[0], *step)
    groups = amount_groups(question)
    assert all(groups)
    sums = {total(parts) for parts in product(*((0, *group) for group in groups))}
    taken = {first + place * step[0] for place in range(size + 1)}
    assert {number for number in taken if number >= 0} <= sums
    assert (numbers_lost_on_paper(question) == "numbers below 0") == (first < 0)


def test_a_number_too_long_for_a_page_is_lost() -> None:
    assert numbers_lost_on_paper(asked(0, 10**7)) == "numbers from 10000000 on"
    assert numbers_lost_on_paper(asked(0, 10**7 - 1)) == ""
    assert numbers_lost_on_paper(QUESTIONNAIRE.questions["sex"]) == ""


def test_the_key_of_a_box_keeps_its_amount() -> None:
    for amount in (0, 20, Fraction(1, 2), Fraction(7, 10)):
        assert BoxKey.parse(BoxKey.of_amount("q", amount).text).amount == amount
    assert BoxKey.parse("q/none").amount is None
