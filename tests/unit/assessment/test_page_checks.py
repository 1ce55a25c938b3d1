"""Answers that do not fit together: when it is said, and on which page."""

from __future__ import annotations

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.tiny import tiny
from webapp.assessment import validate_answers
from webapp.assessment.page_checks import page_checks, page_checks_on, questions_checked

ODD = tiny(
    """
  [[section.check]]
  when = "fruit > 10 and sure == 'no'"
  text = "So much fruit, and not sure?"

  [[section.question]]
  id = "fruit"
  NUMBER

  [[section.question]]
  id = "sure"
  YES_NO

[[section]]
id = "drinks"
title = "Drinks"

  [[section.check]]
  when = "is_odd"
  text = "You drink **and** you do not."

  [[section.check]]
  when = "glasses > 15"
  text = "So many?"

  [[section.question]]
  id = "drinks"
  YES_NO

  [[section.question]]
  id = "glasses"
  NUMBER

[[measure]]
id = "is_odd"
title = "Odd"
type = "yesno"
value = "drinks == 'no' and glasses > 0 and fruit > 0"

[[factor]]
id = "few"
title = "Few"
slight = "fruit < 5"
FACTOR
"""
)
ODD_ONE = {"fruit": 1, "sure": "yes", "drinks": "no", "glasses": 3}


def said(**given: object) -> list[str]:
    return [check.text for check in page_checks(validate_answers(ODD, given))]


@pytest.mark.parametrize(
    ("changed", "texts"),
    [
        ({}, ["You drink **and** you do not."]),
        ({"drinks": "yes"}, []),
        ({"drinks": "not_sure"}, []),
        ({"glasses": None}, []),
        ({"glasses": 16}, ["You drink **and** you do not.", "So many?"]),
        ({"fruit": 11, "sure": "no", "glasses": 0}, ["So much fruit, and not sure?"]),
    ],
)
def test_a_check_is_said_where_it_surely_holds(changed: dict[str, object], texts: list[str]) -> None:
    assert said(**{**ODD_ONE, **changed}) == texts


def test_a_check_is_said_on_a_page_that_shows_one_of_its_questions() -> None:
    answers = validate_answers(ODD, {**ODD_ONE, "glasses": 16})
    section = ODD.section("drinks")
    assert [check.text for check in page_checks_on(answers, section, ["drinks"])] == [
        "You drink **and** you do not."
    ]
    assert len(list(page_checks_on(answers, section, ["drinks", "glasses"]))) == 2
    assert list(page_checks_on(answers, ODD.section("food"), ["fruit", "sure"])) == []


def test_the_answers_behind_a_check_are_those_that_were_given() -> None:
    (check,) = page_checks(validate_answers(ODD, ODD_ONE))
    assert questions_checked(validate_answers(ODD, ODD_ONE), check) == {"drinks", "glasses", "fruit"}


@pytest.mark.parametrize(
    ("how_often", "many_at_once", "is_said"),
    [("1", "2", False), ("1", "3", True), ("3", "3", False), ("3", "4", True)],
)
def test_drinking_seldom_and_much_every_week_do_not_fit_together(
    how_often: str, many_at_once: str, is_said: bool
) -> None:
    drinks = {"region": "CA", "audit1": how_often, "audit2": "0", "audit3": many_at_once}
    said = list(page_checks(validate_answers(QUESTIONNAIRE, drinks)))
    assert bool(said) is is_said
