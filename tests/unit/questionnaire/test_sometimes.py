"""Answers that are offered, and questions to ask that are printed, only where they fit."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import problems, refused, small
from webapp.assessment import assess, validate_answers
from webapp.assessment.words import all_texts
from webapp.questionnaire.load import load

ASK = 'ask = ["Which fibre?"]'
OPTION = '{ id = "acid", label = "Acid pills" }'


def offering(rule: str) -> str:
    return OPTION.replace(" }", f', offer_if = "{rule}" }}')


@pytest.mark.parametrize(("fruit", "told"), [(0, ["How much?", "Which fibre?"]), (2, ["Which fibre?"])])
def test_a_question_to_ask_is_printed_where_its_condition_holds(fruit: int, told: list[str]) -> None:
    rows = 'ask = [{ when = "fruit < 1", text = "How much?" }, "Which fibre?"]'
    questionnaire = load(small(ASK, rows))
    assessment = assess(validate_answers(questionnaire, {"fruit": fruit}))
    assert list(all_texts(questionnaire.factors["low_fibre"].ask, assessment)) == told


def test_there_may_be_no_question_to_ask() -> None:
    questionnaire = load(small(ASK, 'ask = [{ when = "fruit < 1", text = "How much?" }]'))
    assessment = assess(validate_answers(questionnaire, {"fruit": 2}))
    assert list(all_texts(questionnaire.factors["low_fibre"].ask, assessment)) == []


def test_an_answer_that_is_not_offered_counts_all_the_same() -> None:
    questionnaire = load(small(OPTION, offering("fruit > 3")))
    assert questionnaire.questions["pills"].option("acid").offer_if is not None
    assert validate_answers(questionnaire, {"fruit": 0, "pills": ["acid"]}).given["pills"] == ("acid",)


@pytest.mark.parametrize("rule", ["fruit >", "fuit > 3", "pills == 3"])
def test_the_rule_of_an_answer_is_read_as_every_other(rule: str) -> None:
    assert {one.location for one in problems(small(OPTION, offering(rule)))} == {"pills.acid.offer_if"}


def test_an_answer_does_not_wait_for_a_later_question() -> None:
    old = '{ id = "0", label = "Never", points = 0 }'
    (problem,) = problems(small(old, old.replace(" }", ", offer_if = \"'acid' in pills\" }")))
    assert problem.message == 'drinks is asked before "pills", which decides it: move it behind'


def test_the_way_out_is_offered_to_everybody() -> None:
    refused(
        '{ id = "none", label = "None", exclusive = true }',
        '{ id = "none", label = "None", exclusive = true, offer_if = "fruit > 3" }',
        at='offer_if = "fruit > 3"',
        code="always-offered",
        said="pills.none.offer_if: this answer is for everybody, so it is always offered",
    )


def test_there_is_an_answer_for_everybody() -> None:
    text = small(OPTION, offering("fruit > 3")).replace(
        '    { id = "none", label = "None", exclusive = true },\n', ""
    )
    (problem,) = problems(text)
    assert problem.message == "one answer must be there for everybody"
