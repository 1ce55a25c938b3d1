"""Whose answers are, as a form brings it: of patients who send them, and of staff who add it."""

from __future__ import annotations

from flask import request

from webapp.storage import Person
from webapp.web.patient.answer_parsing import one_line

LONGEST = {"name": 80, "number": 40}
"""Signs of a name and of a clinic number: more than people have."""


def typed_person() -> Person:
    """Give the name and the number that came with a form."""
    return Person(**{field: one_line(request.form.get(field, ""), most) for field, most in LONGEST.items()})
