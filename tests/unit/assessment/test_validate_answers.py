"""What is taken as an answer, and what is refused, all at once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.assessment.tiny import tiny
from webapp.assessment import AnswerErrors, Answers, validate_answers, validate_value
from webapp.assessment.numerals import UnacceptableError
from webapp.assessment.validate_answers import shortened
from webapp.questionnaire.model import Question

QUESTIONNAIRE = tiny(
    """
  [[section.question]]
  id = "fruit"
  NUMBER
  unit = "pieces/day"

  [[section.question]]
  id = "lab"
  kind = "number"
  decimals = 1
  text = "What number?"
  range = [1, 600]

  [[section.question]]
  id = "halves"
  NUMBER
  step = 0.5

  [[section.question]]
  id = "sure"
  YES_NO

  [[section.question]]
  id = "pills"
  kind = "multi"
  text = "Which?"
  options = [
    { id = "0", label = "A" }, { id = "b", label = "B" }, { id = "none", label = "None", exclusive = true },
  ]

[[factor]]
id = "some"
title = "Some"
slight = "fruit > 3"
FACTOR
"""
)


def question(name: str) -> Question:
    return QUESTIONNAIRE.questions[name]


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("fruit", 3, 3),
        ("fruit", "3", 3),
        ("fruit", " 3 ", 3),
        ("fruit", "3.0", 3),
        ("fruit", "٣", 3),
        ("fruit", Decimal("3.00"), 3),
        ("fruit", "", None),
        ("fruit", " \u200e ", None),
        ("fruit", "3 pieces", 3),
        ("fruit", "3 pieces a day", 3),
        ("fruit", None, None),
        ("lab", "12,5", Fraction(25, 2)),
        ("lab", "12.5", Fraction(25, 2)),
        ("lab", "१२٫५", Fraction(25, 2)),
        ("lab", Fraction(25, 2), Fraction(25, 2)),
        ("halves", "½", Fraction(1, 2)),
        ("halves", "1,5", Fraction(3, 2)),
        ("halves", Decimal("2.0"), 2),
        ("sure", "yes", "yes"),
        ("sure", ["yes"], "yes"),
        ("pills", ["b", "0", "b"], ("0", "b")),
        ("pills", [0], ("0",)),
        ("pills", [], None),
    ],
)
def test_a_good_value_becomes_an_answer(name: str, raw: object, value: object) -> None:
    assert validate_value(question(name), raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("fruit", "many", "in-words"),
        ("fruit", "-3", "not-a-number"),
        ("fruit", "1e3", "with-words"),
        ("fruit", "1.2.3", "not-a-number"),
        ("fruit", "²", "not-a-number"),
        ("fruit", "9" * 5000, "not-a-number"),
        ("fruit", True, "not-a-number"),
        ("fruit", [3], "not-a-number"),
        ("fruit", 1.5, "not-a-number"),
        ("fruit", Decimal("1e999999999"), "not-a-number"),
        ("fruit", Decimal("nan"), "not-a-number"),
        pytest.param("fruit", 10**5000, "not-a-number", id="huge"),
        ("fruit", Fraction(1, 10**30), "not-a-number"),
        ("fruit", "2.5", "not-whole"),
        ("lab", "2.55", "too-many-decimals"),
        ("lab", "0.125", "too-many-decimals"),
        ("lab", "1,000", "thousands"),
        ("fruit", "1.000", "thousands"),
        ("fruit", "2-3", "span"),
        ("halves", "0.25", "off-step"),
        pytest.param("sure", 10**5000, "unknown-option", id="huge option"),
        ("sure", "maybe", "unknown-option"),
        ("sure", True, "unknown-option"),
        ("sure", {"yes": 1}, "unknown-option"),
        ("sure", ["yes", "no"], "one-option"),
        ("pills", "b", "not-a-list"),
        ("pills", ["b", "c"], "unknown-option"),
        ("pills", ["none", "b"], "exclusive"),
    ],
)
def test_a_bad_value_is_refused_with_its_code(name: str, raw: object, code: str) -> None:
    with pytest.raises(UnacceptableError) as refusal:
        validate_value(question(name), raw)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("fruit", 0, 20), ("lab", 1, 600), ("halves", 0, 20)],
    ids=["whole numbers", "decimals", "halves"],
)
def test_bounds_belong_to_the_range(name: str, low: int, high: int) -> None:
    for inside in (low, high):
        assert validate_answers(QUESTIONNAIRE, {name: inside}).given[name] == inside
    step = question(name).step
    for outside in (low - step, high + step):
        with pytest.raises(AnswerErrors) as errors:
            validate_answers(QUESTIONNAIRE, {name: Fraction(outside)})
        assert errors.value.problems[0].code == "out-of-range"


def test_every_bad_value_is_named_at_once() -> None:
    with pytest.raises(AnswerErrors) as errors:
        validate_answers(QUESTIONNAIRE, {"fruit": "x", "vegetables": 3, "sure": "maybe", "lab": 700})
    problems = errors.value.problems
    assert [(problem.question, problem.code) for problem in problems] == [
        ("fruit", "in-words"),
        ("vegetables", "unknown-question"),
        ("sure", "unknown-option"),
        ("lab", "out-of-range"),
    ]
    assert "must be one of: yes, no, not_sure" in str(errors.value)
    assert "must be from 1 to 600, not 700" in problems[3].message


def test_a_range_is_told_with_its_unit() -> None:
    with pytest.raises(AnswerErrors, match="must be from 0 to 20 pieces/day, not 21"):
        validate_answers(QUESTIONNAIRE, {"fruit": 21})


def test_a_message_repeats_only_a_short_clean_piece_of_a_value() -> None:
    assert shortened("a\0b\u202ec") == "a b c"
    assert len(shortened("x" * 10_000)) == 40
    assert shortened(10**5000) == "…"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def accepted(outside: dict[str, object]) -> Answers | AnswerErrors:
    try:
        return validate_answers(QUESTIONNAIRE, outside)
    except AnswerErrors as errors:
        return errors


@given(st.dictionaries(st.sampled_from(["fruit", "lab", "sure", "pills", "?"]), anything))
def test_no_value_from_outside_makes_it_fall_over(outside: dict[str, object]) -> None:
    found = accepted(outside)
    if isinstance(found, AnswerErrors):
        assert {problem.question for problem in found.problems} <= set(outside)
    else:
        assert validate_answers(QUESTIONNAIRE, found.to_json()).given == found.given
