"""The small Markdown of the questionnaire's texts, to safe HTML: **bold**, *italic*, paragraphs."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

_BREAKS = re.compile(r"[ \t\n]+")
"""Not the blanks that do not break."""

# "zero" knows paragraphs alone and escapes all else; only emphasis is added.
BOLD_START = re.compile(r"\*\*((?:[^*]|\*(?!\*))+)\*\*\s+")

_MARKDOWN = MarkdownIt("zero").enable("emphasis")


def prose(text: str) -> Markup:
    """The text as paragraphs. Raw HTML comes out as text."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - the parser escapes all but its own two tags


def headed(text: str) -> Markup:
    """The text as paragraphs; where it begins with a bold sentence, that is its heading."""
    heading = BOLD_START.match(text)
    if heading is None:
        return prose(text)
    return Markup("<h2>{}</h2>{}").format(inline(heading[1].rstrip(".")), prose(text[heading.end() :]))


def inline(text: str) -> Markup:
    """The text without paragraphs around it: for cells, list items and sentences within a line."""
    line = _BREAKS.sub(" ", text.strip(" \t\n"))
    return Markup(_MARKDOWN.renderInline(line))  # noqa: S704 - as above
