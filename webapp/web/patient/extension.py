"""What the patients' pages derive once from the questionnaire, kept as an extension of the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from webapp.questionnaire.model import Questionnaire
from webapp.web.patient.dependencies import Parents, parents_of
from webapp.web.patient.question_forms import SectionForms

EXTENSION = "gut-factors-patient"


@dataclass(frozen=True)
class PatientExtension:
    """The form classes of the questionnaire, and which questions decide about which others."""

    forms: SectionForms
    parents: Parents


def init_patient_pages(app: Flask, questionnaire: Questionnaire) -> None:
    """Prepare this application to ask the questionnaire."""
    prepared = PatientExtension(SectionForms(questionnaire.questions), parents_of(questionnaire))
    app.extensions[EXTENSION] = prepared


def patient_extension() -> PatientExtension:
    """Return what was prepared for the application that answers this request."""
    return cast("PatientExtension", current_app.extensions[EXTENSION])
