"""Numbers as boxes: every number that may be given can be ticked, and means itself."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from tests.project import QUESTIONNAIRE
from webapp.paper.amounts import amount_groups, total
from webapp.paper.box_keys import BoxKey
from webapp.questionnaire.model import Bounds, Question
from webapp.questionnaire.rules.numbers import Number

NUMBERS = [one for one in QUESTIONNAIRE.questions.values() if one.kind == "number"]


def asked(low: Number, high: Number, step: Number = 1, decimals: int = 0) -> Question:
    return Question("q", "s", "number", "?", bounds=(Bounds(low, high),), step=step, decimals=decimals)


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        (asked(0, 7), [tuple(range(8))]),
        (asked(1, 3), [(1, 2, 3)]),
        (asked(0, 21), [(10, 20), tuple(range(10))]),
        (asked(0, 120), [(100,), tuple(range(10, 100, 10)), tuple(range(10))]),
        (asked(0, 3, Fraction(1, 2), 1), [(0, 1, 2, 3), (Fraction(1, 2),)]),
        (asked(0, 2, Fraction(1, 10), 1), [(0, 1, 2), tuple(Fraction(n, 10) for n in range(1, 10))]),
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


def test_the_key_of_a_box_keeps_its_amount() -> None:
    for amount in (0, 20, Fraction(1, 2), Fraction(7, 10)):
        assert BoxKey.parse(BoxKey.of_amount("q", amount).text).amount == amount
    assert BoxKey.parse("q/none").amount is None
