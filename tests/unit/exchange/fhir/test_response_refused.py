"""What is refused in a QuestionnaireResponse, and where refusals end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.responses import response, with_item
from webapp.exchange.fhir import ResponseErrors, parse_response
from webapp.exchange.fhir.parse_response import MOST_ITEMS, MOST_PROBLEMS


def refusal(resource: Any) -> list[str]:  # noqa: ANN401  # it comes from outside
    with pytest.raises(ResponseErrors) as caught:
        parse_response(resource, QUESTIONNAIRE)
    return list(caught.value.problems)


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        "resourceType": "Patient",
        "status": "stopped",
        "questionnaire": "https://a.example/Questionnaire/phq-9",
        "item": [{"linkId": "mood"}, {"linkId": "sex", "answer": [{"valueString": "male"}]}, 7],
    }
    assert refusal(wrong) == [
        "This is no QuestionnaireResponse, but Patient.",
        "The status must be completed, amended or in-progress, not stopped.",
        "These answers are to phq-9, not to gut-factors-en.",
        "No question has the linkId mood.",
        "sex: an option is needed as valueCoding, not a valueString.",
        "No question has the linkId None.",
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://a.example/Questionnaire/gut-factors-en|9", "These answers are to version 9"),
        (None, "These answers are to no questionnaire that is named"),
    ],
)
def test_answers_to_another_questionnaire_are_refused(address: object, said: str) -> None:
    (problem,) = refusal({**response(), "questionnaire": address})
    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("link", "answer", "said"),
    [
        ("sex", "male", "the answer must be a list"),
        ("sex", ["male"], "each answer must be an object"),
        ("sex", [{"valueCoding": {"code": "male"}}], "male is no option of this question"),
        (
            "sex",
            [{"valueCoding": {"system": "x", "code": "sex.male"}}],
            "sex.male is no option of this question",
        ),
        ("sex", [{"valueCoding": {"code": ["x"]}}], "something nested is no option of this question"),
        (
            "sex",
            [{"valueCoding": {"system": 1, "code": "sex.male"}}],
            "sex.male is no option of this question",
        ),
        ("sex", [{"valueInteger": 1}, {"valueInteger": 2}], "there must be one answer only"),
        ("sex", [{"valueInteger": 1, "valueString": "1"}], "each answer must have one value"),
        ("sex", [{"valueCoding": "sex.male"}], "an option is needed as valueCoding, not a valueCoding"),
        ("age_years", [{"valueString": "30"}], "a number is needed, not a valueString"),
        ("age_years", [{"valueInteger": "30"}], "30 is no number"),
        ("age_years", [{"valueInteger": True}], "True is no number"),
        ("age_years", [{"valueQuantity": 30}], "a quantity must be an object"),
        ("age_years", [{"valueQuantity": {"value": 30, "code": "mo"}}], "the unit must be years, not mo"),
        ("age_years", [{"valueInteger": 130}], "must be from 0 to 120 years, not 130"),
        ("age_years", [{"valueDecimal": Decimal("30.5")}], "must be a whole number"),
        ("age_years", [{"valueDecimal": Decimal("NaN")}], "must be a number of a usual size"),
        ("age_years", [{"valueDecimal": Decimal("1E+300")}], "must be a number of a usual size"),
        (
            "signs_now",
            [{"valueCoding": {"code": "signs_now.none"}}, {"valueCoding": {"code": "signs_now.fever"}}],
            "none cannot be ticked together with others",
        ),
    ],
)
def test_an_answer_that_cannot_be_one_is_refused_in_a_sentence(link: str, answer: object, said: str) -> None:
    assert refusal(with_item(link, answer=answer)) == [f"{link}: {said}."]


@pytest.mark.parametrize("items", [{"linkId": "sex"}, "sex", 0, False])
def test_items_that_are_no_list_are_not_lost_without_a_word(items: object) -> None:
    told = "What is called item must be a list."
    assert refusal({**response(), "item": items}) == [told]
    assert refusal(with_item("section.safety", item=items)) == [told]


@pytest.mark.parametrize("resource", [[], "QuestionnaireResponse", None])
def test_what_is_no_object_is_refused(resource: object) -> None:
    assert refusal(resource)[0] == "This is no QuestionnaireResponse, but None."


def test_a_question_may_not_be_there_twice() -> None:
    item = {"linkId": "sex", "answer": [{"valueCoding": {"code": "sex.male"}}]}
    assert refusal({**response(), "item": [item, item]}) == ["sex: this question is there twice."]


def test_no_more_items_are_looked_at_than_any_questionnaire_has() -> None:
    many = {**response(), "item": [{"linkId": "worked-out"}] * (MOST_ITEMS + 1)}
    assert refusal(many) == [f"There are more than {MOST_ITEMS} items."]


def test_a_refusal_has_an_end() -> None:
    said = refusal({**response(), "item": [{"linkId": f"x{place}"} for place in range(MOST_PROBLEMS + 3)]})
    assert said[MOST_PROBLEMS:] == ["There are 3 more problems."]
