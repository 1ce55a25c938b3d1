"""The same submissions as JSON."""

from __future__ import annotations

import json

from tests.unit.exchange.people import record
from webapp.assessment import as_json
from webapp.exchange import as_json_text


def test_each_submission_has_its_answers_and_its_assessment() -> None:
    one = record(veg="2.5", ill="no")
    (told,) = json.loads(as_json_text([one]))["submissions"]
    assert told["answers"] == {"veg": "2.5", "ill": "no"}
    assert told["assessment"] == as_json(one.assessment)
    assert (told["reference"], told["submitted_at"]) == ("7Q4K-XW", "2026-11-23T12:00:00+00:00")


def test_submissions_of_several_versions_name_their_own() -> None:
    told = json.loads(as_json_text([record(veg=1), record(greens=2)]))["submissions"]
    digests = [one["assessment"]["questionnaire"]["digest"] for one in told]
    assert len(set(digests)) == 2


def test_the_file_names_its_format() -> None:
    assert json.loads(as_json_text([])) == {"format": "gut-factors submissions 1", "submissions": []}
