"""Whom a plan may send a patient to, besides those whom the practitioner writes down."""

from collections.abc import Mapping

from webapp.localization.marking import N_

DOCTOR = "doctor"

PEOPLE: Mapping[str, str] = {
    DOCTOR: N_("Your doctor"),
    "pharmacist": N_("A pharmacist"),
    "dietitian": N_("A dietitian"),
    "counsellor": N_("A counsellor or therapist"),
    "dentist": N_("A dentist"),
}
"""The words of each by its id, which is stored: none is ever taken out."""
