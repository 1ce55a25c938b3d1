"""Warning signs that were ticked without a message, and flags that may hold."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.assessment.tiny import tiny_text
from tests.unit.questionnaire.small import SMALL, problems
from webapp.assessment import Assessment, assess, validate_answers
from webapp.assessment.signs import open_flags, open_flags_on_signs, signs_without
from webapp.questionnaire.load import load

TEXT = tiny_text("""
  [[section.question]]
  id = "now"
  kind = "multi"
  asks_signs = true
  text = "Now?"
  options = [
    { id = "fever", label = "Fever" },
    { id = "none", label = "None", exclusive = true },
    { id = "not_sure", label = "Not sure", exclusive = true, unknown = true },
  ]

  [[section.question]]
  id = "weeks"
  kind = "multi"
  asks_signs = true
  text = "In the last weeks?"
  options = [
    { id = "blood", label = "Blood" },
    { id = "bloating", label = "Bloating" },
    { id = "cough", label = "Cough" },
    { id = "none", label = "None", exclusive = true },
  ]

  [[section.question]]
  id = "pills"
  kind = "multi"
  text = "Which pills?"
  options = [ { id = "thin", label = "Thinner" }, { id = "none", label = "None", exclusive = true } ]

  [[section.question]]
  id = "age"
  kind = "number"
  text = "How old?"
  range = [18, 99]

[[measure]]
id = "bleeds"
title = "Bleeds"
type = "yesno"
value = "'blood' in weeks or 'fever' in now"

[[factor]]
id = "thing"
title = "Thing"
slight = "age >= 90"
FACTOR

[[safety]]
id = "urgent"
tier = 1
when = "'blood' in weeks and 'thin' in pills"
text = "Now."

[[safety]]
id = "bleeding"
tier = 2
when = "bleeds"
text = "See a doctor."

[[safety]]
id = "bloated"
tier = 2
when = "'bloating' in weeks and known(age) and age >= 50"
basis = { kind = "pragmatic" }
text = "See a doctor."

[[safety]]
id = "thinner"
tier = 3
when = "'thin' in pills"
text = "Ask."
""") + 'signs_ticked = "You ticked {signs}."\nsee_doctor = "See a doctor."\n'  # fmt: skip

USUAL = {"now": ["none"], "weeks": ["none"], "pills": ["none"], "age": 40}


def judged(changed: Mapping[str, object]) -> Assessment:
    return assess(validate_answers(load(TEXT), {**USUAL, **changed}))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, []),
        ({"now": ["not_sure"]}, []),
        ({"now": None, "weeks": None}, []),
        ({"weeks": ["cough"]}, ["cough"]),
        ({"weeks": ["bloating"]}, ["bloating"]),
        ({"weeks": ["bloating"], "age": 50}, []),
        ({"weeks": ["bloating"], "age": None}, ["bloating"]),
        ({"weeks": ["bloating"], "pills": ["thin"]}, ["bloating"]),
        ({"weeks": ["blood", "cough"], "now": ["fever"]}, ["cough"]),
        ({"weeks": ["blood"], "pills": None}, []),
    ],
)
def test_a_sign_that_was_ticked_is_named_unless_a_raised_flag_is_about_it(
    changed: Mapping[str, object], named: list[str]
) -> None:
    found = judged(changed)
    assert [one.id for one in signs_without(found.answers, found.safety)] == named


def test_a_flag_that_is_not_looked_at_is_about_no_sign() -> None:
    assert [one.id for one in signs_without(judged({"weeks": ["blood"]}).answers, ())] == ["blood"]


@pytest.mark.parametrize(
    ("changed", "held"),
    [
        ({}, []),
        ({"weeks": ["bloating"], "age": None}, ["bloated"]),
        ({"weeks": ["blood"], "pills": None}, ["urgent", "thinner"]),
        ({"now": ["not_sure"]}, ["bleeding"]),
        ({"weeks": ["blood"], "now": None}, []),
    ],
)
def test_a_flag_may_hold_where_a_missing_answer_would_decide_it(
    changed: Mapping[str, object], held: list[str]
) -> None:
    assert [one.id for one in open_flags(judged(changed).answers)] == held


def test_a_flag_that_a_ticked_sign_may_raise_is_told_from_others_that_may_hold() -> None:
    found = judged({"weeks": ["blood"], "pills": None, "now": ["not_sure"]})
    assert [one.id for one in open_flags_on_signs(found.answers)] == ["urgent"]
    assert open_flags_on_signs(judged({"now": ["not_sure"], "pills": None}).answers) == ()


def test_signs_need_their_sentences_and_a_multiple_choice() -> None:
    single = SMALL.replace('kind = "single"', 'kind = "single"\n  asks_signs = true')
    assert sorted((one.code, one.message) for one in problems(single)) == [
        ("missing-key", '"see_doctor" is missing'),
        ("missing-key", '"signs_ticked" is missing'),
        (
            "wrong-value",
            "signs are the options of a multiple choice: any of them, or several, may be ticked",
        ),
    ]
