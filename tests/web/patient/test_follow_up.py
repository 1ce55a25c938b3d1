"""A follow-up at home: a few questions beside what was said last time, and a result that says what is old."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Flask

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, Printer, with_practitioner
from tests.web.follow_ups import ASKED, BORN, BY, PLAN, SIX_WEEKS, answer_all, elm, follow_up
from tests.web.pages import Page
from tests.web.patient.server_side import sent_by
from tests.web.staff import app_context_of, store_of
from tests.web.submissions import case, kept, send
from webapp.assessment import validate_answers
from webapp.clinic import Clinic, Policy
from webapp.exchange.record import build_record
from webapp.report.pdf.html import render_html
from webapp.storage import Person
from webapp.storage.invitations.invitation import FOLLOW_UP

NOW = {"consent": "yes", "signs_now": ["none"], "red_flags": ["none"], "legumes_per_week": 4}

FROM_FILE = "This is in a file that was brought along. It is not from our records."


def opened_by_patient(app: Flask) -> list[tuple[str, Mapping[str, Any]]]:
    """What the audit log says of answers that were opened by an invitation's link."""
    entries = store_of(app).audit.list()
    return [(one.subject, one.details) for one in entries if (one.actor, one.action) == ("patient", "opened")]


def test_a_follow_up_asks_a_few_questions_beside_what_was_said_and_takes_the_rest(make_app: MakeApp) -> None:
    clock = Clock()
    app = elm(make_app, clock)
    about, device = follow_up(app, clock)
    assert "Only a few questions, with what you said last time beside them." in device.page.text
    assert opened_by_patient(app) == []  # the first page says nothing of the answers
    device.press("Start", BORN)
    assert opened_by_patient(app) == [(f"submission {about}", {"what": FOLLOW_UP})]
    assert answer_all(device, ("fibre", "Last time you said: never (Nov 23, 2026).")) == ASKED
    assert "Vegetables 1 handful a day Nov 23, 2026" in device.page.text
    device.press("Continue")
    device.press("Continue", {"way": "send"})
    assert "33 answers are from November 23, 2026." in device.page.text
    assert "Agreed on November 23, 2026" in device.page.text
    assert "Beans (3 times a week) Agreed, and changed." in device.page.text
    sent = sent_by(device)
    assert sent is not None
    assert (sent.patient, sent.person) == (kept(app, about).patient, Person("Ada Moss", "CN-7"))
    assert sent.follow_up is not None
    assert (sent.follow_up.about, sent.follow_up.days["veg_per_day"]) == (about, date(2026, 11, 23))
    assert not set(ASKED) & set(sent.follow_up.days)
    unasked = {one: value for one, value in kept(app, about).answers.items() if one in sent.follow_up.days}
    assert {one: sent.answers[one] for one in unasked} == unasked
    assert {one: sent.answers[one] for one in NOW} == NOW


def test_an_answer_of_last_time_can_be_changed_and_is_of_today_then(make_app: MakeApp) -> None:
    clock = Clock()
    device = follow_up(elm(make_app, clock), clock)[1]
    device.press("Start", BORN)
    answer_all(device)
    page = device.open(device.page.link("Change Vegetables"))
    assert page.value("veg_per_day") == ["1"]
    device.press("Continue", {"veg_per_day": "3"})
    assert "Vegetables 3 handfuls a day Change" in device.page.text
    device.press("Continue")
    device.press("Continue", {"way": "send"})
    sent = sent_by(device)
    assert sent is not None
    assert sent.follow_up is not None
    assert (sent.answers["veg_per_day"], "veg_per_day" in sent.follow_up.days) == (3, False)


def test_the_report_of_the_desk_begins_with_what_became_of_the_plan(make_app: MakeApp) -> None:
    """Also where the second visit is a whole form that a practitioner linked."""
    clock = Clock()
    app = elm(make_app, clock)
    about, _ = follow_up(app, clock)
    again = send(app, {**case("W55"), "legumes_per_week": 3}, number="CN-7")
    assert store_of(app).visits.link(again, about, BY, clock.now)
    documents = app_context_of(app).documents
    for edition in ("standard", "large"):
        html = render_html(documents.report(kept(app, again), edition).view)
        assert html.index("What became of the plan") < html.index("Your picture at a glance")
        assert "Agreed, and changed" in html


