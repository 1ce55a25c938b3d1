"""Words and numbers in the clinic's language: the one place where Python meets the catalogues."""

from __future__ import annotations

from decimal import Decimal

import flask_babel

from webapp.questionnaire.rules.numbers import Number


def gettext(words: str, **values: object) -> str:
    """The sentence in the clinic's language, with its values put in."""
    return str(flask_babel.gettext(words, **values))


def ngettext(one: str, many: str, number: int) -> str:
    """The sentence for this number, in the clinic's language; %(num)s stands for it."""
    return str(flask_babel.ngettext(one, many, number))


def N_(words: str) -> str:  # noqa: N802  the name that pybabel looks for
    """The words as they are: marked here for the catalogues, and put into a language where they are shown."""
    return words


def format_number(number: Number) -> str:
    """A number as the clinic's language writes it."""
    return str(flask_babel.format_decimal(Decimal(number.numerator) / Decimal(number.denominator)))
