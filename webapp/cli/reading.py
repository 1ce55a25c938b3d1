"""`gutfactors read` and `gutfactors compare`: what reports carry as data."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from webapp.assessment import assess
from webapp.assessment import compare as compared
from webapp.cli.answers import loaded, questions_option, record_in
from webapp.cli.judge import printed, refuse_where_the_form_stops
from webapp.cli.refusals import WRONG, refuse, settings_of
from webapp.cli.writing import STANDARD_OUTPUT, output_option, pdf_option, write, write_json
from webapp.exchange.record import RecordReader, RecordRefused
from webapp.report import Occasion, comparison_view
from webapp.report.times import day_in


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
        write_json(output, record_in(file.name, content, loaded(questions)).answers.outside())


@click.command()
@click.argument("old", type=click.File("rb"))
@click.argument("new", type=click.File("rb"))
@questions_option
@pdf_option
def compare(old: BinaryIO, new: BinaryIO, questions: Path | None, output: Path) -> None:
    """Write what changed from OLD to NEW, two reports (PDF) that carry their answers."""
    from webapp.cli.instance import clinic_for  # noqa: PLC0415  the storage comes along

    today = loaded(questions)
    clinic = clinic_for(settings_of({}), today)
    told = [record_in(file.name, file.read(), today) for file in (old, new)]
    judged = [assess(one.answers, changes=False) for one in told]
    for assessment in judged:
        refuse_where_the_form_stops(assessment)
    try:
        occasions = [
            Occasion(day_in(clinic, one.at), one.reference, clinic, clinic.language, paper=clinic.paper)
            for one in told
        ]
    except RecordRefused as error:
        refuse(error.sentences, WRONG)
    asked = judged[0].questionnaire, judged[1].questionnaire
    write(output, printed(comparison_view(compared(*judged), *occasions, questionnaires=asked)))


def _write_record(name: str, content: bytes, output: Path | None) -> None:
    """The record as it is. Whether it can be judged does not matter here."""
    try:
        with RecordReader() as reader:
            record = reader.read(content)
    except RecordRefused as error:
        refuse((f"{name}: {sentence}" for sentence in error.sentences), WRONG)
    write(output or STANDARD_OUTPUT, record)
