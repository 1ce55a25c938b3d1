"""A session at a kiosk: it only runs the questionnaire. The server decides, with no script anywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp, Printer, with_practitioner
from tests.web.kiosk.tablet import JSON_ONLY, PLAN, clock_of, replayed, tablet, told
from tests.web.staff import app_context_of
from webapp.storage.crypto.tokens import join_tokens

PLACES = (
    "/",
    "/come-back",
    "/sign-in",
    "/desk",
    "/kiosks",
    "/nowhere",
    "/result/report.pdf",
    "/leave",
    "/log",
)


@pytest.mark.parametrize("address", PLACES)
def test_a_kiosk_can_do_nothing_but_run_the_questionnaire(app: Flask, address: str) -> None:
    kiosk = tablet(app)
    kiosk.open(address)
    assert kiosk.is_at_first_screen
    kiosk.sit()
    kiosk.open(address)
    assert kiosk.page.url.startswith("/section/"), "the patient goes on"


def test_the_whole_way_leads_to_a_code_and_then_to_the_first_screen(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    page = kiosk.hand_over()
    reference = kiosk.here.store.audit.list()[0].subject.removeprefix("submission ")
    assert page.h1 == ["Thank you. Your answers have been sent"]
    assert f"Your code for the desk: {reference}" in page.text
    found = kiosk.here.store.submissions.get(reference, kiosk.here.clock())
    assert found is not None
    assert found.channel == "kiosk"
    kiosk.press("I am done")
    assert kiosk.is_at_first_screen
    assert reference not in kiosk.page.text


def test_nothing_to_take_along_is_offered_as_a_file(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    page = kiosk.hand_over()
    assert [one["href"] for one in page.all("a")] == ["#main"]
    assert "download" not in page.text.lower()
    assert kiosk.client.get("/result/report.pdf").location == "/kiosk"


@pytest.mark.parametrize("edition", ["standard", "large"])
def test_the_printer_beside_a_kiosk_gets_the_report_itself(app: Flask, edition: str) -> None:
    kiosk = tablet(app, replace(PLAN, offers_print=True))
    kiosk.sit()
    kiosk.hand_over()
    page = kiosk.client.get("/result")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert f'data-print="/result/paper/{edition}"' in page.text
    sheet = kiosk.client.get(f"/result/paper/{edition}")
    assert (sheet.status_code, sheet.mimetype) == (200, "application/pdf")
    assert sheet.headers["Content-Disposition"] == "inline"
    assert "frame-ancestors 'self'" in sheet.headers["Content-Security-Policy"]
    printer = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    printed = printer.asked[-1]
    assert (printed.edition, printed.record) == (edition, None)
    kiosk.press("I am done")
    assert kiosk.client.get(f"/result/paper/{edition}").location == "/kiosk"


def test_without_a_printer_there_is_no_report_for_one(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    kiosk.hand_over()
    assert "data-print" not in kiosk.client.get("/result").text
    assert kiosk.client.get("/result/paper/standard").status_code == 404
    other = tablet(app, replace(PLAN, offers_print=True))
    other.sit()
    assert other.client.get("/result/paper/standard").status_code in (303, 404)
    other.hand_over()
    assert other.client.get("/result/paper/braille").status_code == 404


@pytest.mark.parametrize(("seconds", "is_over"), [(79, False), (80, True)])
def test_the_server_ends_a_sitting_that_nobody_touches(app: Flask, seconds: float, *, is_over: bool) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    clock_of(kiosk).put_on(seconds=seconds)
    kiosk.open("/check")
    assert kiosk.is_at_first_screen is is_over


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "address", ["/check", "/section/fibre", "/hand-over", "/notice", "/continue", "/result"]
)
def test_once_it_is_over_every_page_leads_to_the_first_screen(app: Flask, address: str, method: str) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    clock_of(kiosk).put_on(seconds=81)
    response = getattr(kiosk.client, method)(address)
    assert (response.status_code, response.headers["Location"]) == (303, "/kiosk")


def test_a_touch_begins_the_idle_time_anew_and_a_look_at_it_does_not(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    form = {"csrf_token": kiosk.page.value("csrf_token")[0]}
    clock_of(kiosk).put_on(seconds=50)
    assert told(kiosk.client.get("/kiosk/rest", headers=JSON_ONLY))[:2] == (200, 30)
    assert told(kiosk.client.post("/kiosk/here", data=form, headers=JSON_ONLY))[:2] == (200, 80)
    clock_of(kiosk).put_on(seconds=79)
    assert told(kiosk.client.get("/kiosk/rest", headers=JSON_ONLY))[:2] == (200, 1)
    clock_of(kiosk).put_on(seconds=1)
    answer = kiosk.client.post("/kiosk/here", data=form, headers=JSON_ONLY)
    assert told(answer) == (410, 0, "")


def test_a_sitting_outlives_a_restart_of_the_server_and_ends_in_its_time(make_app: MakeApp) -> None:
    app, clock = with_practitioner(make_app()), Clock()
    before = tablet(app)
    before.sit()
    after = Device(make_app(clock=clock))
    for name in ("kiosk", "draft", "session"):
        after.client.set_cookie(name, before.cookie(name))
    assert after.open("/check").h1 == ["Check your answers"]
    clock.put_on(seconds=81)
    after.seen = [*before.seen, *after.seen]
    assert all("Touch to start" in shown for shown in replayed(after))


def test_going_on_keeps_what_was_typed(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    clock_of(kiosk).put_on(seconds=70)
    kiosk.press("Yes, go on")
    clock_of(kiosk).put_on(seconds=70)
    assert kiosk.open("/section/about_you").value("age_years") == ["40"]


def test_the_last_screen_ends_after_a_minute_and_a_half_unless_somebody_asks_for_more(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    kiosk.hand_over()
    clock_of(kiosk).put_on(seconds=80)
    kiosk.open("/result")
    kiosk.press("More time")
    clock_of(kiosk).put_on(seconds=89)
    assert kiosk.open("/result").h1 == ["Thank you. Your answers have been sent"]
    clock_of(kiosk).put_on(seconds=2)
    kiosk.open("/result")
    assert kiosk.is_at_first_screen


def test_leaving_with_words_to_come_back_with_is_not_possible(app: Flask) -> None:
    kiosk = tablet(app)
    page = kiosk.touch()
    assert not any(words.startswith("Save") for form in page.forms for words in form.buttons)
    section = next(form for form in page.forms if form.action.startswith("/section"))
    kiosk.send(section, PASSED, ("do", "leave"))
    assert kiosk.page.url == "/section/safety"
    draft = kiosk.here.store.drafts.open(
        join_tokens(kiosk.cookie("kiosk"), kiosk.cookie("draft")), kiosk.here.clock()
    )
    assert draft is not None
    assert draft.content["sentence"] == "", "no words were made"
    assert kiosk.open("/leave").url == "/section/safety"


def test_an_answer_that_ends_the_questionnaire_ends_the_sitting(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    page = kiosk.press("Continue", {**PASSED, "age_years": "15"})
    assert page.h1 == ["For adults only"]
    kiosk.press("Stop and delete my answers")
    assert kiosk.is_at_first_screen
    assert kiosk.here.store.purge(kiosk.here.clock()).drafts == 0


def test_a_slip_at_the_kiosk_can_be_mended(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    page = kiosk.press("Continue", {**PASSED, "age_years": "4"})
    page = kiosk.open(page.link("Change my answer: Age"))
    assert page.value("age_years") == ["4"]
    assert kiosk.press("Continue", {"age_years": "40"}).url == "/section/safety"


def test_nothing_is_sent_when_the_patient_chooses_so(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    page = kiosk.hand_over("download")
    assert page.h1 == ["Thank you. Nothing was sent"]
    page = kiosk.open(page.link("I am done"))
    assert page.h1 == ["Do you have your report?"]
    assert kiosk.open(page.link("No, show it again")).url == "/result"
    kiosk.open("/kiosk/over")
    kiosk.press("Yes, clear this screen")
    assert kiosk.is_at_first_screen
    assert kiosk.here.store.audit.list()[0].action != "sent"
    assert kiosk.here.store.purge(kiosk.here.clock()).drafts == 0
