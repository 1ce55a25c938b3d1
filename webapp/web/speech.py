"""Words and numbers in the clinic's language: the one place where Python meets the catalogues."""

from __future__ import annotations

from decimal import Decimal

import flask_babel

from webapp.questionnaire.model import Number


def gettext(words: str, **values: object) -> str:
    """The sentence in the clinic's language, with its values put in."""
    return str(flask_babel.gettext(words, **values))


def figure(number: Number) -> str:
    """A number as the clinic's language writes it."""
    return str(flask_babel.format_decimal(Decimal(number.numerator) / Decimal(number.denominator)))
