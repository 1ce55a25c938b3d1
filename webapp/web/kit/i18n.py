"""Words and numbers in the clinic's language: the one place where Python meets the message catalogues."""

from decimal import Decimal

import flask_babel

from webapp.questionnaire.rules.numbers import Number


def gettext(words: str, **values: object) -> str:
    """Translate the sentence, and put its values in."""
    return str(flask_babel.gettext(words, **values))


def ngettext(one: str, many: str, number: int) -> str:
    """Translate the sentence for this number, which stands as %(num)s."""
    return str(flask_babel.ngettext(one, many, number))


def N_(words: str) -> str:  # noqa: N802  the name that pybabel looks for
    """Return the words unchanged: mark them for the catalogues, to be translated where they are shown."""
    return words


def format_number(number: Number) -> str:
    """Format a number in the clinic's language."""
    return str(flask_babel.format_decimal(Decimal(number.numerator) / Decimal(number.denominator)))
