"""What we export keeps to the JSON schema of FHIR R4 (the file fhir.schema.json of the specification)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT, SLOW, people
from tests.unit.exchange.fhir.schema import SCHEMA, faults, validator
from webapp.assessment import Answers, assess
from webapp.exchange.fhir import bundle_resource, code_system_resource, questionnaire_resource

pytestmark = pytest.mark.skipif(not SCHEMA.exists(), reason="script/prepare test gets the schema")


@pytest.mark.parametrize("make", [questionnaire_resource, code_system_resource])
def test_the_questionnaire_and_its_codes_keep_to_the_schema(make: Any) -> None:  # noqa: ANN401  # two functions
    assert faults(make(QUESTIONNAIRE, base_url=BASE)) == []


@settings(max_examples=3 * SLOW)
@given(answers=people())
def test_every_resource_of_a_bundle_keeps_to_the_schema(answers: Answers) -> None:
    assessment = assess(answers, changes=False)
    bundle = bundle_resource(assessment, base_url=BASE, authored=GIVEN_AT, recorded=GIVEN_AT)
    assert [faults(entry["resource"]) for entry in bundle["entry"] if faults(entry["resource"])] == []
    assert faults(bundle) == []


def test_the_schema_does_refuse() -> None:
    wrong = {**questionnaire_resource(QUESTIONNAIRE, base_url=BASE), "status": 3}
    assert not validator().is_valid(wrong)
