"""Exact numbers as JSON and FHIRPath write them."""

from __future__ import annotations

from fractions import Fraction

from webapp.questionnaire.rules.numbers import Number, write_number

PLACES = 10
"""Decimal places of a literal: more than any number that is typed or written in a rule has."""

WORKED_OUT_PLACES = 6
"""Decimal places of a measure, whose exact value may have no end."""


def json_number(number: Number, places: int = PLACES) -> int | float:
    """The number for JSON: whole where it is; no digit is lost where it has no more than `places`."""
    exact = Fraction(number)
    return exact.numerator if exact.denominator == 1 else round(float(exact), places)


def literal(number: Number) -> str:
    """The number for FHIRPath, in brackets where it is below zero."""
    written = write_number(number, PLACES)
    return f"({written})" if number < 0 else written
