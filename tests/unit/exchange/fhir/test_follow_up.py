"""A follow-up in FHIR: its own Questionnaire, derived from the whole, and the day of each older answer."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.people import BASE
from tests.unit.exchange.fhir.schema import SCHEMA, faults
from tests.web.submissions import case
from webapp.assessment import assess, validate_answers
from webapp.exchange.exported_submission import ExportedSubmission
from webapp.exchange.fhir.follow_up import parse_days
from webapp.exchange.fhir.self_check import resource_problems
from webapp.exchange.fhir_export import as_fhir_text
from webapp.exchange.record import build_record, parse_record
from webapp.questionnaire.model import Questionnaire

ANSWERS = validate_answers(QUESTIONNAIRE, case("W55"))
AT = datetime(2027, 1, 4, 12, tzinfo=UTC)
TODAY = {"consent", "signs_now", "red_flags", "medicines", "legumes_per_week"}
OLDER = {one: date(2026, 11, 23) for one in ANSWERS.given if one not in TODAY}
RECORD = build_record(ANSWERS, base_url=BASE, authored=AT, reference="7Q4K-XW", older=OLDER)
RESPONSE, ASKED = (entry["resource"] for entry in json.loads(RECORD)["entry"])


def not_kept(digest: str) -> Questionnaire:
    raise LookupError(digest)


def test_the_days_of_older_answers_come_back_from_a_record() -> None:
    read = parse_record(RECORD, QUESTIONNAIRE, not_kept)
    assert read.older == OLDER
    assert read.answers.given == ANSWERS.given


def test_a_follow_up_is_a_questionnaire_of_what_was_asked_derived_from_the_whole() -> None:
    links = {item["linkId"] for section in ASKED["item"] for item in section["item"]}
    assert links & set(QUESTIONNAIRE.questions) == TODAY
    assert ASKED["derivedFrom"] == [RESPONSE["questionnaire"]]
    assert ASKED["url"] != RESPONSE["questionnaire"].partition("|")[0]
    assert resource_problems(ASKED) == ()


@pytest.mark.skipif(not SCHEMA.exists(), reason="script/prepare test gets the schema")
def test_the_record_of_a_follow_up_keeps_to_the_schema() -> None:
    assert faults(json.loads(RECORD)) == []


def test_an_export_of_the_desk_has_the_days_too() -> None:
    one = ExportedSubmission("7Q4K-XW", AT, "home", assess(ANSWERS), older=OLDER)
    entries = json.loads(as_fhir_text([one], base_url=BASE, recorded=AT))["entry"]
    response, *_, asked = (entry["resource"] for entry in entries)
    assert parse_days(response, ANSWERS) == OLDER
    assert asked["derivedFrom"] == ASKED["derivedFrom"]


def test_a_day_that_is_none_is_passed_over() -> None:
    spoilt = RECORD.replace(b"2026-11-23", b"yesterday!")
    assert parse_record(spoilt, QUESTIONNAIRE, not_kept).older == {}


def test_a_whole_form_has_no_days() -> None:
    whole = build_record(ANSWERS, base_url=BASE, authored=AT)
    assert json.loads(whole)["resourceType"] == "QuestionnaireResponse"
    assert parse_record(whole, QUESTIONNAIRE, not_kept).older == {}
