"""The worked examples of content 0.2: what one person gets who differs from `person` in a few answers.

Each row of `clinical_examples.json` names the section of the clinical changes and the row of its table.
`answers` are what differs; `flags` are all safety flags, in the order of the report; `levels` are levels, or
ranges of them; `changes` are how many changes that lower a level are pointed out ("*": for all factors
together); `says` are words of a flag, `times` how soon to act on it, and `notes` words that begin a note of a
factor.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.project import QUESTIONNAIRE
from webapp.assessment import Assessment, assess, validate_answers
from webapp.assessment.words import fill

DATA = json.loads((Path(__file__).parent / "clinical_examples.json").read_text("utf-8"), parse_float=str)
NOT_ASKED_FROM = 56


def assessment_of(differences: dict[str, Any]) -> Assessment:
    answers = {**DATA["person"], **differences}
    if answers["sex"] == "male" or answers["age_years"] >= NOT_ASKED_FROM:
        answers.pop("pregnant")
    return assess(validate_answers(QUESTIONNAIRE, answers))


def level(assessment: Assessment, factor: str) -> str:
    (found,) = [one for one in assessment.findings if one.factor.id == factor]
    return found.lowest.word if found.is_settled else f"{found.lowest.word}..{found.highest.word}"


def changes(assessment: Assessment, factor: str) -> int:
    return sum(len(one.changes) for one in assessment.findings if factor in ("*", one.factor.id))


def words_of(assessment: Assessment, flag_id: str) -> str:
    (flag,) = [one for one in assessment.safety if one.id == flag_id]
    texts = [flag.text, *(note.text for note in flag.more if assessment.holds(note))]
    return " ".join(fill(text, assessment) for text in texts)


def notes_of(assessment: Assessment, factor_id: str) -> list[str]:
    factor = QUESTIONNAIRE.factors[factor_id]
    return [fill(note.text, assessment) for note in factor.notes if assessment.holds(note)]


def test_the_person_of_the_examples_has_no_flag_and_some_changes() -> None:
    assert not assessment_of({}).safety
    assert changes(assessment_of({}), "*") > 0


@pytest.mark.parametrize("row", DATA["examples"], ids=lambda row: f"{row['section']}: {row['row']}")
def test_an_example_comes_out_as_written(row: dict[str, Any]) -> None:
    assessment = assessment_of(row["answers"])
    if "flags" in row:
        assert [flag.id for flag in assessment.safety] == row["flags"]
    assert {factor: level(assessment, factor) for factor in row.get("levels", {})} == row.get("levels", {})
    for factor, wanted in row.get("changes", {}).items():
        found = changes(assessment, factor)
        assert found > 0 if wanted == "some" else found == wanted
    for flag, words in row.get("says", {}).items():
        assert words in words_of(assessment, flag)
    times = {flag.id: flag.time for flag in assessment.safety}
    assert {flag: times[flag] for flag in row.get("times", {})} == row.get("times", {})
    for factor, words in row.get("notes", []):
        assert any(note.startswith(words) for note in notes_of(assessment, factor))
