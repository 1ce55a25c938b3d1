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
HIDING = tiny(
    """
  [[section.question]]
  id = "fruit"
  NUMBER

[[section]]
id = "drinks"
title = "Drinks"

  [[section.check]]
  when = "drinks == 'no' and glasses > 0"
  text = "You drink nothing, and glasses."

  [[section.check]]
  when = "drinks == 'no' and cups > 0 or cups > 0 and fruit == 0"
  text = "You drink nothing, and cups."

  [[section.question]]
  id = "drinks"
  YES_NO

  [[section.question]]
  id = "glasses"
  show_if = "drinks == 'yes'"
  when_hidden = 0
  NUMBER

  [[section.question]]
  id = "cups"
  show_if = "fruit > 0 and drinks == 'yes'"
  when_hidden = 0
  NUMBER

[[factor]]
id = "few"
title = "Few"
slight = "fruit + glasses + cups < 5"
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
    ("given", "texts"),
    [
        ({"drinks": "no", "glasses": 3}, ["You drink nothing, and glasses."]),
        ({"drinks": "not_sure", "glasses": 3}, []),
        ({"drinks": "no"}, []),
        ({"drinks": "no", "glasses": 0}, []),
        ({"fruit": 3, "drinks": "no", "cups": 3}, []),
        ({"fruit": 0, "drinks": "yes", "cups": 3}, []),
    ],
)
def test_answers_that_hide_each_other_on_one_page_do_not_fit_together(
    given: dict[str, object], texts: list[str]
) -> None:
    """Cups are hidden by an answer of an earlier page, which is not in sight here."""
    answers = validate_answers(HIDING, given)
    assert [check.text for check in page_checks(answers)] == texts
    shown = page_checks_on(answers, HIDING.section("drinks"), ["drinks"])
    assert [check.text for check in shown] == texts


def test_an_answer_to_a_hidden_question_counts_for_page_checks_alone() -> None:
    answers = validate_answers(HIDING, {"drinks": "no", "glasses": 3})
    assert answers.unasked == {"glasses": 3}
    assert "glasses" not in answers.given
    assert answers.situation.number("glasses") == (0, 0)


SLIPS = (
    ({"sex": "male", "pregnant": "yes"}, 1),
    ({"sex": "male", "pregnant": "not_sure"}, 1),
    ({"sex": "male", "pregnant": "no"}, 0),
    ({"sex": "male", "pregnant": "prefer_not"}, 0),
    ({"sex": "male"}, 0),
    ({"sex": "female", "pregnant": "yes"}, 0),
    ({"sex": "prefer_not", "pregnant": "yes"}, 0),
    ({"sex": "female", "pregnant": "no", "diabetes": "gestational"}, 1),
    ({"sex": "female", "pregnant": "yes", "diabetes": "gestational"}, 0),
    ({"sex": "female", "pregnant": "not_sure", "diabetes": "gestational"}, 0),
    ({"sex": "female", "diabetes": "gestational"}, 0),
    ({"sex": "female", "pregnant": "no", "diabetes": "type1"}, 0),
    ({"sex": "male", "diabetes": "gestational"}, 1),
)


@pytest.mark.parametrize(("given", "number"), SLIPS)
def test_pregnancy_fits_together_with_sex_and_with_diabetes_of_pregnancy(
    given: dict[str, object], number: int
) -> None:
    said = [check.text for check in page_checks(validate_answers(QUESTIONNAIRE, {"age_years": 30, **given}))]
    assert len(said) == number
    assert all("pregnancy" in text for text in said)


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
