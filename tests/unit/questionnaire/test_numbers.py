"""Steps between numbers, and units behind them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.unit.questionnaire.small import problems, refused, small
from webapp.questionnaire.load import load
from webapp.questionnaire.units import unit_behind, unit_words

RANGE = "range = [0, 15]"
UNIT = '\n[[unit]]\none = "piece/day"\nmany = "pieces/day"\n\n[[measure]]\n'
COUNTED = small(RANGE, f'unit = "pieces/day"\n  {RANGE}').replace("\n[[measure]]\n", UNIT, 1)


@pytest.mark.parametrize(
    ("written", "step", "decimals"),
    [
        ("", 1, 0),
        ("decimals = 2", Fraction(1, 100), 2),
        ("step = 0.5", Fraction(1, 2), 1),
        ("step = 0.25", Fraction(1, 4), 2),
        ("step = 1", 1, 0),
    ],
)
def test_a_step_says_how_many_decimals_there_are(written: str, step: object, decimals: int) -> None:
    fruit = load(small(RANGE, f"{RANGE}\n{written}")).questions["fruit"]
    assert (fruit.step, fruit.decimals) == (step, decimals)


@pytest.mark.parametrize("step", ["0", "-0.5", "0.3", "2", "0.001", "0.03"])
def test_a_step_that_does_not_part_one_evenly_is_refused(step: str) -> None:
    refused(
        RANGE,
        f"{RANGE}\nstep = {step}",
        at="step = ",
        code="step",
        said="fruit.step: a step is 1, 0.5, 0.25, 0.2, 0.1 or smaller, to 0.01",
    )


def test_step_and_decimals_are_not_said_both() -> None:
    refused(
        RANGE,
        f"{RANGE}\ndecimals = 1\nstep = 0.5",
        at="step = ",
        code="step",
        said='fruit.step: "step" says how many decimals there are: leave one of the two out',
    )


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("1", "piece/day"),
        ("0", "pieces/day"),
        ("0.5", "pieces/day"),
        ("1.0", "pieces/day"),
        ("1–2", "pieces/day"),
    ],
)
def test_only_the_number_one_has_the_unit_of_one(written: str, unit: str) -> None:
    assert unit_behind(load(COUNTED).questions["fruit"], written) == unit


def test_a_unit_without_a_word_for_one_stays_as_it_is() -> None:
    assert unit_behind(load(small(RANGE, f'unit = "g/day"\n  {RANGE}')).questions["fruit"], "1") == "g/day"


def test_the_ways_to_type_a_unit_behind_a_number() -> None:
    questions = load(COUNTED).questions
    assert unit_words(questions["amount"]) == frozenset()
    assert {"piece", "pieces", "pieces/day", "piece a day", "pieces per day"} <= unit_words(
        questions["fruit"]
    )


def test_a_unit_that_nothing_is_counted_in_is_refused() -> None:
    (problem,) = problems(COUNTED.replace('many = "pieces/day"', 'many = "peices/day"'))
    assert problem.message == 'unknown unit "peices/day"'
    assert problem.suggestion == "pieces/day"


def test_a_unit_is_there_once() -> None:
    (problem,) = problems(COUNTED.replace(UNIT, UNIT.replace("[[measure]]\n", "") + UNIT))
    assert problem.message == "this unit is there twice"
