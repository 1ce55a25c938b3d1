"""A number that does not fit may fit the unit beside it that was not chosen."""

from __future__ import annotations

from tests.unit.assessment.tiny import tiny
from webapp.assessment import Answers, validate_answers
from webapp.assessment.alternatives import alternatives_for

QUESTIONNAIRE = tiny(
    """
  [[section.question]]
  id = "unit"
  kind = "single"
  text = "Which unit?"
  options = [
    { id = "percent", label = "Percent" }, { id = "mmol", label = "mmol/mol" },
    { id = "not_sure", label = "Not sure", unknown = true },
  ]

  [[section.question]]
  id = "test"
  kind = "number"
  text = "What number?"
  show_if = "unit in ['percent', 'mmol']"
  when_hidden = "nothing"
  ranges = [{ when = "unit == 'percent'", range = [3, 20] }, { range = [9, 195] }]

  [[section.question]]
  id = "fruit"
  NUMBER

[[factor]]
id = "some"
title = "Some"
slight = "fruit > 3 or (known(test) and test > 30)"
FACTOR
"""
)


def fitting(number: int, question: str = "test", **given: object) -> list[str]:
    answers: Answers = validate_answers(QUESTIONNAIRE, given)
    return [option.id for _, option in alternatives_for(answers, QUESTIONNAIRE.questions[question], number)]


def test_a_number_of_the_other_unit_is_known() -> None:
    assert fitting(61, unit="percent") == ["mmol"]
    assert fitting(5, unit="mmol") == ["percent"]


def test_one_that_fits_or_fits_nowhere_names_no_other() -> None:
    assert fitting(6, unit="percent") == []
    assert fitting(900, unit="percent") == []


def test_where_no_unit_was_chosen_or_decides_none_is_named() -> None:
    assert fitting(900) == []
    assert fitting(61, "fruit", unit="percent") == []
