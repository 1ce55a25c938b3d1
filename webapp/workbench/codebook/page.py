"""A codebook as one HTML page that needs nothing else."""

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from webapp.cldr.wide_signs import needs_no_blanks, set_wide
from webapp.localization.catalogues import TRANSLATIONS, fallbacks, languages
from webapp.localization.localizer import ENGLISH, Localizer
from webapp.localization.templates import install_catalogues
from webapp.project_files import project_file
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.units import bind_units
from webapp.report import inline
from webapp.workbench.codebook.build import build_codebook
from webapp.workbench.codebook.model import Verbatim
from webapp.workbench.codebook.writer import Writer

FOLDERS = (Path(__file__).parent, project_file("report_templates"))


def codebook_html(
    asked: Questionnaire,
    paper: str = "a4",
    easy: Questionnaire | None = None,
    folder: Path = TRANSLATIONS,
) -> str:
    """Return the page in the language of the questionnaire; `paper` is "a4" or "letter".

    With the easy-read edition, easy words stand beside the plain ones. `folder` holds the catalogues: in a
    language that has none there, the words around those of the questionnaire are English.
    """
    is_known = any(tag in languages(folder) for tag in fallbacks(asked.language))
    words = Localizer(asked.language, folder=folder) if is_known else ENGLISH
    html = (
        _environment(Writer(asked, words))
        .get_template("codebook.html")
        .render(
            book=build_codebook(asked, words, easy),
            asked=asked,
            paper=paper,
            words=words,
            direction=Localizer(asked.language).direction,
        )
    )
    return set_wide(html) if needs_no_blanks(words.language) else html


def _environment(writer: Writer) -> Environment:
    words = writer.words
    environment = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(_finalized, words=words),
    )
    environment.globals.update(semicolon=words.semicolon)
    environment.filters.update(inline=partial(_inline, writer=writer), rule=writer.rule)
    environment.filters.update(join_phrases=words.join_phrases, sentence=words.sentence)
    environment.filters.update(own_direction=words.own_direction)
    install_catalogues(environment, lambda: words)
    return environment


def _finalized(value: object, words: Localizer) -> object:
    """Keep numbers and units of plain text on one line, and maths in boxes where words run right to left."""
    return bind_units(words.isolate(value)) if type(value) is str else value


def _inline(text: str, writer: Writer) -> Markup:
    """Render a text; what is the same in every language is marked, so that no tool translates it."""
    if not isinstance(text, Verbatim):
        return inline(writer.words.isolate(text))
    language = writer.asked.translated_from or writer.asked.language
    shown = writer.words.own_direction(text)
    return Markup('<bdi lang="{}" translate="no">{}</bdi>').format(language, shown)
