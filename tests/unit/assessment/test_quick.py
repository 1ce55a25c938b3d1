"""The quick way to levels finds what the evaluator of record finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.test_brute_force import given_answer
from tests.unit.assessment.test_level_bounds import TWICE
from tests.unit.assessment.tiny import tiny
from webapp.assessment import resolve, validate_answers
from webapp.assessment.answers import Answers
from webapp.assessment.level_bounds import exact_levels
from webapp.assessment.quick import QuickJudge
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Questionnaire

JUDGE = QuickJudge(QUESTIONNAIRE)
FLAGS = {flag.id: JUDGE.condition(flag.when) for flag in QUESTIONNAIRE.safety}
CASES = sorted((Path(__file__).parents[2] / "cases").glob("[SW]*.json"))

DEPENDING = tiny(
    """
  [[section.question]]
  id = "kind"
  YES_NO

  [[section.question]]
  id = "much"
  kind = "number"
  text = "How much?"
  decimals = 1
  ranges = [ { when = "kind == 'yes'", range = [10, 20] }, { range = [0, 5.5] } ]

  [[section.question]]
  id = "more"
  kind = "number"
  text = "And more?"
  range = [0, 9]
  show_if = "kind == 'yes'"
  when_hidden = "nothing"

[[factor]]
id = "f"
title = "F"
slight = "much >= 5 or more > 3"
FACTOR
"""
)


def levels(questionnaire: Questionnaire, answers: Answers) -> dict[str, tuple[int, int]]:
    return {one: exact_levels(questionnaire, answers.situation, one) for one in questionnaire.factors}


def assert_same(raw: dict[str, AnswerValue]) -> None:
    answers, quick = resolve(QUESTIONNAIRE, raw), JUDGE.settled(raw)
    assert quick.given == answers.given
    assert {one: quick.level(one) for one in QUESTIONNAIRE.factors} == levels(QUESTIONNAIRE, answers)
    held = {flag.id: flag.when.value(answers.situation) is True for flag in QUESTIONNAIRE.safety}
    assert {one: quick.holds(when) for one, when in FLAGS.items()} == held


@pytest.mark.no_cover
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_worked_example_comes_out_alike(path: Path) -> None:
    outside = json.loads(path.read_text("utf-8"), parse_float=str)["answers"]
    assert_same(dict(validate_answers(QUESTIONNAIRE, outside).given))


@pytest.mark.no_cover
@settings(max_examples=settings().max_examples // 4)
@given(raw=st.fixed_dictionaries({one.id: given_answer(one) for one in QUESTIONNAIRE.questions.values()}))
def test_anybody_comes_out_alike(raw: dict[str, AnswerValue]) -> None:
    assert_same(raw)


def test_where_both_ends_do_not_tell_the_search_does() -> None:
    assert QuickJudge(TWICE).settled({}).level("western") == (1, 1)


@pytest.mark.parametrize("raw", [{}, {"kind": "yes"}, {"kind": "no"}, {"kind": "not_sure", "more": 4}])
def test_an_unknown_number_is_what_the_bounds_that_hold_allow(raw: dict[str, AnswerValue]) -> None:
    found = QuickJudge(DEPENDING).settled(raw).level("f")
    assert found == levels(DEPENDING, resolve(DEPENDING, raw))["f"]
