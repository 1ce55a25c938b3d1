"""The name and number of a patient, as a form brings them: from the patient or from staff."""

from unicodedata import normalize

from flask import request

from webapp.storage import Person

LONGEST = {"name": 80, "number": 40}  # characters of a name and of a clinic number: more than people have

JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Characters without a shape that names in Persian or Sinhala are spelt with."""


def typed_person() -> Person:
    """Return the name and the number that came with the form."""
    return Person(**{field: one_line(request.form.get(field, ""), most) for field, most in LONGEST.items()})


def one_line(text: str, longest: int) -> str:
    """Return free text on one line, without control characters and marks that turn its direction."""
    kept = "".join(sign if sign.isprintable() or sign in JOINERS else " " for sign in text)
    return " ".join(normalize("NFC", kept).split())[:longest].strip(" " + JOINERS)
