"""Cells that a spreadsheet program takes for what they are: never for a formula."""

from __future__ import annotations

import re
from fractions import Fraction

from webapp.questionnaire.rules.numbers import write_number

LONGEST_DECIMALS = 10
"""Places written of an exact decimal: more than any question allows."""

# OWASP, "CSV Injection": the signs that begin a formula, and their full-width forms.
_BEGINS = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
# What a program may pass over before one of them.
_SKIPPED = "[\\s\"'\x00-\x1f\u200b-\u200f\u2028\u2029\ufeff]*"
_FORMULA = re.compile(f"{_SKIPPED}{_BEGINS}|[\t\r\n]")
# Where a comma is the decimal mark, programs part cells at ";": a new one may begin within the text.
_FORMULA_WITHIN = re.compile(f"([,;|\t\r\n]{_SKIPPED})(?={_BEGINS})")


def csv_cell(value: object) -> object:
    """The value as the csv module may write it: numbers plain, yes and no as words, texts harmless."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return write_number(value, LONGEST_DECIMALS)
    if isinstance(value, int | float):
        return value
    return "" if value is None else escape_formula(str(value))


def escape_formula(text: str) -> str:
    """The text with an apostrophe before whatever would make a formula of it, or of a part of it."""
    parted = _FORMULA_WITHIN.sub(r"\1'", text)
    return f"'{parted}" if _FORMULA.match(parted) else parted
