"""The small Markdown of the questionnaire's texts, to safe HTML: **bold**, *italic*, paragraphs."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

from webapp.questionnaire.units import bind_units

_BREAKS = re.compile(r"[ \t\n]+")  # not the blanks that do not break

# "zero" knows paragraphs alone and escapes all else; only emphasis is added.
BOLD_START = re.compile(r"\*\*((?:[^*]|\*(?!\*))+)\*\*\s+")

_MARKDOWN = MarkdownIt("zero").enable("emphasis")


def prose(text: str) -> Markup:
    """Render the text as paragraphs. Raw HTML is escaped."""
    return Markup(_MARKDOWN.render(bind_units(text)))  # noqa: S704 - the parser escapes all but its own two tags


def headed(text: str) -> Markup:
    """Render the text as paragraphs; a bold sentence at its beginning becomes the heading."""
    heading = BOLD_START.match(text)
    if heading is None:
        return prose(text)
    return Markup("<h2>{}</h2>{}").format(inline(heading[1].rstrip(".")), prose(text[heading.end() :]))


def inline(text: str) -> Markup:
    """Render the text without paragraphs around it, for cells, list items and parts of a line."""
    line = bind_units(_BREAKS.sub(" ", text.strip(" \t\n")))
    return Markup(_MARKDOWN.renderInline(line))  # noqa: S704 - as above
