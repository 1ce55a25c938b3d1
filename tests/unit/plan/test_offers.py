"""What may be offered for a plan: never a change that a safety flag silences, whatever the flag."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from tests.pdf.people import answers_of
from tests.project import QUESTIONNAIRE
from tests.unit.assessment.tiny import tiny
from webapp.assessment import Assessment, assess, validate_answers
from webapp.plan import AgreedChange, Plan
from webapp.plan.offers import (
    askable_questions,
    considered_tests,
    flags_against,
    needs_doctor,
    offered_changes,
    silencing_flags,
)
from webapp.questionnaire.model import SafetyFlag
from webapp.questionnaire.rules.nodes import TruthWord

CHANGEABLE = [one.id for one in QUESTIONNAIRE.questions.values() if one.changeable]
BEHIND = QUESTIONNAIRE.rule_book.questions_behind


def person(case: str = "W55", *flags: SafetyFlag, **answers: object) -> Assessment:
    """Assess somebody; where flags are named, they stand and no others do."""
    if not flags:
        return assess(validate_answers(QUESTIONNAIRE, {**answers_of(case), **answers}))
    standing = tuple(replace(flag, when=TruthWord(truth=True)) for flag in flags)
    asked = replace(QUESTIONNAIRE, safety=standing)
    return assess(validate_answers(asked, {**answers_of(case), **answers}))


def test_what_the_report_points_out_is_offered_once_with_all_that_it_lowers() -> None:
    offered = offered_changes(person(fastfood_per_week=6))
    found = {one.question: one for one in offered}
    assert (found["legumes_per_week"].was, found["legumes_per_week"].becomes) == (0, 3)
    assert found["audit1"].factors == ("alcohol",)
    assert len(offered) == len({(one.question, one.becomes) for one in offered})


@cache
def offers_of_all() -> set[tuple[str, object]]:
    return {(one.question, one.becomes) for one in offered_changes(person())}


def is_silenced(flag: SafetyFlag, question: str) -> bool:
    return question in flag.silenced_questions or any(question in BEHIND[factor] for factor in flag.silences)


@pytest.mark.parametrize("flag", QUESTIONNAIRE.safety, ids=lambda flag: flag.id)
def test_no_change_that_a_flag_silences_is_offered_or_kept_without_its_reason(flag: SafetyFlag) -> None:
    offers = offers_of_all()
    assessment = person("W55", flag)
    offered = offered_changes(assessment)
    assert not any(flag.silences & {*one.factors} or is_silenced(flag, one.question) for one in offered)
    assert {(one.question, one.becomes) for one in offered} == {
        (question, becomes) for question, becomes in offers if not is_silenced(flag, question)
    }
    assert bool(flag.silences or flag.silenced_questions) == bool(silencing_flags(assessment))
    for question in CHANGEABLE:
        against = tuple(one.id for one in flags_against(assessment.answers, [question]))
        assert against == ((flag.id,) if is_silenced(flag, question) else ())
        if against:
            with pytest.raises(ValueError, match="a reason is needed"):
                Plan(agreed=(AgreedChange("mine", about=(question,), against=against),))


def test_a_flag_that_only_may_stand_silences_too() -> None:
    maybe = assess(validate_answers(QUESTIONNAIRE, {**answers_of("W55"), "food_limits": None}))
    assert {one.question for one in offered_changes(maybe)}.isdisjoint(BEHIND["low_fibre"])


def test_words_about_nothing_that_is_asked_meet_the_flags_that_silence_everything() -> None:
    everything = next(flag for flag in QUESTIONNAIRE.safety if flag.id == "weight")
    fibre = next(flag for flag in QUESTIONNAIRE.safety if flag.id == "fever")
    assert [flag.id for flag in flags_against(person("W55", everything, fibre).answers, [])] == ["weight"]


def two_factors(enough: int, other: int) -> Assessment:
    """Assess one vegetable a day, which two factors look at: each until it is enough."""
    factor = '[[factor]]\nid = "{0}"\ntitle = "{0}"\nslight = "veg < {1}"\nFACTOR\n'
    question = '[[section.question]]\nid = "veg"\nNUMBER\nchangeable = "more"\n'
    asked = tiny(question + factor.format("one", enough) + factor.format("other", other))
    return assess(validate_answers(asked, {"veg": 1}))


def test_an_answer_that_lowers_two_factors_is_offered_once() -> None:
    (offered,) = offered_changes(two_factors(3, 3))
    assert (offered.becomes, offered.factors) == (3, ("one", "other"))


def test_a_plan_gets_the_tests_that_the_practitioners_page_advises() -> None:
    assert [one.id for one in considered_tests(person())] == ["sugar_test", "liver_test"]


def test_a_flag_of_the_second_tier_asks_for_a_doctor() -> None:
    flags = {flag.id: flag for flag in QUESTIONNAIRE.safety}
    assert needs_doctor(person("W55", flags["weight"]))
    assert not needs_doctor(person("W55", flags["support"]))


def test_words_may_be_about_every_asked_question_that_counts_for_a_level() -> None:
    asked = [question.id for _, questions in askable_questions(person()) for question in questions]
    assert {"legumes_per_week", "stress_now", "nsaid_days_per_week"} <= {*asked}
    assert not {"consent", "audit2_uk"} & {*asked}
