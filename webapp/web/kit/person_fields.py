"""The name and number of a patient, as a form brings them: from the patient or from staff."""

from flask import request

from webapp.localization.typed_text import JOINERS, single_line
from webapp.storage import Person

LONGEST = {"name": 80, "number": 40}  # characters of a name and of a clinic number: more than people have


def typed_person() -> Person:
    """Return the name and the number that came with the form."""
    return Person(**{field: one_line(request.form.get(field, ""), most) for field, most in LONGEST.items()})


def one_line(text: str, longest: int) -> str:
    """Return free text on one line of so many characters at most."""
    return single_line(text)[:longest].strip(" " + JOINERS)
