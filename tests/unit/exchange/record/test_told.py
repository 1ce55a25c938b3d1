"""What a record says, by the questionnaire whose digest it names."""

from __future__ import annotations

import json

import pytest

from tests.project import QUESTIONNAIRE, TEXT
from tests.unit.exchange.fhir.people import GIVEN_AT
from tests.unit.exchange.record.files import RECORD, changed
from webapp.exchange.record import RecordRefused, Told, told_by
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire

META = json.loads(RECORD)["meta"]
OTHER = {"tag": [{**META["tag"][0], "code": "0" * 64}]}
OLDER = "https://a.example/Questionnaire/gut-factors-en|0.0"


def nowhere(digest: str) -> Questionnaire:
    raise LookupError(digest)


def told(record: bytes) -> Told:
    return told_by(record, QUESTIONNAIRE, nowhere)


def test_answers_time_and_code_are_told() -> None:
    said = told(RECORD)
    assert (said.answers.given["sex"], said.answers.given["age_years"]) == ("female", 41)
    assert (said.authored, said.at, said.reference) == (GIVEN_AT, GIVEN_AT, "7Q4K-XW")


@pytest.mark.no_cover
def test_another_version_is_found_by_its_digest() -> None:
    kept = {"0" * 64: load(TEXT.replace('version = "0.1-draft"', 'version = "0.0"'))}
    said = told_by(changed(meta=OTHER, questionnaire=OLDER), QUESTIONNAIRE, kept.__getitem__)
    assert said.answers.questionnaire.version == "0.0"


def test_a_questionnaire_that_nobody_kept_is_named_in_the_refusal() -> None:
    with pytest.raises(RecordRefused, match=r"is not known here \(version 0.0, 00000000\)"):
        told(changed(meta=OTHER, questionnaire=OLDER))


def test_without_a_digest_the_version_must_be_todays() -> None:
    assert told(changed(meta=None)).answers.given["sex"] == "female"
    with pytest.raises(RecordRefused, match=r"version 0\.0 of the questionnaire"):
        told(changed(meta=None, questionnaire=OLDER))


def test_a_code_of_another_form_is_none_of_ours() -> None:
    assert told(changed(identifier={"value": "<b>7Q4K-XW"})).reference == ""


def test_a_record_need_not_say_when_but_then_it_has_no_day() -> None:
    said = told(changed(authored=None))
    assert said.authored is None
    with pytest.raises(RecordRefused, match="does not say when"):
        _ = said.at


def test_all_wrong_answers_are_told() -> None:
    strange = [{"linkId": "mood"}, {"linkId": "sex", "answer": [{"valueString": "x"}]}]
    with pytest.raises(RecordRefused) as caught:
        told(changed(item=strange))
    assert len(caught.value.sentences) == 2
