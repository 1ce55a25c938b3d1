"""Exact numbers in JSON and FHIRPath."""

from webapp.assessment.as_json import json_number
from webapp.questionnaire.rules.numbers import Number, decimal_places, write_exact

PLACES = 10  # decimal places: more than any typed number has


def fhir_number(number: Number) -> int | float:
    """Return a typed number, or one of a rule, for JSON: no digit is lost."""
    return json_number(number, max(PLACES, decimal_places(number)))


def literal(number: Number) -> str:
    """Return a number for FHIRPath, in brackets where it is below zero."""
    written = write_exact(number)
    return f"({written})" if number < 0 else written
