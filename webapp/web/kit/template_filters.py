"""Filters of templates."""

import re

from markupsafe import Markup

from webapp.report.views.prose import inline as inline_of
from webapp.report.views.prose import prose as prose_of

UNIT = re.compile(
    r"(?<=\d) (?=(?:°[CF]|[µmck]?g|mcg|mmol|nmol|[cdm]?L|oz|IU|[cm]?m|min|[ap]m)\b|%|\S{1,12}/\w)"
)
"""The space between a number and its unit: a short symbol, or a rate ("cans/week")."""


def unbroken(text: str) -> str:
    """Put a no-break space before each unit."""
    return UNIT.sub("\N{NO-BREAK SPACE}", text)


def prose(text: str) -> Markup:
    """Render the text as paragraphs."""
    return prose_of(unbroken(text))


def inline(text: str) -> Markup:
    """Render the text without paragraphs around it."""
    return inline_of(unbroken(text))


def as_is(name: str) -> Markup:
    """Mark a name or a code within a sentence: not to be translated, with a text direction of its own."""
    return Markup('<bdi translate="no">{}</bdi>').format(name)
