"""CSV cells that no spreadsheet program runs as a formula."""

import re
from fractions import Fraction

from webapp.questionnaire.rules.numbers import write_number

LONGEST_DECIMALS = 10  # decimal places of an exact number: more than any question allows

# OWASP, "CSV Injection": the signs that begin a formula, and their full-width forms.
_BEGINS = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
# What programs skip before one of them.
_SKIPPED = "[\\s\"'\x00-\x1f\u200b-\u200f\u2028\u2029\ufeff]*"
_FORMULA = re.compile(f"{_SKIPPED}{_BEGINS}|[\t\r\n]")
# Where a comma is the decimal mark, programs split cells at ";": a new cell may begin within the text.
_FORMULA_WITHIN = re.compile(f"([,;|\t\r\n]{_SKIPPED})(?={_BEGINS})")


def csv_cell(value: object) -> object:
    """Return the value for the csv module: numbers as they are, booleans as yes or no, texts escaped."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return write_number(value, LONGEST_DECIMALS)
    if isinstance(value, int | float):
        return value
    return "" if value is None else escape_formula(str(value))


def escape_formula(text: str) -> str:
    """Put an apostrophe before every sign that would begin a formula, also after a cell separator."""
    parted = _FORMULA_WITHIN.sub(r"\1'", text)
    return f"'{parted}" if _FORMULA.match(parted) else parted
