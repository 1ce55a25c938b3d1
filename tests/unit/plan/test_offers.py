"""What may be offered for a plan: never a change that a safety flag silences, whatever the flag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from tests.pdf.people import answers_of
from tests.project import QUESTIONNAIRE
from tests.unit.assessment.tiny import tiny
from webapp.assessment import Answers, Assessment, assess, validate_answers
from webapp.assessment.answers import resolve
from webapp.plan import AgreedChange, Plan
from webapp.plan.offers import (
    askable_questions,
    considered_tests,
    flags_against,
    flags_to_read,
    needs_doctor,
    offered_changes,
    silencing_flags,
)
from webapp.questionnaire.model import SafetyFlag
from webapp.questionnaire.rules.logic import Or
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


def is_about(flag: SafetyFlag, question: str) -> bool:
    """Return whether a flag silences a question, or everything, or its own rules look at the question."""
    rules = [flag.when, *(one.when for one in flag.more if one.when)]
    looks_at = flag.tier != "support" and question in QUESTIONNAIRE.rule_book.questions_of(rules)
    return looks_at or len(flag.silences) == len(BEHIND) or is_silenced(flag, question)


@pytest.mark.parametrize("flag", QUESTIONNAIRE.safety, ids=lambda flag: flag.id)
def test_no_change_that_a_flag_silences_is_offered_or_kept_without_its_reason(flag: SafetyFlag) -> None:
    offers = offers_of_all()
    assessment = person("W55", flag)
    offered = offered_changes(assessment)
    assert not any(flag.silences & {*one.factors} or is_silenced(flag, one.question) for one in offered)
    assert {(one.question, one.becomes) for one in offered} == {
        (question, becomes) for question, becomes in offers if not is_silenced(flag, question)
    }
    assert any(is_silenced(flag, one) for one in CHANGEABLE) == bool(silencing_flags(assessment))


def flags_against_each(answers: Answers) -> Iterator[tuple[str, tuple[SafetyFlag, ...]]]:
    for question in QUESTIONNAIRE.questions:
        yield question, flags_against(answers, [question])


@pytest.mark.parametrize("flag", QUESTIONNAIRE.safety, ids=lambda flag: flag.id)
def test_a_flag_speaks_against_what_it_silences_and_what_its_rules_look_at(flag: SafetyFlag) -> None:
    # The flag stands whatever the answers are, and its rules stay what they are.
    standing = replace(flag, when=Or((TruthWord(truth=True), flag.when)))
    answers = person("W55").answers
    asked = replace(QUESTIONNAIRE, safety=(standing,))
    for question, flags in flags_against_each(resolve(asked, answers.given)):
        against = tuple(one.id for one in flags)
        assert against == ((flag.id,) if is_about(flag, question) else ()), question
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


def test_words_may_be_about_every_question_that_was_asked() -> None:
    assessment = person()
    offered = [question.id for _, questions in askable_questions(assessment) for question in questions]
    asked = [one for one in QUESTIONNAIRE.questions if assessment.answers.is_shown(one)]
    assert offered == [one for one in asked if one != "consent"]
    assert {"supplements", "medicines", "food_limits", "vitd_test", "stress_now"} <= {*offered}
    assert "audit2_uk" not in offered


def test_a_flag_speaks_against_what_its_text_names_though_its_rule_does_not_look_at_it() -> None:
    fish_oil = person(medicines=["thinner"], supplements=["omega3"])
    against = flags_against(fish_oil.answers, ["supplements"])
    assert [flag.id for flag in against] == ["thinner"], "its text names fish oil and vitamin E"
    assert "fish oil" in against[0].text


def test_a_plan_names_the_messages_of_the_report_that_may_concern_it() -> None:
    fish_oil = person(medicines=["thinner"], supplements=["omega3"], red_flags=["weight_loss"])
    assert [flag.id for flag in flags_to_read(fish_oil, ["supplements"])] == ["weight", "thinner"]
    assert [flag.id for flag in flags_to_read(fish_oil, [])] == ["thinner"], "doctor's messages stand on top"


def test_a_plan_names_no_message_that_the_report_does_not_have() -> None:
    skipped = person(medicines=None)
    assert "thinner" in {flag.id for flag in flags_against(skipped.answers, ["supplements"])}
    assert not flags_to_read(skipped, ["supplements"])
    memory = person(conditions=["alzheimers"])
    assert {flag.id for flag in flags_against(memory.answers, ["conditions"])} == {"memory"}
    assert not flags_to_read(memory, ["conditions"]), "this message is the practitioner's alone"
