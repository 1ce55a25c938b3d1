"""Which questions a clinic asks."""

from webapp.clinic import Clinic
from webapp.questionnaire.model import Question


def is_asked(question: Question, clinic: Clinic) -> bool:
    """Return whether this clinic lets the patient answer the question."""
    if question.clinic == "preset":
        return question.id not in clinic.presets
    return question.clinic != "opt_in" or question.id in clinic.opted_in
