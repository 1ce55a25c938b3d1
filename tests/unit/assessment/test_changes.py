"""Changes: the smallest different answer that lowers a level, and when none is pointed out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.cases import case, finding
from tests.unit.assessment.tiny import tiny
from webapp.assessment import Answers, assess, resolve, validate_answers
from webapp.assessment.level_bounds import exact_levels
from webapp.assessment.page_checks import page_checks
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number

ROOT = Path(__file__).parents[3]


def pointed_out(name: str, factor: str, **answers: object) -> dict[str, object]:
    return {change.question: change.becomes for change in finding(case(name, **answers), factor).changes}


def test_each_question_of_a_factor_gives_its_smallest_step() -> None:
    assert pointed_out("W55", "low_fibre") == {
        "veg_per_day": 3,
        "fruit_per_day": 2,
        "wholegrain_per_day": 2,
        "legumes_per_week": 3,
        "nuts_per_week": 7,
    }


def test_a_choice_goes_down_its_list_to_the_first_option_that_lowers() -> None:
    assert pointed_out("W19", "alcohol") == {"audit1": "2"}
    assert pointed_out("W55", "alcohol") == {"audit1": "0"}


def test_a_change_tells_what_the_level_would_be() -> None:
    (change,) = finding(case("W55"), "food_additives").changes
    assert (change.was, change.becomes, change.lowest.word, change.highest.word) == (4, 3, "slight", "slight")


def test_nothing_is_pointed_out_for_a_factor_that_is_absent_or_cannot_be_told() -> None:
    assert pointed_out("W03", "low_fibre") == {}
    assert pointed_out("W56", "low_fibre") == {}


@pytest.mark.parametrize("half", ["0.5", "1.5", "2.5"])
def test_what_is_pointed_out_is_whole_where_halves_may_be_typed(half: str) -> None:
    more = pointed_out("W55", "low_fibre", veg_per_day=half, fruit_per_day=half)
    less = pointed_out("W55", "food_additives", upf_per_day=half)
    assert more
    assert all(isinstance(becomes, int) for becomes in [*more.values(), *less.values()])
    assert all(0 < int(str(more[name])) - float(half) <= 5 for name in ("veg_per_day", "fruit_per_day"))


def test_no_more_is_pointed_out_than_anybody_is_likely_to_eat() -> None:
    assert pointed_out("W55", "low_fibre", nuts_per_week=0)["nuts_per_week"] == 7
    assert "nuts_per_week" not in pointed_out("W04", "low_fibre", veg_per_day=0, fruit_per_day=0)


def test_an_unknown_answer_is_no_answer_to_change() -> None:
    assert "wholegrain_per_day" not in pointed_out("W08", "low_fibre")


@pytest.mark.parametrize("factor", ["stress", "hyperglycaemia", "ageing", "inflammation", "nsaid_use"])
def test_medicines_illnesses_and_stress_are_never_pointed_out(factor: str) -> None:
    assert pointed_out("W55", factor) == {}


NOT_FOOD = ("about_you", "safety", "stress", "vitamin_d", "blood_sugar", "gut_and_body", "supplements")
"""Sections about what nobody should change because of a form: illness, medicines, sun, supplements."""


def test_only_food_and_drink_may_be_pointed_out() -> None:
    sections = {section.id: section.questions for section in QUESTIONNAIRE.sections}
    assert set(NOT_FOOD) < set(sections)
    changeable = {each.id for name in NOT_FOOD for each in sections[name] if each.changeable}
    assert changeable == {"fortified_per_day"}, "a food, among the sources of vitamin D"


def test_a_safety_flag_silences_the_changes_of_its_factors() -> None:
    assert pointed_out("W28", "alcohol") == {}
    assert pointed_out("W55", "low_fibre", red_flags=["blood_stool"]) == {}
    assert pointed_out("W55", "high_fructose", red_flags=["blood_stool"]) != {}
    assert pointed_out("W55", "western_diet", conditions=["eating_disorder"]) == {}


def test_a_safety_flag_that_may_stand_silences_too() -> None:
    assert pointed_out("W55", "high_fructose") != {}
    assert pointed_out("W55", "high_fructose", medicines=None) == {}
    assert pointed_out("W55", "alcohol") != {}
    assert pointed_out("W55", "alcohol", audit1="4", audit2="not_sure", audit3="2") == {}
    assert pointed_out("W55", "western_diet", red_flags=["not_sure"]) == {}


def test_a_question_that_the_clinic_does_not_ask_silences_nothing() -> None:
    assert pointed_out("W55", "low_fibre", stress_now="5", self_harm=None) != {}


BRAN = tiny(
    """
  [[section.question]]
  id = "fruit"
  NUMBER
  changeable = "more"

  [[section.question]]
  id = "grain"
  NUMBER
  changeable = "more"

  [[section.question]]
  id = "coeliac"
  YES_NO

