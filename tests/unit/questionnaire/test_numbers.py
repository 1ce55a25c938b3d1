"""Steps between numbers, and units behind them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.unit.questionnaire.small import problems, refused, small
from webapp.questionnaire.load import load
from webapp.questionnaire.units import unit_of, unit_words, with_unit

RANGE = "range = [0, 15]"
UNIT = """
[[unit]]
unit = "pieces/day"
one = "piece a day"
many = "pieces a day"
exactly = { 0 = "none" }

[[measure]]
"""
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
    ("written", "words"),
    [
        ("0", "none"),
        ("1", "1\xa0piece a day"),
        ("0.5", "0.5\xa0pieces a day"),
        ("1.0", "1.0\xa0pieces a day"),
        ("1–2", "1–2\xa0pieces a day"),
    ],
)
def test_a_number_has_the_words_of_its_unit_that_fit_it(written: str, words: str) -> None:
    assert with_unit(load(COUNTED).questions["fruit"], written) == words


def test_a_unit_without_words_of_its_own_stays_as_it_is() -> None:
    fruit = load(small(RANGE, f'unit = "g/day"\n  {RANGE}')).questions["fruit"]
    assert (unit_of(fruit), with_unit(fruit, "1")) == ("g/day", "1\xa0g/day")


def test_a_unit_of_earlier_files_is_named_by_its_words_for_many() -> None:
    earlier = COUNTED.replace('unit = "pieces/day"\none', "one").replace("pieces a day", "pieces/day")
    assert with_unit(load(earlier).questions["fruit"], "2") == "2\xa0pieces/day"


def test_the_ways_to_type_a_unit_behind_a_number() -> None:
    questions = load(COUNTED).questions
    assert unit_words(questions["amount"]) == frozenset()
    assert {"piece", "pieces", "pieces/day", "piece a day", "pieces per day"} <= unit_words(
        questions["fruit"]
    )


def test_a_unit_that_nothing_is_counted_in_is_refused() -> None:
    (problem,) = problems(COUNTED.replace('[[unit]]\nunit = "pieces/day"', '[[unit]]\nunit = "peices/day"'))
    assert problem.message == 'unknown unit "peices/day"'
    assert problem.suggestion == "pieces/day"


def test_a_unit_is_there_once() -> None:
    (problem,) = problems(COUNTED.replace(UNIT, UNIT.replace("[[measure]]\n", "") + UNIT))
    assert problem.message == "this unit is there twice"
