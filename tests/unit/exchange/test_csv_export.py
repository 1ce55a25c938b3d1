"""The table of chosen submissions."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest

from tests.unit.exchange.people import FIRST, NOON, in_words, record
from webapp.exchange import ExportedSubmission, as_csv, as_fhir_text, as_json_text


def rows(*records: ExportedSubmission) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(as_csv(records).removeprefix("\ufeff"), newline="")))


def test_each_submission_is_a_row_with_what_was_given_and_what_it_came_to() -> None:
    (row,) = rows(record(veg="2.5", ill="no"))
    assert row == {
        "submission.reference": "7Q4K-XW",
        "submission.time": "2026-11-23T12:00:00+00:00",
        "submission.channel": "home",
        "questionnaire.version": "1",
        "questionnaire.digest": FIRST.digest,
        "veg": "2.5",
        "ill": "no",
        "fibre_g.low": "5",
        "fibre_g.high": "5",
        "low_fibre.lowest": "slight",
        "low_fibre.highest": "slight",
    }


def test_what_nobody_could_say_is_a_question_mark_and_a_range() -> None:
    (row,) = rows(record(ill="not_sure"))
    assert (row["veg"], row["ill"], row["fibre_g.low"], row["fibre_g.high"]) == ("?", "not_sure", "0", "20")
    assert (row["low_fibre.lowest"], row["low_fibre.highest"]) == ("none", "slight")


@pytest.mark.parametrize(
    ("partial_date", "time"), [("2025-05-01", "2025-05-01"), ("2025-05", "2025-05"), ("?", ""), ("!", "")]
)
def test_files_for_programs_hold_no_time_that_is_not_known(partial_date: str, time: str) -> None:
    one = replace(record(veg=1), partial_date=partial_date)
    assert rows(one)[0]["submission.time"] == time
    assert json.loads(as_json_text([one]))["submissions"][0]["submitted_at"] == time
    assert f",{time},home," in in_words([one]).replace('"', "")
    bundle = json.loads(as_fhir_text([one], base_url="https://a.example", recorded=NOON))
    response, observation = (bundle["entry"][at]["resource"] for at in (0, 1))
    assert response.get("authored", "") == observation.get("effectiveDateTime", "") == time


def test_versions_share_their_columns_and_leave_the_others_empty() -> None:
    old, new = rows(record("AAAA-AA", veg=1), record("CCCC-CC", greens=2))
    assert (old["veg"], old["greens"], old["fibre_g.low"]) == ("1", "", "2")
    assert (new["veg"], new["greens"], new["fibre_g.low"]) == ("", "2", "6")


def test_the_columns_stand_in_the_order_of_asking_then_measures_then_factors() -> None:
    heading = list(rows(record(veg=1), record(greens=2))[0])
    assert heading[5:] == [
        "veg",
        "ill",
        "greens",
        "fibre_g.low",
        "fibre_g.high",
        "low_fibre.lowest",
        "low_fibre.highest",
    ]


def test_the_file_says_that_it_is_utf_8_and_ends_its_lines_as_the_format_asks() -> None:
    text = as_csv([record(veg=1)])
    assert text.encode().startswith(b"\xef\xbb\xbfsubmission.reference,")
    assert text.count("\r\n") == text.count("\n") == 2


def test_a_text_from_outside_is_no_formula_in_the_table() -> None:
    (row,) = rows(record(channel="=1+1", veg=1))
    assert row["submission.channel"] == "'=1+1"


def test_no_submission_gives_a_heading_alone() -> None:
    assert as_csv([]).count("\n") == 1
