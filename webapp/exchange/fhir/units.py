"""UCUM codes of the units that people read."""

import re

from webapp.exchange.fhir.addresses import UCUM, Resource

KNOWN = {
    "years": "a",
    "days": "d",
    "day": "d",
    "week": "wk",
    "min": "min",
    "g": "g",
    "IU": "[IU]",
    "%": "%",
    "mmol": "mmol",
    "mol": "mol",
    "L": "L",
    "mg": "mg",
    "dL": "dL",
    "nmol": "nmol",
    "ng": "ng",
    "mL": "mL",
}
"""UCUM, section 4. Units that it lacks (handfuls, points) become annotations in braces, which count as 1."""

NOT_IN_ANNOTATIONS = re.compile(r"[^!-z|~]+")
"""UCUM, section 2.4: an annotation is made of the ASCII characters 33 to 126, without braces."""


def ucum(unit: str) -> str:
    """Return the UCUM code of a unit such as "handfuls/day"; "1" for none."""
    return "/".join(_term(term.strip()) for term in unit.split("/")) if unit else "1"


def unit_coding(unit: str) -> Resource:
    """Return the unit as a coding, with the words that people read."""
    return {"system": UCUM, "code": ucum(unit), "display": unit}


def quantity(value: float, unit: str) -> Resource:
    """Return a number with its unit."""
    return {"value": value, **({"unit": unit} if unit else {}), "system": UCUM, "code": ucum(unit)}


def _term(term: str) -> str:
    """Return a known unit, also annotated ("min{effective}"), or other words as "{points_of_12}"."""
    *before, last = term.split(" ")
    if last in KNOWN:
        return KNOWN[last] + (_annotation(" ".join(before)) if before else "")
    return _annotation(term)


def _annotation(words: str) -> str:
    return f"{{{NOT_IN_ANNOTATIONS.sub('_', words)}}}"
