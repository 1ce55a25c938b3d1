"""`gutfactors assess` and `gutfactors report`: from a file of answers to JSON or to a PDF."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Unpack

import click

from webapp.assessment import Assessment
from webapp.assessment import assess as judge
from webapp.assessment.as_json import as_json
from webapp.assessment.page_checks import page_checks
from webapp.assessment.words import fill
from webapp.cli.answers.answers_file import (
    answers_argument,
    answers_in,
    derived_reference,
    load_questionnaire,
    questions_option,
    read_answers_file,
)
from webapp.cli.answers.output import pdf_option, write, write_json
from webapp.cli.answers.report_options import ReportOptions, attachment_for, report_options
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with, settings_from
from webapp.cli.served import in_words_of, language_option, load_served, questionnaire_in
from webapp.clinic import Clinic
from webapp.exchange.record import ImportedAnswers
from webapp.report.pdf.log_errors import FaultyPrintError
from webapp.report.times import day_in
from webapp.report.views.documents import Printable
from webapp.report.visit_order import AnswerDate, answer_date


@click.command()
@answers_argument
@questions_option
def assess(answers: BinaryIO, questions: Path | None) -> None:
    """Judge ANSWERS (a JSON file, or - for standard input) and print the assessment as JSON.

    ANSWERS maps question ids to a number, an option id, a list of option ids, or null for unknown. It may
    also be a report (PDF) that carries its answers, or one submission as the desk exports it.
    """
    assessment = judge(answers_in(answers, load_questionnaire(questions), {}))
    _warn_of_misfits(answers.name, assessment)
    write_json(None, as_json(assessment))


def _warn_of_misfits(name: str, assessment: Assessment) -> None:
    for check in page_checks(assessment.answers):
        click.echo(f"{name}: please check these answers: {check.text}", err=True)


@click.command()
@answers_argument
@questions_option
@pdf_option
@language_option
@report_options("today")
def report(
    answers: BinaryIO,
    questions: Path | None,
    output: Path,
    language: str | None,
    **options: Unpack[ReportOptions],
) -> None:
    """Judge ANSWERS as `assess` does, and write the patient's report.

    Of a report that carries its answers the date and the code stay, so that it comes out as it was.
    """
    from webapp.cli.documents import documents_of_file  # noqa: PLC0415  the storage comes along
    from webapp.cli.instance import clinic_for_reports  # noqa: PLC0415

    settings, served = settings_from({}), load_served(questions)
    clinic = clinic_for_reports(settings, served)
    questionnaire = questionnaire_in(served, clinic, language)
    imported = read_answers_file(answers, questionnaire, clinic.presets, _today(clinic))
    assessment = judge(in_words_of(questionnaire, imported.answers) if language else imported.answers)
    exit_on_stop_flags(assessment)
    _warn_of_misfits(answers.name, assessment)
    when = _dated(answers.name, imported, clinic, options["day"])
    code = imported.reference or derived_reference(imported.answers)
    documents = documents_of_file(settings, served, clinic, assessment.questionnaire)
    edition = "large" if options["large_print"] else "standard"
    occasion = documents.occasion_on(when.day, code, edition, when.partial_date)
    occasion = replace(occasion, paper=options["paper"] or clinic.paper, parts=options["parts"] or "")
    has_record = not options["without_record"]
    record = attachment_for(imported.answers, occasion, settings.fhir_base, when.at) if has_record else None
    write(output, render_pdf(documents.patient_report(assessment, occasion, record)))


def _today(clinic: Clinic) -> str:
    return day_in(clinic, datetime.now(UTC)).isoformat()


def _dated(name: str, imported: ImportedAnswers, clinic: Clinic, wished: datetime | None) -> AnswerDate:
    now = datetime.now(UTC)
    if wished:
        return AnswerDate(now, wished.date(), wished.date().isoformat())
    when = answer_date(imported.authored, imported.day, clinic, now)
    if not when.is_known:
        click.echo(f"{name}: {when.why_unknown} Name its day with --date.", err=True)
    return when


def exit_on_stop_flags(assessment: Assessment) -> None:
    """Exit without a report when a safety flag stops the form."""
    stops = [fill(flag.text, assessment) for flag in assessment.safety if flag.tier == "stop"]
    if stops:
        exit_with(["no report is made for these answers:", *stops], BAD_INPUT)


def render_pdf(seen: Printable) -> bytes:
    """Render the view. The renderer is imported late: it is slow and needs system libraries."""
    try:
        from webapp.report.pdf.printing import print_report  # noqa: PLC0415
    except OSError:
        exit_with(["a library that draws the PDF is missing: run  gutfactors doctor"], FAILURE)
    try:
        return print_report(seen)
    except FaultyPrintError as fault:
        exit_with([f"nothing is printed, because something would be missing on paper: {fault}"], FAILURE)
