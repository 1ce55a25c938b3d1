"""`gutfactors assess` and `gutfactors report`: from a file of answers to JSON or to a PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TextIO

import click

from webapp.assessment import Answers, Assessment
from webapp.assessment import assess as judge
from webapp.assessment.as_json import as_json
from webapp.cli.answers import AnswersRefused, read_answers
from webapp.cli.refusals import FAULTY, WRONG, explained, refuse, settings_of
from webapp.clinic import Clinic
from webapp.questionnaire.load import load
from webapp.report import Occasion, ReportView, view
from webapp.settings import read_clinic, read_questions

_answers = click.argument("answers", type=click.File("r", encoding="utf-8-sig"))
_questions = click.option(
    "--questions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The questionnaire to judge by. Default: the one of this instance.",
)


@click.command()
@_answers
@_questions
def assess(answers: TextIO, questions: Path | None) -> None:
    """Judge ANSWERS (a JSON file, or - for standard input) and print the assessment as JSON.

    ANSWERS maps question ids to a number, an option id, a list of option ids, or null for unknown.
    """
    assessment = judge(_read(answers, questions))
    click.echo(json.dumps(as_json(assessment), ensure_ascii=False, indent=2))


@click.command()
@_answers
@_questions
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write."
)
@click.option("--large-print", is_flag=True, help="The large-print edition.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Default: the clinic's.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The date on the report. Default: today."
)
def report(
    answers: TextIO,
    questions: Path | None,
    output: Path,
    *,
    large_print: bool,
    paper: str | None,
    day: datetime | None,
) -> None:
    """Judge ANSWERS as `assess` does, and write the patient's report."""
    with explained():
        clinic = read_clinic(settings_of({}).instance) or Clinic()
    assessment = judge(_read(answers, questions, clinic.presets))
    _refuse_where_the_form_stops(assessment)
    edition = "large" if large_print else "standard"
    shown_day, code = day.date() if day else _today(), _reference(assessment)
    occasion = Occasion(shown_day, code, clinic, clinic.language, edition, paper or clinic.paper)
    pdf = _printed(view(assessment, occasion))
    try:
        output.write_bytes(pdf)
    except OSError as error:
        refuse([f"{output} cannot be written: {error.strerror}"], WRONG)


def _read(answers: TextIO, questions: Path | None, presets: Mapping[str, str] | None = None) -> Answers:
    """Give the answers, after those that the clinic fixes, or end with everything that is wrong with them."""
    path = questions or settings_of({}).questions
    with explained(path):
        questionnaire = load(read_questions(path))
    try:
        return read_answers(questionnaire, answers.read(), presets or {})
    except UnicodeDecodeError:
        refuse([f"{answers.name}: this is not UTF-8 text"], WRONG)
    except AnswersRefused as error:
        refuse((f"{answers.name}: {sentence}" for sentence in error.sentences), WRONG)


def _refuse_where_the_form_stops(assessment: Assessment) -> None:
    """No report is made for those to whom the form gives none."""
    stops = [flag.text for flag in assessment.safety if flag.tier == "stop"]
    if stops:
        refuse(["no report is made for these answers:", *stops], WRONG)


def _printed(seen: ReportView) -> bytes:
    """Load the renderer, which is slow and needs libraries of the system, only now."""
    try:
        from webapp.report.printing import print_report  # noqa: PLC0415
    except OSError:
        refuse(["a library that draws the PDF is missing: run  gutfactors doctor"], FAULTY)
    return print_report(seen)


def _reference(assessment: Assessment) -> str:
    """Nothing is kept here that could hand out a code, so the same answers always have the same one.

    The storage, which knows what a code looks like, is loaded only now: an assessment does without.
    """
    from webapp.storage import new_reference  # noqa: PLC0415

    told = json.dumps([assessment.questionnaire.digest, assessment.answers.outside()])
    return new_reference(lambda size: sha256(told.encode()).digest()[:size])


def _today() -> date:
    return datetime.now().astimezone().date()
