"""A clinic that keeps nothing, from the first page to the practitioner who reads the file."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from flask import Flask

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, Printer, with_practitioner
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import send
from webapp.clinic import Policy
from webapp.exchange.record.extract_attachment import pdf_with_attachment
from webapp.storage import DeskQuery
from webapp.web.kit.dates import moment

NOTHING = Policy(keeps_nothing=True)


def nothing_kept(make_app: MakeApp) -> Flask:
    """An application of such a clinic."""
    return with_practitioner(make_app(), NOTHING)


def finished(app: Flask) -> Device:
    device = Device(app)
    device.pass_safety()
    device.press("Finish and see my result")
    return device


def test_the_first_page_says_that_nothing_is_kept(make_app: MakeApp) -> None:
    app = nothing_kept(make_app)
    text = Device(app).open("/").text
    assert "An hour later your answers are deleted here. This clinic keeps none of them." in text
    assert "you choose who gets your answers" not in text


def test_nothing_can_be_sent_not_even_from_an_old_page(make_app: MakeApp) -> None:
    app = nothing_kept(make_app)
    device = Device(app)
    device.pass_safety()
    form = device.page.forms[0]
    form.action = "/hand-over"
    assert device.send(form, {"way": "send"}).url == "/check"
    assert store_of(app).desk.page(DeskQuery(), app_context_of(app).clock()).rows == ()


def test_the_report_can_be_had_for_an_hour_and_then_the_answers_are_gone(make_app: MakeApp) -> None:
    app = nothing_kept(make_app)
    device, clock = finished(app), app_context_of(app).clock
    assert isinstance(clock, Clock)
    with app.test_request_context():
        end = " ".join(moment(clock() + timedelta(hours=1)).split())
    assert "Send it" not in device.page.text
    for minutes in (0, 50, 9):
        clock.put_on(minutes=minutes)
        page = device.open("/result")
        assert f"You can get it here until {end}. Then your answers are deleted." in page.text
    clock.put_on(minutes=1)
    assert device.open("/result").status == 410
    assert store_of(app).purge(clock()).drafts == 1


def test_finishing_deletes_everything_at_once(make_app: MakeApp) -> None:
    app = nothing_kept(make_app)
    device = finished(app)
    token = device.cookie()
    device.press("Finish and clear this device")
    device.press("Yes, delete")
    assert store_of(app).drafts.open(token, app_context_of(app).clock()) is None


def test_the_practitioner_reads_the_file_that_the_patient_brings(make_app: MakeApp) -> None:
    app = nothing_kept(make_app)
    patient, printer = finished(app), app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    patient.client.get(patient.page.link("Download the report (PDF)"))
    file = pdf_with_attachment(printer.asked[-1].record.content)
    desk = signed_in(app)
    desk.open("/desk/files")
    data = {**desk.page.forms[1].sends, "do": "show", "file": (io.BytesIO(file), "report.pdf")}
    text = desk._arrive(desk.client.post("/desk/files", data=data)).text
    assert re.search(r"Answered November 23, 2026, 12:00\sp\.m\., UTC · \d+ of \d+ questions answered", text)
    assert "Take it in" not in text


def test_turning_it_on_is_asked_twice_because_it_deletes(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    manager = signed_in(app, "manager", "ada")
    manager.open("/settings/policy")
    assert manager.press("Save", {"keeps_nothing": "y"}).status == 422
    manager.press("Save", {"keeps_nothing": "y", "agrees": "y"})
    assert "kept not at all" in manager.page.text
    assert app_context_of(app).policy == NOTHING
    assert store_of(app).submissions.get(reference, app_context_of(app).clock()) is None
    assert store_of(app).purge(app_context_of(app).clock()).submissions == 0
