"""The table in words, and the Bundle, of chosen submissions."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest

from tests.unit.exchange.people import NOON, in_words, record
from webapp.exchange import ExportedSubmission, as_fhir_text
from webapp.exchange.fhir import resource_problems

BASE = "https://clinic.example/fhir"


def lines(*records: ExportedSubmission) -> list[list[str]]:
    return list(csv.reader(StringIO(in_words(records).removeprefix("\ufeff"), newline="")))


def test_the_table_in_words_has_names_units_and_answers_as_they_were_chosen() -> None:
    assert lines(record(veg="2.5", ill="no")) == [
        ["Code", "Sent", "Filled in", "How much?", "Is it so?", "Fibre (g/day)", "Low fibre"],
        ["7Q4K-XW", "2026-11-23 12:00", "home", "2.5", "No", "5", "slight"],
    ]


def test_what_was_skipped_says_so_and_a_range_is_one() -> None:
    heading, row = lines(record(ill="not_sure"))
    assert "not answered" in row
    assert row[heading.index("Fibre (g/day)")] == "0–20"
    assert row[heading.index("Low fibre")] == "none–slight"


def test_versions_stand_beside_each_other_in_one_table_in_words() -> None:
    heading, old, new = lines(record("AAAA-AA", veg=1), record("CCCC-CC", greens=2))
    assert len(heading) == len(old) == len(new)
    assert (old[0], new[0]) == ("AAAA-AA", "CCCC-CC")


@pytest.mark.parametrize("count", [1, 2])
def test_a_bundle_holds_each_submission_once_and_is_sound(count: int) -> None:
    made = [record(reference, veg=2) for reference in ("AAAA-AA", "CCCC-CC")[:count]]
    bundle = json.loads(as_fhir_text(made, base_url=BASE, recorded=NOON + timedelta(hours=1)))
    assert list(resource_problems(bundle)) == []
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds.count("QuestionnaireResponse") == kinds.count("Provenance") == count
