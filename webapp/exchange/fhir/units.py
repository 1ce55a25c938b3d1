"""Units as UCUM writes them, from those that people read."""

from __future__ import annotations

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
"""UCUM, section 4. What it does not have (handfuls, points) becomes a remark in braces, which counts as 1."""

NOT_IN_REMARKS = re.compile(r"[^!-z|~]+")
"""UCUM, section 2.4: a remark is made of ASCII signs from 33 to 126, without braces."""


def ucum(unit: str) -> str:
    """The UCUM code of a unit such as "handfuls/day"; "1" for none."""
    return "/".join(_term(term.strip()) for term in unit.split("/")) if unit else "1"


def unit_coding(unit: str) -> Resource:
    """The unit as a coding, with the words that people read."""
    return {"system": UCUM, "code": ucum(unit), "display": unit}


def quantity(value: float, unit: str) -> Resource:
    """A number with its unit."""
    return {"value": value, **({"unit": unit} if unit else {}), "system": UCUM, "code": ucum(unit)}


def _term(term: str) -> str:
    """A known unit, perhaps with a remark ("min{effective}"); other words as a remark ("{points_of_12}")."""
    *before, last = term.split(" ")
    if last in KNOWN:
        return KNOWN[last] + (_remark(" ".join(before)) if before else "")
    return _remark(term)


def _remark(words: str) -> str:
    return f"{{{NOT_IN_REMARKS.sub('_', words)}}}"
