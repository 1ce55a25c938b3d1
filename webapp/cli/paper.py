"""`gutfactors paper`: the questionnaire as a form on paper, and back."""

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from webapp.cli.answers.answers_file import questions_option
from webapp.cli.answers.assess import render_pdf
from webapp.cli.answers.output import output_option, pdf_option, write, write_json
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with, settings_from
from webapp.cli.instance import clinic_for_reports, store_to_read
from webapp.cli.served import load_served, questionnaire_in
from webapp.instance_files import is_there
from webapp.localization.questionnaires import ServedQuestionnaires
from webapp.paper.amounts import numbers_lost_on_paper
from webapp.paper.codes import new_form_number
from webapp.paper.edition import PAPERS, FormEdition
from webapp.paper.form import paper_form
from webapp.paper.read_answers import plain_answers
from webapp.paper.recognition.reader import PictureReader, can_read_pictures
from webapp.prints.paper_forms import PaperFormReader, PaperRefused, ReadForm, questionnaire_beginning
from webapp.questionnaire.model import Questionnaire

HOW_TO_GET = 'reading pictures needs more libraries: run  pip install "gut-factors[paper]"'


@click.group()
def paper() -> None:
    """Print the questionnaire as a form to fill in with a pen, and read it back from pictures."""


@paper.command()
@pdf_option
@questions_option
@click.option("--paper", "size", type=click.Choice(PAPERS), help="Default: the clinic's.")
@click.option("--large-print", is_flag=True, help="Larger letters and boxes, on about twice as many pages.")
@click.option("--language", help="A language that the questionnaire has. Default: its own.")
def blank(
    output: Path, questions: Path | None, size: str | None, language: str | None, *, large_print: bool
) -> None:
    """Write a blank form as a PDF.

    Each form has a number of its own: print one for each person, rather than copies of one.
    """
    served = load_served(questions)
    clinic = clinic_for_reports(settings_from({}), served)
    questionnaire = questionnaire_in(served, clinic, language or served.source.language)
    for question in questionnaire.questions.values():
        if lost := numbers_lost_on_paper(question):
            click.echo(f"{question.id}: on paper nobody can tick {lost}", err=True)
    edition = FormEdition.of_clinic(questionnaire, clinic, size or clinic.paper, is_large=large_print)
    number = new_form_number(secrets.token_bytes)
    write(output, render_pdf(paper_form(questionnaire, clinic, edition, number)), private=False)


@paper.command()
@click.argument("files", nargs=-1, required=True, type=click.File("rb"))
@questions_option
@output_option
def read(files: Sequence[BinaryIO], questions: Path | None, output: Path | None) -> None:
    """Print the answers on a form, from scans (PDF) or photos of its pages (JPEG, PNG), for `assess`.

    FILES are the pages of one form, in any order. An answer that is not plain is left out, and named on
    standard error with the reason: look at the paper, and add it. The pictures are read in a process that can
    do nothing else.
    """
    if not can_read_pictures():
        exit_with([HOW_TO_GET], FAILURE)
    served = load_served(questions)
    clinic = clinic_for_reports(settings_from({}), served)
    try:
        with PictureReader() as reader:
            forms = PaperFormReader(clinic, lambda digest: _questionnaire(served, digest), render_pdf, reader)
            found = forms.read([(Path(file.name).name, file.read()) for file in files])
    except PaperRefused as refused:
        exit_with(refused.sentences, BAD_INPUT)
    for sentence in (*found.remarks, *_doubts(found)):
        click.echo(sentence, err=True)
    write_json(output, plain_answers(found.questionnaire, found.questions.values()))


def _doubts(found: ReadForm) -> Iterator[str]:
    for page, questions in found.pages.items():
        for one in questions:
            if one.doubt:
                name = found.questionnaire.questions[one.question].short_name
                yield f"page {page}, {one.question} ({name}): {one.doubt}"


def _questionnaire(served: ServedQuestionnaires, beginning: str) -> Questionnaire:
    """Return the questionnaire with this beginning of a digest. Raise LookupError."""
    settings = settings_from({})
    try:
        return questionnaire_beginning(beginning, served, None)
    except LookupError:
        if not is_there(settings.key_file):
            raise
    with store_to_read(settings.instance) as store:
        return questionnaire_beginning(beginning, served, store)
