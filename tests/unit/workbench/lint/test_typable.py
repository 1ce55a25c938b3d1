"""Bounds and stand-ins are answers that can be typed."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import SMALL, line_of
from webapp.assessment import resolve
from webapp.assessment.level_bounds import exact_levels
from webapp.questionnaire.load import load
from webapp.workbench.checking import find_all


def apples(keys: str) -> str:
    """The small questionnaire with one more number that has these keys."""
    question = f'  [[section.question]]\n  id = "apples"\n  kind = "number"\n  text = "Apples?"\n{keys}\n\n'
    return SMALL.replace("[[measure]]", f"{question}[[measure]]", 1)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("range = [0.2, 9]", "range 1: nobody can type 0.2: answers are whole numbers, such as 0 or 1"),
        ("range = [0, 9.5]", "range 2: nobody can type 9.5: answers are whole numbers, such as 9 or 10"),
        (
            "range = [0, 9]\nplausible = [0.5, 5]",
            "plausible 1: nobody can type 0.5: answers are whole numbers, such as 0 or 1",
        ),
        (
            "range = [0, 9]\nstep = 0.5\nplausible = [0.5, 5.3]",
            "plausible 2: nobody can type 5.3: answers are typed in steps of 0.5, such as 5 or 5.5",
        ),
        (
            "decimals = 1\nranges = [ { when = \"drinks == '1'\", range = [1.25, 9] }, { range = [0, 9] } ]",
            "ranges 1.range 1: nobody can type 1.25: answers are typed in steps of 0.1, such as 1.2 or 1.3",
        ),
        (
            "range = [0, 9]\nshow_if = \"drinks == '1'\"\nwhen_hidden = -0.5",
            "when_hidden: nobody can type -0.5: answers are whole numbers, such as -1 or 0",
        ),
    ],
)
def test_a_number_between_two_answers_is_refused(keys: str, said: str) -> None:
    text = apples(keys)
    line = line_of(text, keys.splitlines()[-1])
    assert [one.sentence("q") for one in find_all(text).errors] == [f"q:{line}: apples.{said}"]


def test_what_a_question_that_is_not_asked_counts_as_may_be_outside_its_bounds() -> None:
    assert find_all(apples("range = [2, 9]\nshow_if = \"drinks == '1'\"\nwhen_hidden = 0")).errors == ()


@pytest.mark.parametrize(
    "keys",
    [
        "range = [0, 15]\nplausible = [0.5, 5]",
        "range = [1, 15]\nplausible = [1, 5]\nshow_if = \"drinks == '1'\"\nwhen_hidden = 0.5",
        "range = [0, 15]\nplausible = [1.3, 4.4]\nstep = 0.5",
    ],
)
def test_an_older_file_with_such_a_number_is_judged_by_every_answer(keys: str) -> None:
    old = load(apples(keys).replace('strong = "fibre_g < 3"', 'strong = "apples == 3"'))
    assert exact_levels(old, resolve(old, {"fruit": 9}).situation, "low_fibre") == (0, 3)
