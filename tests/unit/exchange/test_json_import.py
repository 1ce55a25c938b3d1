"""What we export as JSON is read back as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.exchange.people import record
from webapp.exchange import as_json_text
from webapp.exchange.exported_submission import ExportedSubmission
from webapp.exchange.json_import import is_export, parse_export
from webapp.exchange.record import RecordRefused
from webapp.questionnaire.model import Questionnaire


def exported(*records: ExportedSubmission) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json_text(records))
    assert is_export(found)
    return found


def unknown(digest: str) -> Questionnaire:
    raise LookupError(digest)


def test_one_submission_comes_back_with_its_answers_its_code_and_its_time() -> None:
    one = record(veg="2.5", ill="no")
    found = parse_export(exported(one), one.questionnaire, unknown)
    assert found.answers == one.assessment.answers
    assert (found.reference, found.authored) == (one.reference, one.submitted_at)


def test_its_own_questionnaire_decides_and_one_that_is_unknown_is_named() -> None:
    one, today = record(veg=1), record(greens=2).questionnaire
    found = parse_export(exported(one), today, {one.questionnaire.digest: one.questionnaire}.__getitem__)
    assert found.answers == one.assessment.answers
    with pytest.raises(RecordRefused, match=one.questionnaire.digest[:8]):
        parse_export(exported(one), today, unknown)


@pytest.mark.parametrize("count", [0, 2])
def test_another_number_of_submissions_is_told_with_what_to_do(count: int) -> None:
    every = [record(reference, veg=1) for reference in ("AAAA-AA", "CCCC-CC")[:count]]
    with pytest.raises(RecordRefused, match=f"{count} submissions are in this file.*Export the one"):
        parse_export(exported(*every), record(veg=1).questionnaire, unknown)


@pytest.mark.parametrize("key", ["answers", "assessment"])
@pytest.mark.parametrize("value", [None, [], "x"])
def test_a_damaged_export_is_refused_as_such(key: str, value: object) -> None:
    one = record(veg=1)
    content = exported(one)
    content["submissions"][0][key] = value
    with pytest.raises(RecordRefused, match="export of submissions"):
        parse_export(content, one.questionnaire, unknown)
    broken: tuple[object, ...] = (None, {}, ["x"])
    for submissions in broken:
        with pytest.raises(RecordRefused, match="export of submissions"):
            parse_export({**content, "submissions": submissions}, one.questionnaire, unknown)


def test_a_wrong_answer_is_named() -> None:
    one = record(veg=1)
    content = exported(one)
    content["submissions"][0]["answers"]["veg"] = "many"
    with pytest.raises(RecordRefused, match=r"^veg: "):
        parse_export(content, one.questionnaire, unknown)