def test_who_only_types_a_clinic_number_at_home_sees_no_plan(make_app: MakeApp) -> None:
    clock = Clock()
    app = with_practitioner(
        make_app(clinic=Clinic(name="Elm", region="CA"), clock=clock), Policy(asks_person=True)
    )
    follow_up(app, clock)
    device = Device(app)
    device.pass_safety()
    page = device.hand_over(typing={"number": "CN-7"})
    assert "Your result" in page.text
    assert "What became of the plan" not in page.text


def test_after_half_a_year_everything_is_asked_beside_what_was_said(make_app: MakeApp) -> None:
    clock = Clock()
    device = follow_up(elm(make_app, clock), clock, wait=timedelta(days=183))[1]
    assert "Last time was long ago, so we ask everything again" in device.page.text
    page = device.press("Start", BORN)
    assert page.shown == ["consent", "age_years", "sex"]
    assert "Last time you said: 52 years (Nov 23, 2026)." in page.text
    assert "Last time you said: Yes, start" not in page.text


def upload(device: Device, url: str, **files: bytes) -> Page:
    """Choose these files on a page, and press its first button."""
    form = device.open(url).forms[0]
    data = {name: (io.BytesIO(content), f"{name}.json") for name, content in files.items()}
    return device._arrive(device.client.post(form.action, data={**form.sends, **data}))


def test_a_clinic_that_keeps_nothing_asks_again_and_compares_from_files_alone(make_app: MakeApp) -> None:
    clock, printer = Clock(), Printer()
    app = with_practitioner(
        make_app(clinic=Clinic(region="CA"), clock=clock, render_pool=printer), Policy(keeps_nothing=True)
    )
    device, answers = Device(app), validate_answers(app_context_of(app).questionnaire, case("W55"))
    last_day, base = clock() - SIX_WEEKS, "https://x.example/fhir"
    before = build_record(answers, base_url=base, authored=last_day, reference="7Q4K-XW", plan=PLAN)
    upload(device, "/again", file=before)
    assert answer_all(device, ("fibre", "Last time you said: never (Oct 12, 2026).")) == ASKED
    device.press("Finish")
    assert "33 answers are from October 12, 2026." in device.page.text
    assert "Beans (3 times a week) Agreed, and changed." in device.page.text
    device.client.get("/result/report.pdf")
    report = printer.asked[-1]
    assert FROM_FILE in render_html(report)
    now = report.record.content
    page = upload(device, "/compare", old=before, new=now)
    assert "What became of the plan" in page.text
    assert page.text.count("Fibre from food:") == 1, "a number line of the plan is drawn once"
    assert "Beans (3 times a week) Agreed, and changed." in page.text


def test_answers_sent_after_a_file_keep_what_became_of_its_plan(make_app: MakeApp) -> None:
    clock = Clock()
    app = elm(make_app, clock)
    device, answers = Device(app), validate_answers(app_context_of(app).questionnaire, case("W55"))
    before = build_record(answers, base_url="https://x.example/fhir", authored=clock() - SIX_WEEKS, plan=PLAN)
    upload(device, "/again", file=before)
    answer_all(device)
    device.press("Continue")
    assert "We also send what was agreed last time" in device.page.text
    device.press("Continue", {"way": "send"})
    assert FROM_FILE in device.page.text
    sent = sent_by(device)
    assert sent is not None
    assert FROM_FILE in render_html(app_context_of(app).documents.report(sent).view)


def test_a_device_with_other_answers_begins_none_from_a_file(make_app: MakeApp) -> None:
    device = Device(make_app())
    device.begin()
    assert "This device holds other answers." in upload(device, "/again", file=b"{}").text
    other = Device(device.app)
    assert upload(other, "/again", file=b"{}").status == 422
