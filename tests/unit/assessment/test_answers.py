"""Which questions are asked, and what their answers may be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.unit.assessment.tiny import tiny
from webapp.assessment import resolve
from webapp.questionnaire.rules import Picks

FOLLOW_UP = tiny(
    """
  [[section.question]]
  id = "drinks"
  YES_NO

  [[section.question]]
  id = "glasses"
  NUMBER
  show_if = "drinks == 'yes'"
  when_hidden = 0

  [[section.question]]
  id = "kind"
  kind = "single"
  text = "Which?"
  show_if = "glasses > 5"
  when_hidden = "unsure"
  when_skipped = "unsure"
  options = [
    { id = "beer", label = "Beer" }, { id = "wine", label = "Wine" }, { id = "unsure", label = "Unsure" },
  ]

  [[section.question]]
  id = "lab"
  kind = "number"
  decimals = 1
  text = "What number?"
  ranges = [ { when = "drinks == 'yes'", range = [1, 9] }, { range = [10, 40.5] } ]
  show_if = "known(drinks)"
  when_hidden = "nothing"

  [[section.question]]
  id = "pills"
  kind = "multi"
  text = "Which pills?"
  options = [
    { id = "a", label = "A" }, { id = "b", label = "B" },
    { id = "none", label = "None", exclusive = true },
    { id = "not_sure", label = "Not sure", exclusive = true, unknown = true },
    { id = "a_maybe", label = "Perhaps A", exclusive = true, unknown = ["a"] },
  ]

[[factor]]
id = "alcohol"
title = "Alcohol"
slight = "glasses > 2 and kind == 'beer' and lab > 3 and 'a' in pills"
FACTOR
"""
)


def test_a_follow_up_is_asked_when_its_condition_holds() -> None:
    answers = resolve(FOLLOW_UP, {"drinks": "yes", "glasses": 6})
    assert list(answers.given) == ["drinks", "glasses", "kind", "lab", "pills"]


def test_a_hidden_answer_is_dropped_and_counts_as_its_question_says() -> None:
    answers = resolve(FOLLOW_UP, {"drinks": "no", "glasses": 6, "kind": "beer"})
    assert not answers.is_shown("glasses")
    assert answers.situation.number("glasses") == (0, 0)
    assert answers.situation.choice("kind") == {"unsure"}


def test_a_follow_up_of_an_unknown_answer_is_not_asked_and_may_be_anything() -> None:
    answers = resolve(FOLLOW_UP, {"drinks": "not_sure", "glasses": 6})
    assert list(answers.given) == ["drinks", "pills"]
    assert answers.situation.number("glasses") == (0, 10)
    assert answers.situation.choice("kind") == {"beer", "wine", "unsure"}


def test_a_number_without_a_plausible_range_may_be_anything_in_its_bounds() -> None:
    wide = tiny(
        """
  [[section.question]]
  id = "first"
  YES_NO

  [[section.question]]
  id = "second"
  kind = "number"
  text = "How much?"
  range = [2, 9]
  show_if = "first == 'yes'"
  when_hidden = 1

[[factor]]
id = "some"
title = "Some"
slight = "second > 3"
FACTOR
"""
    )
    assert resolve(wide, {}).situation.number("second") == (1, 9)
    assert resolve(wide, {"first": "yes"}).situation.number("second") == (2, 9)


def test_a_laboratory_value_that_nobody_was_asked_for_is_absent() -> None:
    answers = resolve(FOLLOW_UP, {"drinks": None})
    assert answers.situation.number("lab") is None


@pytest.mark.parametrize(("drinks", "range_"), [("yes", (1, 9)), ("no", (10, Fraction(81, 2)))])
def test_an_unknown_number_stays_within_the_bounds_that_hold(drinks: str, range_: tuple[int, int]) -> None:
    assert resolve(FOLLOW_UP, {"drinks": drinks}).situation.number("lab") == range_


def test_a_skipped_choice_counts_as_its_question_says() -> None:
    answers = resolve(FOLLOW_UP, {"drinks": "yes", "glasses": 6})
    assert answers.situation.choice("kind") == {"unsure"}
    assert answers.is_unknown("kind")


@pytest.mark.parametrize(
    ("picked", "picks"),
    [
        (("a",), Picks(frozenset("a"), frozenset("a"))),
        (("none",), Picks(frozenset({"none"}), frozenset({"none"}))),
        (("not_sure",), Picks(frozenset(), frozenset("ab"))),
        (("a_maybe",), Picks(frozenset(), frozenset("a"))),
        (None, Picks(frozenset(), frozenset("ab"))),
    ],
)
def test_unknown_picks_may_or_may_not_hold(picked: tuple[str, ...] | None, picks: Picks) -> None:
    assert resolve(FOLLOW_UP, {"pills": picked}).situation.picks("pills") == picks


def test_only_plain_answers_are_known() -> None:
    answers = resolve(FOLLOW_UP, {"drinks": "not_sure", "pills": ("a",)})
    assert answers.situation.known == {"pills"}
    assert answers.situation.unsure == {"drinks": "not_sure"}
    assert answers.is_unknown("drinks")
    assert not answers.is_unknown("pills")
    assert not answers.is_unknown("glasses")


def test_answers_go_outside_as_json_takes_them() -> None:
    answers = resolve(FOLLOW_UP, {"drinks": "no", "lab": Fraction(25, 2), "pills": ("a", "b")})
    assert answers.to_json() == {"drinks": "no", "lab": "12.5", "pills": ["a", "b"]}
    assert resolve(FOLLOW_UP, {"drinks": "no", "lab": Fraction(12)}).to_json()["lab"] == "12"


HIDDEN_CHOICES = tiny(
    """
  [[section.question]]
  id = "first"
  YES_NO

  [[section.question]]
  id = "second"
  YES_NO
  show_if = "first == 'yes'"
  when_hidden = "not_sure"

  [[section.question]]
  id = "third"
  kind = "multi"
  text = "Which?"
  show_if = "first == 'yes'"
  options = [ { id = "a", label = "A" }, { id = "b", label = "B" } ]

  [[section.question]]
  id = "unused"
  YES_NO
  show_if = "first == 'yes'"

[[factor]]
id = "some"
title = "Some"
slight = "second == 'yes'"
FACTOR
"""
)


def test_a_hidden_choice_may_count_as_unknown() -> None:
    assert resolve(HIDDEN_CHOICES, {"first": "no"}).situation.choice("second") == {"yes", "no"}


def test_a_hidden_question_that_no_rule_looks_at_needs_no_value() -> None:
    situation = resolve(HIDDEN_CHOICES, {"first": "no"}).situation
    assert situation.choice("unused") == frozenset()
    assert situation.picks("third") == Picks(frozenset(), frozenset())
    assert resolve(HIDDEN_CHOICES, {}).situation.picks("third") == Picks(frozenset(), frozenset("ab"))
