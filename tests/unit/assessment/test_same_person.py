"""Sets of answers that cannot be of one person: the bounds, at them and just beside them."""

from __future__ import annotations

import pytest

from tests.unit.assessment.tiny import tiny
from webapp.assessment import Answers, validate_answers
from webapp.assessment.same_person import IdentityDoubt, doubts

KNOWN = tiny(
    """
  [[section.question]]
  id = "age_years"
  kind = "number"
  range = [0, 120]
  plausible = [18, 100]
  text = "How old?"
  unknown_label = "I would rather not say"

  [[section.question]]
  id = "sex"
  kind = "single"
  text = "Which sex?"
  when_skipped = "no"
  options = [
    { id = "f", label = "F" }, { id = "m", label = "M" }, { id = "no", label = "No" },
  ]

[[factor]]
id = "age"
title = "Age"
slight = "age_years > 50 and sex == 'f'"
FACTOR
"""
)
NEITHER = tiny(
    """
  [[section.question]]
  id = "drinks"
  YES_NO

[[factor]]
id = "alcohol"
title = "Alcohol"
slight = "drinks == 'yes'"
FACTOR
"""
)


def one(age: int | None, sex: str | None = None) -> Answers:
    return validate_answers(KNOWN, {"age_years": age, "sex": sex})


@pytest.mark.parametrize(
    ("days", "age", "later", "is_doubted"),
    [
        (0, 40, 40, False),
        (0, 40, 39, True),
        (0, 40, 41, False),
        (0, 40, 42, True),
        (3653, 40, 49, False),
        (3653, 40, 52, False),
        (3653, 40, 48, True),
        (3653, 40, 53, True),
        (3653, 40, None, False),
        (3653, None, 40, False),
    ],
)
def test_an_age_grows_as_time_does(days: int, age: int | None, later: int | None, is_doubted: bool) -> None:
    found = doubts([(0, one(age)), (days, one(later))])
    assert found == ((IdentityDoubt("age", 0, 1),) if is_doubted else ())


@pytest.mark.parametrize(
    ("sex", "later", "is_doubted"),
    [("f", "m", True), ("m", "f", True), ("f", "f", False), ("no", "f", False), (None, "f", False)],
)
def test_a_sex_that_was_told_stays(sex: str | None, later: str, is_doubted: bool) -> None:
    found = doubts([(0, one(40, sex)), (9, one(40, later))])
    assert found == ((IdentityDoubt("sex", 0, 1),) if is_doubted else ())


def test_what_one_visit_does_not_tell_is_compared_with_the_one_before_it() -> None:
    visits = [(0, one(52, "m")), (30, one(None, None)), (60, one(34, "f"))]
    assert doubts(visits) == (IdentityDoubt("sex", 0, 2), IdentityDoubt("age", 0, 2))


def test_a_questionnaire_that_asks_neither_raises_no_doubt() -> None:
    asked = validate_answers(NEITHER, {"drinks": "yes"})
    assert doubts([(0, asked), (9, asked)]) == ()
