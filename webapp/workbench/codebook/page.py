"""A codebook as one HTML page that needs nothing else."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.localization.localizer import Localizer
from webapp.questionnaire.model import Questionnaire
from webapp.report import inline
from webapp.workbench.codebook.build import build_codebook
from webapp.workbench.codebook.model import Codebook
from webapp.workbench.rule_text import rule_text

FOLDER = Path(__file__).parent


def codebook_html(asked: Questionnaire, paper: str = "a4", easy: Questionnaire | None = None) -> str:
    """Return the page, with the words of the easy-read edition if given; `paper` is "a4" or "letter"."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(inline=inline, rule=lambda node: rule_text(node, asked))
    book: Codebook = build_codebook(asked, easy)
    return environment.get_template("codebook.html").render(
        book=book, asked=asked, paper=paper, direction=Localizer(asked.language).direction
    )
