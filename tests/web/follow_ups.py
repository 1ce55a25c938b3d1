"""Follow-ups, and patients who answer one."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, with_practitioner
from tests.web.staff import app_context_of, store_of
from tests.web.submissions import case, send
from webapp.clinic import Clinic
from webapp.plan import AgreedChange, Plan
from webapp.storage import NewInvitation, PatientInvitation
from webapp.storage.invitations.invitation import FOLLOW_UP

BY = "practitioner 1"
PLAN = Plan(agreed=(AgreedChange(words="Beans", measured="3 times a week", about=("legumes_per_week",)),))
ASKED = [
    "consent",
    *("signs_now", "red_flags", "medicines"),
    "legumes_per_week",
    "alcohol_withdrawal",
    "stress_now",
]
BORN = {"year": "1974"}
SIX_WEEKS = timedelta(days=42)


def follow_up(app: Flask, clock: Clock, wait: timedelta = SIX_WEEKS) -> tuple[str, Device]:
    """Send answers, agree a plan, and open the link of a follow-up some weeks later."""
    about = send(app, case("W55"), name="Ada Moss", number="CN-7")
    store, now = store_of(app), app_context_of(app).clock()
    assert store.plans.save(about, 1, PLAN, BY, now)
    clock.now += wait
    invitation = ask_again(app, about)
    device = Device(app)
    device.open(f"/invited/{invitation.invitee.token}")
    return about, device


def ask_again(app: Flask, about: str) -> PatientInvitation:
    """Make the slip of a follow-up on a submission of number CN-7."""
    now = app_context_of(app).clock()
    new = NewInvitation("CN-7", "Ada Moss", now + timedelta(days=14), FOLLOW_UP, about)
    invitation = store_of(app).patient_invitations.create(new, BY, now)
    assert invitation
    return invitation


def answer_all(device: Device, seen: tuple[str, str] = ("", "")) -> list[str]:
    """Answer what is asked; give the questions. On the section that `seen` names are its words."""
    asked: list[str] = []
    wants = {"consent": "yes", "signs_now": "none", "red_flags": "none", "legumes_per_week": "4"}
    while device.page.url.startswith("/section/"):
        asked += device.page.shown
        assert seen[0] not in device.page.url or seen[1] in device.page.text
        device.press("Continue", {one: wants[one] for one in device.page.shown if one in wants})
        if "/notice" in device.page.url:
            device.press("I have read this")
    return asked


def elm(make_app: MakeApp, clock: Clock) -> Flask:
    return with_practitioner(make_app(clinic=Clinic(name="Elm", region="CA"), clock=clock))