[[factor]]
id = "low_fibre"
title = "Low fibre"
slight = "fruit + grain < 5"
FACTOR

[[factor]]
id = "few_seeds"
title = "Few seeds"
slight = "grain < 3"
FACTOR

[[safety]]
id = "gluten"
tier = 3
when = "coeliac == 'yes'"
text = "No wheat."
silences_changes_of_questions = ["grain"]
"""
)


@pytest.mark.parametrize(("coeliac", "left"), [("no", "grain"), ("yes", ""), ("not_sure", "")])
def test_a_flag_that_stands_or_may_stand_silences_the_changes_of_its_questions(
    coeliac: str, left: str
) -> None:
    assessment = assess(validate_answers(BRAN, {"fruit": 1, "grain": 1, "coeliac": coeliac}))
    told = [[change.question for change in found.changes] for found in assessment.findings]
    assert told == [["fruit", *filter(None, [left])], [*filter(None, [left])]]


GATE = tiny(
    """
  [[section.question]]
  id = "spoons"
  NUMBER
  changeable = "less"

  [[section.question]]
  id = "heaped"
  YES_NO
  show_if = "spoons > 0"
  when_hidden = "no"

[[factor]]
id = "sugar"
title = "Sugar"
slight = "heaped == 'yes'"
moderate = "heaped == 'yes' and spoons >= 4"
TWO_LEVELS
"""
)


def test_an_answer_that_hides_another_question_is_tried_too() -> None:
    (change,) = assess(validate_answers(GATE, {"spoons": 2, "heaped": "yes"})).findings[0].changes
    assert (change.becomes, change.highest.word) == (0, "none")
    (change,) = assess(validate_answers(GATE, {"spoons": 9, "heaped": "yes"})).findings[0].changes
    assert (change.becomes, change.highest.word) == (3, "slight")


def test_an_answer_at_its_end_has_no_change() -> None:
    assert assess(validate_answers(GATE, {"spoons": 0, "heaped": "yes"})).findings[0].changes == ()


def candidates(question: Question, was: object) -> list[Number | str]:
    """All answers in the direction that may be pointed out, nearest first."""
    if question.kind == "number":
        low, high = question.bounds[0].low, (question.plausible or (0, 0))[1]
        assert isinstance(was, int)
        return (
            list(range(was + 1, int(high) + 1))
            if question.changeable == "more"
            else list(range(was - 1, int(low) - 1, -1))
        )
    options = [option.id for option in question.options if not option.is_unknown]
    return list(reversed(options[: options.index(str(was))]))


def by_trying(answers: Answers, factor: str, question: Question) -> object:
    low, high = exact_levels(QUESTIONNAIRE, answers.situation, factor)
    for other in candidates(question, answers.given[question.id]):
        changed = resolve(QUESTIONNAIRE, {**answers.given, question.id: other})
        new_low, new_high = exact_levels(QUESTIONNAIRE, changed.situation, factor)
        if new_high < high and new_low <= low and not any(page_checks(changed)):
            return other
    return None


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_step_is_the_smallest_of_all_that_could_be_tried(data: st.DataObject) -> None:
    base = json.loads((ROOT / "tests" / "cases" / "W55.json").read_text(), parse_float=str)["answers"]
    numbers = [one for one in QUESTIONNAIRE.questions.values() if one.changeable and one.kind == "number"]
    chosen: dict[str, object] = {
        one.id: data.draw(st.integers(0, min(12, int(one.bounds[0].high)))) for one in numbers
    }
    chosen["audit1"] = data.draw(st.sampled_from("01234"))
    assessment = assess(validate_answers(QUESTIONNAIRE, {**base, **chosen}))
    for found in assessment.findings:
        behind = QUESTIONNAIRE.rule_book.questions_behind[found.factor.id]
        tried = [
            one
            for one in QUESTIONNAIRE.questions.values()
            if one.changeable and one.id in behind and assessment.answers.given.get(one.id)
            if not any(one.id in flag.silenced_questions for flag in assessment.safety)
        ]
        if not found.is_present or found.factor.id in {
            name for flag in assessment.safety for name in flag.silences
        }:
            continue
        wanted = {one.id: by_trying(assessment.answers, found.factor.id, one) for one in tried}
        wanted = {name: other for name, other in wanted.items() if other is not None}
        zero = {change.question for change in found.changes if change.was == 0}
        assert {one.question: one.becomes for one in found.changes if one.question not in zero} == wanted
