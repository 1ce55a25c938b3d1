"""Answers out as a QuestionnaireResponse, and in again."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import cast

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.form import FORM
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT, Resource, items, people, response_of
from tests.unit.exchange.fhir.responses import response, through_json, with_item
from webapp.assessment import Answers, as_json, assess, validate_answers
from webapp.exchange.fhir import (
    ResponseOrigin,
    parse_origin,
    parse_response,
    resource_problems,
    response_resource,
)
from webapp.exchange.fhir.shape import shape_problems
from webapp.exchange.strict_json import parse_json

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"


def findings(answers: Answers) -> object:
    return as_json(assess(answers, changes=False))


@given(answers=people())
def test_out_and_in_again_gives_the_same_answers_and_the_same_findings(answers: Answers) -> None:
    resource = cast("Resource", parse_json(json.dumps(response_of(answers))))
    back = validate_answers(QUESTIONNAIRE, parse_response(resource, QUESTIONNAIRE))
    assert back.given == answers.given
    assert findings(back) == findings(answers)


@given(answers=people())
def test_in_and_out_again_gives_the_same_resource(answers: Answers) -> None:
    response = through_json(response_of(answers))
    exact = cast("Resource", parse_json(json.dumps(response)))
    origin = parse_origin(exact)
    assert origin.authored is not None
    back = validate_answers(QUESTIONNAIRE, parse_response(exact, QUESTIONNAIRE))
    again = response_resource(back, base_url=BASE, authored=origin.authored, reference=origin.reference)
    assert through_json(again) == response


@given(answers=people())
def test_a_response_is_valid_and_has_what_was_asked_and_nothing_else(answers: Answers) -> None:
    response = response_of(answers)
    QuestionnaireResponse.model_validate(response)
    exact = parse_json(json.dumps(response))
    assert resource_problems(response) == shape_problems(exact) == ()
    assert items(response).keys() <= items(FORM).keys()
    links = [link for link in items(response) if not link.startswith("section.")]
    assert links == list(answers.given)


def test_a_hidden_answer_is_left_out() -> None:
    assert "audit2" not in items(response(audit1="0", audit2="4"))


def test_an_answer_to_a_hidden_question_is_not_taken_in() -> None:
    changed = response(audit1="0")
    changed["item"][0]["item"].append({"linkId": "audit2", "answer": [{"valueCoding": {"code": "audit2.4"}}]})
    assert "audit2" not in parse_response(changed, QUESTIONNAIRE)


def test_a_question_that_was_passed_over_has_no_answer_but_a_reason() -> None:
    item = items(response())["region"]
    assert "answer" not in item
    assert [one["valueCode"] for one in item["extension"]] == ["unknown"]


def test_not_sure_and_rather_not_say_stay_apart() -> None:
    said = response(pregnant="prefer_not", conditions=["not_sure"])
    codings = {link: items(said)[link]["answer"][0]["valueCoding"] for link in ("pregnant", "conditions")}
    assert [one["code"] for one in codings.values()] == ["asked-declined", "asked-unknown"]
    assert {one["system"] for one in codings.values()} == {ABSENT}


def test_nobody_is_named() -> None:
    assert not {"subject", "author", "source", "encounter"} & response().keys()


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        response_resource(validate_answers(QUESTIONNAIRE, {}), base_url=BASE, authored=datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_response_says_where_it_comes_from() -> None:
    assert parse_origin(response()) == ResponseOrigin(
        "gut-factors-en", QUESTIONNAIRE.version, QUESTIONNAIRE.digest, "7Q4K-XW", GIVEN_AT
    )


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"questionnaire": 3, "meta": "x", "identifier": [], "authored": "soon"},
        {"authored": "01.01.2026", "meta": {"tag": [3, {"system": 4}, {"system": "x/questionnaire-digest"}]}},
    ],
)
def test_a_response_may_say_nothing_of_where_it_comes_from(strange: Resource) -> None:
    assert parse_origin(strange) == ResponseOrigin()


def read(link: str, *values: Resource) -> object:
    return parse_response(with_item(link, answer=list(values)), QUESTIONNAIRE)[link]


@pytest.mark.parametrize(
    "changed",
    [
        {"questionnaire": "gut-factors-en"},
        {"questionnaire": "https://elsewhere.example/Questionnaire/gut-factors-zh-Hans"},
        {"questionnaire": "https://elsewhere.example/r4/Questionnaire/gut-factors-en"},
        {"status": "in-progress"},
        {"authored": None, "meta": None},
    ],
)
def test_what_other_programs_leave_out_or_change_does_not_matter(changed: Resource) -> None:
    assert parse_response({**response(sex="male"), **changed}, QUESTIONNAIRE)["sex"] == "male"


@pytest.mark.parametrize(
    "value",
    [
        {"valueInteger": 3},
        {"valueDecimal": 3},
        {"valueDecimal": Decimal("3.0")},
        {"valueDecimal": Decimal(3)},
        {"valueQuantity": {"value": 3, "code": "{handfuls}/d"}},
        {"valueQuantity": {"value": 3, "unit": "handfuls/day"}},
        {"valueQuantity": {"value": 3}},
    ],
)
def test_a_number_is_taken_in_each_of_its_forms(value: Resource) -> None:
    assert read("veg_per_day", value) == 3


@pytest.mark.parametrize("value", [{"valueDecimal": Decimal("5.7")}, {"valueDecimal": Decimal("5.70")}])
def test_a_decimal_stays_exact(value: Resource) -> None:
    tested = {"linkId": "vitd_test", "answer": [{"valueCoding": {"code": "vitd_test.yes"}}]}
    number = {"linkId": "vitd_value", "answer": [value]}
    assert parse_response({**response(), "item": [tested, number]}, QUESTIONNAIRE)["vitd_value"] == "5.7"


@pytest.mark.parametrize(
    ("coding", "option"),
    [
        ({"code": "pregnant.yes"}, "yes"),
        ({"system": "https://elsewhere.example/CodeSystem/gut-factors", "code": "pregnant.no"}, "no"),
        ({"system": ABSENT, "code": "asked-declined"}, "prefer_not"),
        ({"system": f"{BASE}/CodeSystem/gut-factors", "code": "pregnant.not_sure"}, "not_sure"),
        ({"system": ABSENT, "code": "masked"}, None),
    ],
)
def test_an_option_is_known_by_its_code(coding: Resource, option: str | None) -> None:
    assert read("pregnant", {"valueCoding": coding}) == option


@pytest.mark.parametrize("answer", [[], [{}], [{"extension": []}], [{"_valueInteger": {"extension": []}}]])
def test_an_answer_without_a_value_is_none(answer: list[Resource]) -> None:
    assert parse_response(with_item("veg_per_day", answer=answer), QUESTIONNAIRE)["veg_per_day"] is None


def test_items_are_found_however_deep_they_are_nested() -> None:
    deep: Resource = {"linkId": "sex", "answer": [{"valueCoding": {"code": "sex.male"}}]}
    for _ in range(3_000):
        deep = {"linkId": "section.safety", "item": [deep]}
    below = {"linkId": "consent", "answer": [{"valueCoding": {"code": "consent.yes"}, "item": [deep]}]}
    assert parse_response({**response(), "item": [below]}, QUESTIONNAIRE)["sex"] == "male"


def test_what_other_programs_worked_out_is_ignored() -> None:
    worked_out = {"linkId": "worked-out", "item": [{"linkId": "fibre_g", "answer": [{"valueDecimal": 999}]}]}
    changed = {**response(sex="male"), "item": [worked_out]}
    assert parse_response(changed, QUESTIONNAIRE)["sex"] is None
