"""The days and times that pages and papers tell: all by the clock of the clinic."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, Printer, with_practitioner
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import WELL, send
from webapp.assessment import validate_answers
from webapp.clinic import Clinic
from webapp.exchange.record import build_record
from webapp.storage import DeskQuery, Person

VANCOUVER = Clinic(name="Elm", region="CA", timezone="America/Vancouver")
AUCKLAND = Clinic(name="Elm", region="AU_NZ", timezone="Pacific/Auckland")
LEEDS = Clinic(name="Elm", region="UK", timezone="Europe/London")

CASES = [
    (VANCOUVER, datetime(2026, 3, 2, 1, 30, tzinfo=UTC), "March 1, 2026", "5:30 p.m., Vancouver time"),
    (AUCKLAND, datetime(2026, 11, 29, 11, 58, tzinfo=UTC), "30 November 2026", "12:58 am, Auckland time"),
    (LEEDS, datetime(2026, 6, 30, 23, 15, tzinfo=UTC), "1 July 2026", "00:15, London time"),
]

UNTIL = ["March 8, 2026", "7 December 2026", "8 July 2026"]


def app_at(make_app: MakeApp, clinic: Clinic, now: datetime, printer: Printer | None = None) -> Flask:
    clock = Clock()
    clock.now = now
    return with_practitioner(make_app(clinic=clinic, clock=clock, render_pool=printer or Printer()))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("clinic", "now", "day", "time"), CASES)
def test_screen_and_paper_of_a_submission_tell_the_same_day(
    make_app: MakeApp, clinic: Clinic, now: datetime, day: str, time: str
) -> None:
    app = app_at(make_app, clinic, now, printer := Printer())
    reference = send(app)
    device = signed_in(app)
    assert f"Sent {day}, {time}" in plain(device.open(f"/desk/{reference}").text)
    for sheet in ("practitioner", "report"):
        device.client.get(f"/desk/{reference}/print/{sheet}")
    device.client.get(f"/desk/print/practitioner?r={reference}&r={send(app)}")
    sheet, report, bundle = printer.asked
    assert plain(sheet.completed) == f"{day}, {time}"
    assert plain(report.date) == plain(bundle.date) == day
    assert plain(bundle.enclosed[0].row.date) == f"{day}, {time}"


@pytest.mark.parametrize(
    ("clinic", "now", "day", "until"), [(*case[:3], until) for case, until in zip(CASES, UNTIL, strict=True)]
)
def test_the_patient_reads_that_day_on_screen_and_on_paper(
    make_app: MakeApp, clinic: Clinic, now: datetime, day: str, until: str
) -> None:
    device = Device(app_at(make_app, clinic, now, printer := Printer()))
    device.pass_safety()
    device.hand_over()
    assert f" {day} " in device.page.text
    assert f"You can get it here until {until}." in device.page.text
    device.client.get("/result/report.pdf")
    assert plain(printer.asked[-1].date) == day


def test_a_form_is_kept_until_a_day_of_the_clinic(make_app: MakeApp) -> None:
    device = Device(app_at(make_app, AUCKLAND, CASES[1][1]))
    device.begin()
    device.press("Save and leave")
    assert "until Monday, 7 December 2026" in device.page.text


def test_visits_their_trends_and_their_comparison_tell_the_same_days(make_app: MakeApp) -> None:
    clock = Clock()
    clock.now = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    app = with_practitioner(make_app(clinic=VANCOUVER, clock=clock, render_pool=(printer := Printer())))
    first = send(app, number="1042")
    clock.put_on(days=30)
    second = send(app, number="1042")
    desk = signed_in(app)
    assert "Mar 1, 2026" in desk.open(f"/desk/{second}").text
    trends = desk.open(f"/desk/{second}/visits").text
    assert "Mar 1, 2026" in trends
    assert "Mar 31, 2026" in trends
    compared = desk.open(f"/desk/{second}/compare/{first}").text
    assert "March 1, 2026" in compared
    assert "March 31, 2026" in compared
    assert store_of(app).visits.link(first, second, "practitioner 1", clock.now)
    desk.client.get(f"/desk/{second}/compare/{first}/print")
    both = printer.asked[-1]
    assert (plain(both.old.date), plain(both.new.date)) == ("March 1, 2026", "March 31, 2026")


def test_the_zone_is_set_on_the_settings_page_and_noted_in_the_log(make_app: MakeApp) -> None:
    app = make_app(live=True)
    here = app_context_of(app)
    here.store.clinic_settings.save_clinic(Clinic(name="Elm"), 0, "command", here.clock())
    manager = signed_in(app, "manager", "ada")
    manager.open("/settings/clinic")
    page = manager.press("Save", {"timezone": "Vancouver"})
    assert "did you mean America/Vancouver?" in page.text
    manager.press("Save", {"timezone": "america/vancouver"})
    assert here.clinic.timezone == "America/Vancouver"
    assert "America/Vancouver" in manager.page.text
    assert "Ada Moss changed the clinic" in manager.open("/log").text


@pytest.mark.parametrize(
    ("named", "shown", "is_told"), [("", "", True), ("UTC", "UTC", True), ("Asia/Tokyo", "Asia/Tokyo", False)]
)
def test_a_clinic_in_utc_is_asked_for_its_own_zone(
    make_app: MakeApp, named: str, shown: str, is_told: bool
) -> None:
    app = make_app(live=True)
    here = app_context_of(app)
    here.store.clinic_settings.save_clinic(Clinic(name="Elm", timezone=named), 0, "command", here.clock())
    manager = signed_in(app, "manager", "ada")
    assert ("told in UTC" in manager.open("/settings").text) == is_told
    assert manager.open("/settings/clinic").value("timezone") == [shown]


def test_the_log_names_its_clock(make_app: MakeApp) -> None:
    app = app_at(make_app, VANCOUVER, datetime(2026, 3, 2, 1, 30, 5, tzinfo=UTC))
    send(app)
    text = plain(signed_in(app, "manager", "ada").open("/log").text)
    assert "Times are in Vancouver time." in text
    assert "Mar 1, 2026, 5:30:05 p.m. A patient" in text


@pytest.mark.parametrize(("clinic", "now", "day", "time"), CASES)
def test_a_file_that_is_brought_is_told_by_the_same_clock(
    make_app: MakeApp, clinic: Clinic, now: datetime, day: str, time: str
) -> None:
    app = app_at(make_app, clinic, now)
    text = plain(shown(signed_in(app), record(app, now)))
    assert f"Answered {day}, {time}" in text


def record(app: Flask, at: datetime) -> bytes:
    answers = validate_answers(app_context_of(app).questionnaire, WELL)
    return build_record(answers, base_url="https://x.example/fhir", authored=at)


def shown(desk: Device, file: bytes) -> str:
    return desk._arrive(posted(desk, file, "show")).text


def changed(app: Flask, **parts: object) -> bytes:
    """A record with other parts; those that are None are left out."""
    told = {**json.loads(record(app, datetime(2025, 12, 24, 12, 0, tzinfo=UTC))), **parts}
    return json.dumps({name: part for name, part in told.items() if part is not None}).encode()


NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
TOLD = [
    ("2026-05-01", "May 1, 2026", "May 1, 2026"),
    ("2026-05", "May 2026 (day not told)", "May 2026 (day not told)"),
    ("2026", "2026 (day not told)", "2026 (day not told)"),
    (None, "Day not told", "Day not told"),
    ("2031-01-01", "Day not known (the file tells one that is still to come)", "Day not known"),
    ("2031-01-01T00:00:00Z", "Day not known (the file tells one that is still to come)", "Day not known"),
]


@pytest.mark.parametrize(("authored", "words", "short"), TOLD)
def test_of_a_file_screen_and_paper_say_as_much_of_the_day_as_it_told(
    make_app: MakeApp, authored: str | None, words: str, short: str
) -> None:
    app = app_at(make_app, VANCOUVER, NOW, printer := Printer())
    desk, file = signed_in(app), changed(app, authored=authored)
    text = shown(desk, file)
    assert f"{words} · " in text
    assert "12:00" not in text
    assert "November" not in text
    for do in ("practitioner", "report"):
        posted(desk, file, do)
    sheet, paper = printer.asked
    assert plain(sheet.completed) == plain(paper.date) == words
    told = json.loads(paper.record.content)
    assert told.get("authored") == (authored if short == words and authored else None)


@pytest.mark.parametrize(("authored", "words", "short"), TOLD)
def test_what_was_taken_in_keeps_no_time_that_was_not_told(
    make_app: MakeApp, authored: str | None, words: str, short: str
) -> None:
    app = app_at(make_app, VANCOUVER, NOW, printer := Printer())
    desk = signed_in(app)
    posted(desk, changed(app, authored=authored), "keep")
    rows = desk.open("/desk").text
    assert short in rows
    reference = store_of(app).desk.page(DeskQuery(), NOW).rows[0].reference
    assert f"{words} · imported" in desk.open(f"/desk/{reference}").text
    for sheet in ("practitioner", "report"):
        desk.client.get(f"/desk/{reference}/print/{sheet}")
    assert plain(printer.asked[0].completed) == plain(printer.asked[1].date) == words
    desk.client.get(f"/desk/print/report?r={reference}&r={send(app)}")
    assert words in [plain(one.row.date) for one in printer.asked[2].enclosed]


def test_a_day_stands_in_its_order_beside_other_visits(make_app: MakeApp) -> None:
    app = app_at(make_app, VANCOUVER, NOW)
    desk = signed_in(app)
    first = send(app, number="7")
    posted(desk, changed(app, authored="2026-05"), "keep")
    reference = next(
        one.reference for one in store_of(app).desk.page(DeskQuery(), NOW).rows if one.reference != first
    )
    store_of(app).visits.link(first, reference, "command", NOW)
    text = desk.open(f"/desk/{first}/visits").text
    assert "May 2026 (day not told)" in text
    assert text.index("May 2026") < text.index("Nov 29, 2026")
    compared = desk.open(f"/desk/{first}/compare/{reference}").text
    assert compared.index("May 2026 (day not told)") < compared.index("November 29, 2026")


def test_who_is_named_later_keeps_the_day_that_was_told(make_app: MakeApp) -> None:
    app = app_at(make_app, VANCOUVER, NOW)
    desk, store = signed_in(app), store_of(app)
    posted(desk, changed(app, authored="2026-05"), "keep")
    kept = store.submissions.get(store.desk.page(DeskQuery(), NOW).rows[0].reference, NOW)
    assert kept
    assert store.submissions.set_person(kept.reference, kept.version, Person("Rose", "7"), "command", NOW)
    assert "May 2026 (day not told)" in desk.open(f"/desk/{kept.reference}").text


def test_a_form_that_was_not_finished_says_so(make_app: MakeApp) -> None:
    app = app_at(make_app, VANCOUVER, NOW)
    text = shown(signed_in(app), changed(app, status="in-progress"))
    assert "marked as begun and not finished" in text
    assert "marked as begun" not in shown(signed_in(app), changed(app, status="amended"))


def posted(desk: Device, file: bytes, do: str) -> TestResponse:
    desk.open("/desk/files")
    data: dict[str, Any] = {**desk.page.forms[1].sends, "do": do, "file": (io.BytesIO(file), "a.json")}
    return desk.client.post("/desk/files", data=data)
