"""`gutfactors paper`: the questionnaire as a form on paper."""

import secrets
from pathlib import Path

import click

from webapp.cli.answers.answers_file import load_questionnaire, questions_option
from webapp.cli.answers.assess import render_pdf
from webapp.cli.answers.output import pdf_option, write
from webapp.cli.exit_codes import settings_from
from webapp.paper.codes import new_form_number
from webapp.paper.edition import PAPERS, FormEdition
from webapp.paper.form import paper_form


@click.group()
def paper() -> None:
    """Print the questionnaire as a form to fill in with a pen."""


@paper.command()
@pdf_option
@questions_option
@click.option("--paper", "size", type=click.Choice(PAPERS), help="Default: the clinic's.")
@click.option("--large-print", is_flag=True, help="Larger letters and boxes, on about twice as many pages.")
def blank(output: Path, questions: Path | None, size: str | None, *, large_print: bool) -> None:
    """Write a blank form as a PDF.

    Each form has a number of its own: print one for each person, rather than copies of one.
    """
    from webapp.cli.instance import clinic_for_reports  # noqa: PLC0415  the storage comes along

    questionnaire = load_questionnaire(questions)
    clinic = clinic_for_reports(settings_from({}), questionnaire)
    edition = FormEdition.of_clinic(questionnaire, clinic, size or clinic.paper, is_large=large_print)
    number = new_form_number(secrets.token_bytes)
    write(output, render_pdf(paper_form(questionnaire, clinic, edition, number)), private=False)
