"""Invitations, and patients who come in by one."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.web.device import Device
from tests.web.staff import app_context_of, store_of
from webapp.storage import WHOLE, NewInvitation, PatientInvitation

BY = "practitioner 1"


def invite(app: Flask, number: str = "CN-7", language: str = "") -> PatientInvitation:
    now = app_context_of(app).clock()
    until = now + timedelta(days=7)
    new = NewInvitation(number, "Ada Moss", until, WHOLE, language=language, words_in=language or "en")
    made = store_of(app).patient_invitations.create(new, BY, now)
    assert made is not None
    return made


def begin_by(app: Flask, invitation: PatientInvitation) -> Device:
    """Follow the link, and come to the page where the patient chooses."""
    device = Device(app)
    device.open(f"/invited/{invitation.invitee.token}")
    device.press("Start")
    return device


def finish(device: Device) -> None:
    device.press("Continue", {"consent": "yes", "age_years": "40", "sex": "male"})
    device.press("Continue", {"signs_now": "none", "red_flags": "none"})
    device.open("/check")
    device.press("Continue")
