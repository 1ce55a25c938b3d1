"""From the plan over the slip and the short form at home back to the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.web.conftest import CLINIC
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, Printer
from tests.web.staff import app_context_of, signed_in
from tests.web.submissions import case, send
from webapp.report import PlanView
from webapp.report.pdf.html import render_html

PASSED = {"consent": "yes", "signs_now": "none", "red_flags": "none", "legumes_per_week": "3"}


def slip_words(app: Flask, printer: Printer, reference: str) -> str:
    """Agree on a plan, make the slip of a follow-up, and read its words on the printed plan."""
    desk = signed_in(app)
    desk.open(f"/desk/{reference}/plan")
    desk.press("Save the plan", {"offer": ["legumes_per_week-3"], "weeks": "6"})
    page = desk.open(desk.page.link("Ask again later, in a short form"))
    assert "Beans and lentils" in page.text
    assert page.value("until") == ["2027-01-03"], "the day before the patient comes back"
    assert "The slip is made." in desk.press("Make the slip").text
    here = app_context_of(app)
    [made] = here.store.patient_invitations.for_submission(reference, here.clock())
    desk.client.get(f"/desk/{reference}/print/plan")
    plan = printer.asked[-1]
    assert isinstance(plan, PlanView)
    assert made.invitee.words in render_html(plan)
    return made.invitee.words


def answers_at_home(app: Flask, words: str) -> str:
    """Type the six words at home, answer, and send; give the code for the desk."""
    home = Device(app)
    home.open("/invited")
    home.press("Open my form", {"words": words})
    home.press("Start", {"year": "1974"})
    while not home.page.url.startswith("/check"):
        typed = {one: PASSED[one] for one in home.page.shown if one in PASSED} if home.page.shown else {}
        home.press("Continue" if home.page.shown else "I have read this", typed)
    home.press("Continue")
    page = home.press("Continue", {"way": "send"})
    assert "Agreed, and reached." in page.text
    return page.text.split("Your code for the desk: ")[1][:7]


def test_a_plan_a_slip_a_short_form_and_what_became_of_it(make_app: MakeApp) -> None:
    clock, printer = Clock(), Printer()
    app = make_app(clock=clock, render_pool=printer)
    reference = send(app, case("W55"), name="Ada Moss", number="CN-7")
    words = slip_words(app, printer, reference)
    clock.now += timedelta(days=40)
    code = answers_at_home(app, words)
    desk = signed_in(app)
    page = desk.open(f"/desk/{reference}/ask-again")
    assert "Done" in page.text
    page = desk.open(page.link(code))
    assert "What became of the plan" in page.text
    assert "Agreed, and reached." in page.text
    assert "answers are from November 23, 2026" in page.text


def test_the_button_for_one_slip_speaks_of_one(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, case("W55"))
    desk = signed_in(app)
    desk.open(f"/desk/{reference}/ask-again")
    page = desk.press("Make the slip", {"until": "2026-12-03"})
    assert "/invitations/" in page.link("Print a slip")


@pytest.mark.parametrize("tag", ["ar", "ar-simple"])
def test_the_slip_is_in_the_language_that_was_answered_in_easy_read_too(make_app: MakeApp, tag: str) -> None:
    app = make_app(clinic=replace(CLINIC, languages=("ar",)))
    here = app_context_of(app)
    reference = send(app, case("W55"), number="CN-7", questionnaire=here.served.translations[tag])
    desk = signed_in(app)
    desk.open(f"/desk/{reference}/ask-again")
    desk.press("Make the slip")
    (made,) = here.store.patient_invitations.for_submission(reference, here.clock())
    assert made.invitee.language == "ar"


def test_a_slip_needs_a_last_day(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, case("W55"))
    desk = signed_in(app)
    desk.open(f"/desk/{reference}/ask-again")
    page = desk.press("Make the slip", {"until": ""})
    assert page.status == 422
    assert "Choose a day from today on, within a year." in page.text
