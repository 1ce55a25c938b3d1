"""`gutfactors codebook`: the whole questionnaire on paper, for a clinician's signature."""

from pathlib import Path

import click

from webapp.cli.answers.output import STANDARD_OUTPUT, OutputFile, write
from webapp.cli.exit_codes import FAILURE, exit_with
from webapp.cli.served import language_option, load_served, questionnaire_in
from webapp.clinic import Clinic
from webapp.questionnaire.loading.wording import SIMPLE
from webapp.report import RenderFailed, RenderPool
from webapp.report.pool.pool import RenderLimits
from webapp.report.views.documents import HtmlDocument
from webapp.workbench.codebook.page import codebook_html

LIMITS = RenderLimits(seconds=180, cpu_seconds=180)  # a codebook has many times the pages of a report


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "-o",
    "--output",
    default=STANDARD_OUTPUT,
    type=OutputFile(endings=(".html", ".pdf")),
    help="The file to write: .html or .pdf. Default: HTML on standard output.",
)
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@language_option
def codebook(file: Path | None, *, output: Path, paper: str, language: str | None) -> None:
    """Write the whole questionnaire FILE as a codebook that a clinician can read and sign.

    It has every question, rule, number and sentence, its easy words where there are any, basis and papers,
    and places to sign. Version and digest stand on each page.

    Without FILE: the questionnaire of this instance.
    """
    served = load_served(file)
    asked = questionnaire_in(served, Clinic(language=served.source.language), language)
    html = codebook_html(asked, paper, served.translations.get(f"{asked.language}{SIMPLE}"))
    write(output, _pdf(html) if output.suffix == ".pdf" else html.encode(), private=False)


def _pdf(html: str) -> bytes:
    with RenderPool(1, limits=LIMITS) as pool:
        try:
            return pool.pdf(HtmlDocument(html))
        except RenderFailed as failure:
            exit_with([f"the codebook could not be printed: {failure}"], FAILURE)
