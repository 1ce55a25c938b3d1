"""Numbers of JSON: exact, and none so long that it costs time."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import cast

import pytest

from tests.project import QUESTIONNAIRE
from webapp.assessment import AnswerErrors, validate_answers
from webapp.exchange.fhir import ResponseErrors, parse_response
from webapp.exchange.fhir.addresses import UntrustedResource
from webapp.exchange.strict_json import parse_json

ENDLESS = "9" * 490_000
RESPONSE = """{
  "resourceType": "QuestionnaireResponse",
  "status": "completed",
  "questionnaire": "https://clinic.example/fhir/Questionnaire/gut-factors-en",
  "authored": "2026-11-28T10:00:00Z",
  "item": [{"linkId": "age_years", ANSWER}]
}"""


def test_a_number_of_a_usual_length_stays_exact() -> None:
    assert parse_json("[62.50, 41, 0.1000000000000000055511151231257827]") == [
        Decimal("62.50"),
        41,
        Decimal("0.1000000000000000055511151231257827"),
    ]


@pytest.mark.parametrize("digits", [f"0.{ENDLESS}", ENDLESS, f"{ENDLESS}.5", f"1e{ENDLESS}", "1e999999999"])
@pytest.mark.parametrize(
    "answer",
    ['"answer": [{"valueDecimal": %s}]', '"answer": [{"valueQuantity": {"value": %s}}]'],
    ids=["decimal", "quantity"],
)
def test_a_number_without_an_end_is_refused_at_once_by_its_question(digits: str, answer: str) -> None:
    written = RESPONSE.replace("ANSWER", answer % digits)
    began = time.process_time()
    with pytest.raises(ResponseErrors) as errors:
        parse_response(cast("UntrustedResource", parse_json(written)), QUESTIONNAIRE)
    assert time.process_time() - began < 0.5
    assert errors.value.problems == ("age_years: must be a number of a usual size.",)


def test_text_with_a_mark_for_thousands_is_refused_as_such() -> None:
    answers = parse_json('{"vitd_test": "yes", "vitd_value": "1,200", "vitd_unit": "nmol"}')
    assert isinstance(answers, dict)
    with pytest.raises(AnswerErrors, match="Type the number without a mark for thousands"):
        validate_answers(QUESTIONNAIRE, answers)
