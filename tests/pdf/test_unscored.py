"""Instruments asked in words that nobody validated: their answers count, their scores are shown nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.pdf.people import EVERY_FLAG, OCCASION, SENT, answers_of
from tests.project import QUESTIONNAIRE
from webapp.assessment import Assessment, assess, validate_answers
from webapp.assessment.as_json import as_json
from webapp.localization.wording import WORDING, unpublished_questions
from webapp.questionnaire.model import Questionnaire
from webapp.report.pdf.html import render_html
from webapp.report.views.patient_view import patient_view
from webapp.report.views.practice_view import practice_view

LOW = {**EVERY_FLAG, "sex": "female", "phq4_1": "2", "phq4_2": "2", "phq4_3": "3", "phq4_4": "2"}
INSTRUMENTS = QUESTIONNAIRE.practice.instruments(QUESTIONNAIRE.rule_book)
ALL = frozenset[str]().union(*INSTRUMENTS.values())
SCORED = re.compile(r"(?:AUDIT-C|PHQ-[24](?:, \w+)?)(?::</b>|\xa0| )*\d")


def assessed(questionnaire: Questionnaire) -> Assessment:
    return assess(validate_answers(questionnaire, {**answers_of("W08"), **LOW}))


def documents(assessment: Assessment) -> Iterator[str]:
    yield render_html(practice_view(assessment, OCCASION, channel="home", submitted_at=SENT))
    yield render_html(patient_view(assessment, OCCASION))


@pytest.fixture(scope="module")
def unscored() -> Assessment:
    return assessed(replace(QUESTIONNAIRE, unpublished=ALL, asked_in="fr"))


def test_levels_and_safety_messages_are_those_of_the_validated_words(unscored: Assessment) -> None:
    scored = assessed(QUESTIONNAIRE)
    assert {"low_mood", "alcohol"} <= {flag.id for flag in unscored.safety}
    assert [flag.id for flag in unscored.safety] == [flag.id for flag in scored.safety]
    assert [(one.lowest, one.highest) for one in unscored.findings] == [
        (one.lowest, one.highest) for one in scored.findings
    ]


def test_no_page_and_no_file_shows_a_score_and_the_practitioner_reads_why(unscored: Assessment) -> None:
    assert SCORED.search(next(documents(assessed(QUESTIONNAIRE))))
    practitioner, patient = documents(unscored)
    assert not SCORED.search(practitioner)
    assert not SCORED.search(patient)
    assert "Not scored: asked in French, not in the published wording." in practitioner
    written = as_json(unscored)
    assert written["measures"]["phq4_total"]["low"] is None  # type: ignore[index]
    assert not re.search(r'"phq4_depression": "[^"]*= \d', json.dumps(written))


def test_what_rests_on_an_unvalidated_wording_says_so(unscored: Assessment) -> None:
    view = practice_view(unscored, OCCASION, channel="home", submitted_at=SENT)
    (low,) = (flag for flag in view.flags if flag.id == "low_mood")
    assert low.raised_by[-1] == "asked in a wording that is not validated (French)"
    assert low.raised_by[0].endswith("Nearly every day")


def test_a_language_scores_what_it_has_the_published_words_of(tmp_path: Path) -> None:
    assert unpublished_questions(QUESTIONNAIRE, tmp_path) == ALL
    entry = '[[published]]\nquestions = ["phq4_3", "phq4_4"]\nlicence = "free"\nseen = 2026-11-30\n'
    (tmp_path / WORDING).write_text(f'{entry}source = "INSPQ"\n')
    lacking = unpublished_questions(QUESTIONNAIRE, tmp_path)
    assert ALL - lacking == {"phq4_3", "phq4_4"}
    answers = validate_answers(replace(QUESTIONNAIRE, unpublished=lacking), {**answers_of("W08"), **LOW})
    assert answers.unscored == {"audit_c", "phq4_total", "phq4_anxiety"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[published]]\nquestions = ["phq4_3"]\n', "lacks source, licence, seen"),
        ('[[published]]\nquestions = ["age"]\nsource = "a"\nlicence = "b"\nseen = 2026-11-30\n', "age"),
        ("[[published", "cannot be read"),
    ],
)
def test_a_broken_file_of_wording_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / WORDING).write_text(text)
    with pytest.raises(ValueError, match=says):
        unpublished_questions(QUESTIONNAIRE, tmp_path)


def test_no_sentence_of_patients_names_a_score_by_its_number() -> None:
    sentences = [row[1] for factor in QUESTIONNAIRE.factors.values() for row in factor.told.rows]
    sentences += [flag.text for flag in QUESTIONNAIRE.safety if flag.tier != "practitioner"]
    named = {f"{{{measure}}}" for measure in INSTRUMENTS}
    assert [one for one in sentences if any(name in one for name in named)] == []


@pytest.mark.parametrize(("unpublished", "named"), [(frozenset(), "AUDIT-C 12 is"), (ALL, "AUDIT-C is")])
def test_a_sentence_of_the_practitioner_leaves_out_a_score_that_is_not_shown(
    unpublished: frozenset[str], named: str
) -> None:
    sober = {**answers_of("W08"), **LOW, "alcohol_withdrawal": "sober"}
    answers = validate_answers(replace(QUESTIONNAIRE, unpublished=unpublished), sober)
    view = practice_view(assess(answers), OCCASION, channel="home", submitted_at=SENT)
    (text,) = (flag.text for flag in view.flags if flag.id == "alcohol_sober")
    assert text.startswith(f"By own account no alcohol for 4 weeks or more: {named} of the past year.")
