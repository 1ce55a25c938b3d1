"""What a record says, by the questionnaire whose digest it names."""

from __future__ import annotations

import json

import pytest

from tests.project import QUESTIONNAIRE, TEXT
from tests.unit.exchange.fhir.people import GIVEN_AT
from tests.unit.exchange.record.files import RECORD, changed
from webapp.exchange.record import ImportedAnswers, RecordRefused, parse_record
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire

META = json.loads(RECORD)["meta"]
OTHER = {"tag": [{**META["tag"][0], "code": "0" * 64}]}
OLDER = "https://a.example/Questionnaire/gut-factors-en|0.0"


def nowhere(digest: str) -> Questionnaire:
    raise LookupError(digest)


def parsed(record: bytes) -> ImportedAnswers:
    return parse_record(record, QUESTIONNAIRE, nowhere)


def test_answers_time_and_code_are_told() -> None:
    found = parsed(RECORD)
    assert (found.answers.given["sex"], found.answers.given["age_years"]) == ("female", 41)
    assert (found.authored, found.day, found.reference) == (GIVEN_AT, "", "7Q4K-XW")


def test_another_version_is_found_by_its_digest() -> None:
    kept = {"0" * 64: load(TEXT.replace('version = "0.2-draft"', 'version = "0.0"'))}
    found = parse_record(changed(meta=OTHER, questionnaire=OLDER), QUESTIONNAIRE, kept.__getitem__)
    assert found.answers.questionnaire.version == "0.0"


def test_a_questionnaire_that_nobody_kept_is_named_in_the_refusal() -> None:
    with pytest.raises(RecordRefused, match=r"is not known here \(version 0.0, 00000000\)"):
        parsed(changed(meta=OTHER, questionnaire=OLDER))


def test_without_a_digest_the_version_must_be_todays() -> None:
    assert parsed(changed(meta=None)).answers.given["sex"] == "female"
    with pytest.raises(RecordRefused, match=r"version 0\.0 of the questionnaire"):
        parsed(changed(meta=None, questionnaire=OLDER))


def test_a_code_of_another_form_is_none_of_ours() -> None:
    assert parsed(changed(identifier={"value": "<b>7Q4K-XW"})).reference == ""


def test_a_record_need_not_say_when() -> None:
    found = parsed(changed(authored=None))
    assert (found.authored, found.day) == (None, "")


@pytest.mark.parametrize(
    ("authored", "day"),
    [
        ("2025-05-01", "2025-05-01"),
        ("2025-05", "2025-05"),
        ("2025", "2025"),
        ("2025-05-01T10:00:00", "2025-05-01"),
        ("2025-13", ""),
        ("2025-02-30", ""),
        ("20250501", ""),
        ("1 May 2025", ""),
        ("0001-01-01T00:00:00Z", ""),
        ("9999-12-31T23:59:59Z", ""),
    ],
)
def test_as_much_of_a_day_is_told_as_is_there(authored: str, day: str) -> None:
    found = parsed(changed(authored=authored))
    assert (found.authored, found.day) == (None, day)


@pytest.mark.parametrize(
    ("status", "is_finished"), [("completed", True), ("amended", True), ("in-progress", False)]
)
def test_a_form_that_was_only_begun_is_told_of(status: str, is_finished: bool) -> None:
    assert parsed(changed(status=status)).is_finished is is_finished


def test_of_several_identifiers_the_code_is_ours_and_none_that_is_old() -> None:
    ours = json.loads(RECORD)["identifier"]
    other = {"system": "https://x.example/id", "value": "11-22"}
    assert parsed(changed(identifier=[other, ours])).reference == "7Q4K-XW"
    assert parsed(changed(identifier=[{**ours, "use": "old"}])).reference == ""


def test_a_contained_questionnaire_is_known_by_its_own_address() -> None:
    address, _, version = json.loads(RECORD)["questionnaire"].partition("|")
    inside = {"resourceType": "Questionnaire", "id": "q1", "url": address, "version": version}
    assert parsed(changed(questionnaire="#q1", contained=[inside])).answers.given["sex"] == "female"
    for wrong in ({**inside, "url": "https://x.example/Questionnaire/mood"}, {**inside, "id": "q2"}):
        with pytest.raises(RecordRefused, match="not to gut-factors-en"):
            parsed(changed(questionnaire="#q1", contained=[wrong]))
    with pytest.raises(RecordRefused, match="not to 0"):
        parsed(changed(questionnaire="#q1", contained=[{**inside, "version": "9"}]))


def test_the_response_of_a_bundle_is_read() -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": json.loads(RECORD)}, {"resource": {}}, 1]}
    assert parsed(json.dumps(bundle).encode()).reference == "7Q4K-XW"
