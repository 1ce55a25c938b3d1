"""How urgent a submission is at the desk."""

from __future__ import annotations

import pytest

from tests.unit.assessment.cases import case
from tests.unit.assessment.tiny import tiny
from webapp.assessment import urgency, validate_answers

FLAGS = """
  [[section.question]]
  id = "signs"
  kind = "multi"
  text = "Which?"
  options = [ { id = "a", label = "A" }, { id = "b", label = "B" } ]

[[factor]]
id = "any"
title = "Any"
slight = "'a' in signs"
FACTOR

[[safety]]
id = "first"
tier = FIRST
when = "'a' in signs"
text = "A."

[[safety]]
id = "second"
tier = SECOND
when = "'b' in signs"
text = "B."
"""


def tier(first: str, second: str, *signs: str) -> str:
    questionnaire = tiny(FLAGS.replace("FIRST", first).replace("SECOND", second))
    return urgency(validate_answers(questionnaire, {"signs": list(signs)}))


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("2", "1", "1"),
        ("2", "3", "2"),
        ("3", '"support"', "3"),
        ('"support"', '"practitioner"', "support"),
        ('"stop"', "3", "3"),
    ],
)
def test_the_most_urgent_flag_counts(first: str, second: str, said: str) -> None:
    assert tier(first, second, "a", "b") == said


@pytest.mark.parametrize("only", ['"practitioner"', '"stop"'])
def test_flags_that_are_not_for_the_desk_do_not_count(only: str) -> None:
    assert tier(only, "1", "a") == ""


def test_a_flag_that_only_may_hold_does_not_count() -> None:
    assert tier("1", "2") == ""


def test_the_questionnaire_in_use_marks_its_cases() -> None:
    assert urgency(case("W31", self_harm="yes").answers) == "1"
    assert urgency(case("W28").answers) == "2"
    assert urgency(case("W55").answers) == "3"
    assert urgency(case("W31", phq4_3="0", phq4_4="0", self_harm="no").answers) == "support"
    assert urgency(case("W01").answers) == ""
