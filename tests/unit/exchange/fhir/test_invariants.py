"""The rules of the FHIR R4 specification that a schema cannot say, in its own FHIRPath."""

from __future__ import annotations

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.form import FORM
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT, Resource, compiled, items, response_of
from webapp.assessment import assess, validate_answers
from webapp.exchange.fhir import bundle_resource, code_system_resource

NAME = r"name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')"
ITEM = {
    "que-1": "(type='group' implies item.exists()) and (type='display' implies item.empty())",
    "que-3": "type!='display' or code.empty()",
    "que-4": "answerOption.empty() or answerValueSet.empty()",
    "que-5": "type in ('choice' | 'decimal' | 'integer') or answerOption.empty()",
    "que-6": "type!='display' or (required.empty() and repeats.empty())",
    "que-9": "type!='display' or readOnly.empty()",
    "que-12": "enableWhen.count() > 1 implies enableBehavior.exists()",
}
OBSERVATION = {
    "obs-6": "dataAbsentReason.empty() or value.empty()",
    "obs-7": "value.empty() or component.code.coding.intersect(%resource.code.coding).empty()",
}
EVERYTHING_OPEN = validate_answers(QUESTIONNAIRE, {})


def keeps(rule: str, resource: Resource) -> bool:
    return compiled(rule)(resource, {"resource": resource}) == [True]


@pytest.mark.parametrize("rule", ITEM.values(), ids=ITEM)
def test_every_item_of_the_questionnaire_keeps_the_rule(rule: str) -> None:
    assert [link for link, item in items(FORM).items() if not keeps(rule, item)] == []


def test_links_and_codes_are_distinct() -> None:
    codes = code_system_resource(QUESTIONNAIRE, base_url=BASE)
    assert keeps("descendants().linkId.isDistinct()", FORM)
    assert keeps("concept.code.combine(concept.concept.code).isDistinct()", codes)
    assert all(keeps(NAME, resource) for resource in (FORM, codes))


def test_no_item_of_a_response_has_both_an_answer_and_items() -> None:
    for item in items(response_of(EVERYTHING_OPEN)).values():
        assert keeps("(answer.exists() and item.exists()).not()", item)


@pytest.mark.parametrize("rule", OBSERVATION.values(), ids=OBSERVATION)
def test_every_observation_keeps_the_rule(rule: str) -> None:
    assessment = assess(EVERYTHING_OPEN, changes=False)
    bundle = bundle_resource(assessment, base_url=BASE, authored=GIVEN_AT, recorded=GIVEN_AT)
    found = [entry["resource"] for entry in bundle["entry"]]
    assert all(keeps(rule, one) for one in found if one["resourceType"] == "Observation")
