"""`gutfactors read` and `gutfactors compare`: the answers that reports carry as data."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click

from webapp.assessment import Assessment, assess
from webapp.assessment import compare as compared
from webapp.cli.answers.answers_file import load_questionnaire, questions_option, read_record
from webapp.cli.answers.assess import exit_on_stop_flags, render_pdf
from webapp.cli.answers.output import STANDARD_OUTPUT, output_option, pdf_option, write, write_json
from webapp.cli.exit_codes import BAD_INPUT, exit_with, settings_from
from webapp.cli.served import in_words_of, language_option, load_served, questionnaire_in
from webapp.clinic import Clinic
from webapp.exchange.record import ImportedAnswers, RecordReader, RecordRefused
from webapp.localization.territories import localizer_for
from webapp.report import ComparisonView, Occasion, comparison_view
from webapp.report.views.amount_line import lines_of_two
from webapp.report.views.outcome_model import OutcomeView
from webapp.report.views.outcome_view import outcome_view
from webapp.report.visit_order import AnswerDate, answer_date, is_swapped


@click.command()
@click.argument("file", type=click.File("rb"))
@questions_option
@output_option
@click.option("--response", is_flag=True, help="The QuestionnaireResponse itself, byte for byte.")
def read(file: BinaryIO, questions: Path | None, output: Path | None, *, response: bool) -> None:
    """Print the answers that FILE (a report as PDF, or - for standard input) carries, for `assess`.

    FILE may also be a QuestionnaireResponse (JSON). It is read in a process that can do nothing else.
    """
    content = file.read()
    if response:
        _write_record(file.name, content, output)
    else:
        write_json(output, read_record(file.name, content, load_questionnaire(questions)).answers.to_json())


@click.command()
@click.argument("old", type=click.File("rb"))
@click.argument("new", type=click.File("rb"))
@questions_option
@language_option
@pdf_option
def compare(old: BinaryIO, new: BinaryIO, questions: Path | None, language: str | None, output: Path) -> None:
    """Write what changed from OLD to NEW, two reports (PDF) that carry their answers.

    The earlier one is found by their days; where these do not show it, OLD is the earlier one.
    """
    from webapp.cli.instance import clinic_for_reports  # noqa: PLC0415  the storage comes along

    served = load_served(questions)
    clinic = clinic_for_reports(settings_from({}), served)
    today = questionnaire_in(served, clinic, language)
    imported = [read_record(file.name, file.read(), today) for file in (old, new)]
    when = [_dated(file.name, one, clinic) for file, one in zip((old, new), imported, strict=True)]
    if is_swapped(*when):
        click.echo(f"{new.name} is the earlier of the two: what changed is told from it on.", err=True)
        imported, when = imported[::-1], when[::-1]
    judged = [assess(in_words_of(today, one.answers), changes=False) for one in imported]
    for assessment in judged:
        exit_on_stop_flags(assessment)
    words = localizer_for(clinic, judged[1].questionnaire)
    occasions = [
        Occasion(at.day, one.reference, clinic, words, paper=clinic.paper, partial_date=at.partial_date)
        for one, at in zip(imported, when, strict=True)
    ]
    view = _compared(judged, occasions)
    write(output, render_pdf(replace(view, outcome=_outcome(imported, judged, occasions))))


def _compared(judged: Sequence[Assessment], occasions: Sequence[Occasion]) -> ComparisonView:
    (old, new), (then, now) = judged, occasions
    return comparison_view(
        compared(old, new),
        then,
        now,
        questionnaires=(old.questionnaire, new.questionnaire),
        lines=lines_of_two(old, new, with_scores=True),
    )


def _outcome(
    imported: Sequence[ImportedAnswers], judged: Sequence[Assessment], occasions: Sequence[Occasion]
) -> OutcomeView | None:
    """Return what became of the plan that the earlier report carries; None where it has none."""
    (first, last), (old, new), (then, now) = imported, judged, occasions
    return outcome_view(first.plan, (old, new), (then, now), last.older) if first.plan else None


def _dated(name: str, imported: ImportedAnswers, clinic: Clinic) -> AnswerDate:
    when = answer_date(imported.authored, imported.day, clinic, datetime.now(UTC))
    if not when.is_known:
        exit_with([f"{name}: {when.why_unknown}"], BAD_INPUT)
    return when


def _write_record(name: str, content: bytes, output: Path | None) -> None:
    """Write the record byte for byte, whether or not it can be assessed."""
    try:
        with RecordReader() as reader:
            record = reader.read(content)
    except RecordRefused as error:
        exit_with((f"{name}: {sentence}" for sentence in error.sentences), BAD_INPUT)
    write(output or STANDARD_OUTPUT, record)
