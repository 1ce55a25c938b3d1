"""A kiosk: one patient after another, and nothing stays. The server decides, with no script anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from tests.browser.page_tour import SECTIONS
from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp, Printer, staffed
from tests.web.kiosk.tablet import PLAN, Tablet, clock_of, tablet
from tests.web.pages import Page
from tests.web.staff import parts_of, signed_in
from webapp.storage import KioskConfig
from webapp.storage.crypto.tokens import joined

pytestmark = pytest.mark.no_cover


def test_a_code_makes_a_device_a_kiosk_once(app: Flask) -> None:
    first = Tablet(app)
    first.enrol()
    assert first.is_at_first_screen
    other = Device(first.app)
    other.open("/kiosk")
    page = other.press("Make it a kiosk", {"code": first.code})
    assert (page.status, other.cookie("kiosk")) == (422, "")
    assert "This code is not good" in page.text


@pytest.mark.parametrize(("minutes", "is_good"), [(14.9, True), (15, False)])
def test_a_code_is_good_for_a_quarter_of_an_hour(app: Flask, minutes: float, *, is_good: bool) -> None:
    device = Tablet(app)
    clock_of(device).put_on(minutes=minutes)
    device.enrol()
    assert device.is_at_first_screen is is_good


def test_codes_cannot_be_guessed_quickly(app: Flask) -> None:
    device = Device(app)
    device.open("/kiosk")
    found = [device.press("Make it a kiosk", {"code": str(each)}).status for each in range(6)]
    assert found == [422] * 5 + [429]


def test_the_code_comes_with_the_square(app: Flask) -> None:
    kiosk = tablet(app)
    page = Device(kiosk.app).open("/kiosk?code=12345678")
    assert page.value("code") == ["12345678"]


def test_a_new_device_takes_the_place_of_the_one_before(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    code = kiosk.here.store.kiosks.issue_code(kiosk.number, "command", kiosk.here.clock())
    other = Device(kiosk.app)
    other.open("/kiosk")
    assert other.press("Make it a kiosk", {"code": f" {code} "}).url == "/kiosk"
    assert kiosk.open("/check").h1 == ["Make this device a kiosk"]
    assert kiosk.cookie("kiosk") == ""


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


def test_somebody_who_is_signed_in_on_the_device_is_signed_out(app: Flask) -> None:
    waiting, device = Tablet(app), signed_in(app, "manager", "ada")
    device.open("/kiosk")
    device.press("Make it a kiosk", {"code": waiting.code})
    assert device.page.url == "/kiosk"
    with device.client.session_transaction() as session:
        assert "_user_id" not in session


def test_the_whole_way_leads_to_a_code_and_then_to_the_first_screen(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    page = kiosk.hand_over()
    reference = kiosk.here.store.audit.list()[0].subject.removeprefix("submission ")
    assert page.h1 == ["Thank you. Your answers are sent"]
    assert f"Tell the desk: {reference}" in page.text
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
    printer = parts_of(app).render_pool
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


def replayed(device: Device) -> Iterator[str]:
    """What every address shows now that was ever seen on this device."""
    for address in sorted({response.request.full_path for response in device.seen}):
        response = device.client.get(address, follow_redirects=True)
        yield response.text
        assert response.headers["Cache-Control"] == "no-store"


ENDINGS = ("I am done", "time")


@pytest.mark.parametrize("ending", ENDINGS)
def test_after_a_sitting_no_address_shows_anything_of_it(app: Flask, ending: str) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    kiosk.open("/section/about_you")
    kiosk.open("/check")
    kiosk.hand_over()
    reference = kiosk.page.text.split("Tell the desk: ")[1][:7]
    cookies = {name: kiosk.cookie(name) for name in ("draft", "session")}
    if ending == "time":
        clock_of(kiosk).put_on(seconds=91)
    else:
        kiosk.press(ending)
    first = kiosk.client.get("/kiosk").text
    for shown in replayed(kiosk):
        assert "Touch to start" in shown
        assert reference not in shown
    for name, value in cookies.items():
        kiosk.client.set_cookie(name, value)
    assert all("Touch to start" in shown for shown in replayed(kiosk))
    assert len(first) > 1000


def test_the_old_cookies_open_nothing_while_the_next_patient_sits_there(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    kiosk.hand_over()
    old, reference = kiosk.cookie("draft"), kiosk.page.text.split("Tell the desk: ")[1][:7]
    kiosk.press("I am done")
    kiosk.touch()
    new = kiosk.cookie("draft")
    assert new not in ("", old)
    kiosk.client.set_cookie("draft", old)
    assert all(reference not in shown for shown in replayed(kiosk))


def test_the_cookies_of_a_sitting_open_nothing_on_another_device(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    other = Device(kiosk.app)
    other.client.set_cookie("draft", kiosk.cookie("draft"))
    assert other.open("/check").h1 == ["Your answers are not on this device"]
    neighbour = tablet(kiosk.app, KioskConfig("Door"))
    neighbour.client.set_cookie("draft", kiosk.cookie("draft"))
    neighbour.open("/check")
    assert neighbour.is_at_first_screen
    assert kiosk.open("/check").h1 == ["Check your answers"]


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
    token = kiosk.page.value("csrf_token")[0]
    only_json = {"Accept": "application/json"}
    clock_of(kiosk).put_on(seconds=50)
    assert kiosk.client.get("/kiosk/rest", headers=only_json).json == {"seconds": 30}
    assert kiosk.client.post("/kiosk/here", data={"csrf_token": token}, headers=only_json).json == {
        "seconds": 80
    }
    clock_of(kiosk).put_on(seconds=79)
    assert kiosk.client.get("/kiosk/rest", headers=only_json).json == {"seconds": 1}
    clock_of(kiosk).put_on(seconds=1)
    answer = kiosk.client.post("/kiosk/here", data={"csrf_token": token}, headers=only_json)
    assert (answer.status_code, answer.json) == (410, {"seconds": 0})


def test_the_wipe_clears_the_browser_and_deletes_the_draft(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    before = kiosk.cookie("session")
    clock_of(kiosk).put_on(seconds=81)
    kiosk.open("/kiosk")
    wipe = kiosk.seen[-1]
    assert wipe.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert kiosk.cookie("draft") == ""
    assert kiosk.cookie("session") not in ("", before)
    assert kiosk.here.store.purge(kiosk.here.clock()).drafts == 0
    assert kiosk.here.store.kiosk_sessions.active_kiosks(kiosk.here.clock()) == frozenset()


def test_what_was_typed_before_the_wipe_is_nowhere_in_the_next_sitting(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    kiosk.press("Continue", {**PASSED, "age_years": "many"})
    assert kiosk.page.problems
    clock_of(kiosk).put_on(seconds=81)
    page = kiosk.touch()
    assert (page.problems, page.value("age_years")) == ([], [""])
    assert not page.value("sex")


def test_an_idle_wipe_in_the_middle_of_any_section_leaves_nothing(app: Flask) -> None:
    kiosk = tablet(app)
    for section in SECTIONS:
        kiosk.touch()
        kiosk.press("Continue", PASSED)
        kiosk.open(f"/section/{section}")
        kiosk.press("Continue", dict.fromkeys(kiosk.page.shown, "1"))
        clock_of(kiosk).put_on(seconds=81)
        assert all("Touch to start" in shown for shown in replayed(kiosk))
        kiosk.seen.clear()


def test_what_a_doctor_should_see_first_is_said_at_once_and_before_the_end(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    kiosk.press("Continue", PASSED)
    page = kiosk.press("Continue", {"red_flags": ["blood_stool"]})
    assert (page.url.split("?")[0], page.h1) == ("/notice", ["Please read this now"])
    kiosk.open("/check")
    page = kiosk.press("Continue")
    assert (page.url.split("?")[0], page.h1) == ("/notice", ["Please read this now"])
    assert not [one for one in page.all("a") if one["href"].startswith("tel:")], "it calls nobody"
    assert kiosk.press("I have read this").url == "/hand-over"
    assert kiosk.press("Continue", {"way": "send"}).h1 == ["Thank you. Your answers are sent"]


def test_a_sitting_outlives_a_restart_of_the_server_and_ends_in_its_time(make_app: MakeApp) -> None:
    app, clock = staffed(make_app()), Clock()
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
    assert kiosk.open("/result").h1 == ["Thank you. Your answers are sent"]
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
        joined(kiosk.cookie("kiosk"), kiosk.cookie("draft")), kiosk.here.clock()
    )
    assert draft is not None
    assert draft.content["sentence"] == "", "no words were made"
    assert kiosk.open("/leave").url == "/section/safety"


def test_an_answer_that_ends_the_questionnaire_ends_the_sitting(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    page = kiosk.press("Continue", {**PASSED, "age_years": "15"})
    assert page.h1 == ["For adults only"]
    kiosk.press("Delete my answers, and stop")
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


def test_a_locked_kiosk_sends_its_patient_away(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    kiosk.here.store.kiosks.lock(kiosk.number, "command", kiosk.here.clock())
    assert kiosk.open("/check").h1 == ["This screen is resting"]
    assert "begin" not in str(kiosk.page.tags)
    kiosk.here.store.kiosks.unlock(kiosk.number, "command", kiosk.here.clock())
    kiosk.open("/kiosk")
    assert kiosk.is_at_first_screen


def test_a_stolen_cookie_dies_when_the_kiosk_is_revoked(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    stolen, secret = kiosk.cookie("kiosk"), kiosk.cookie("draft")
    thief = Device(kiosk.app)
    thief.client.set_cookie("kiosk", stolen)
    thief.client.set_cookie("draft", secret)
    assert thief.open("/check").h1 == ["Check your answers"], "before"
    kiosk.here.store.kiosks.revoke(kiosk.number, "command", kiosk.here.clock())
    thief.client.set_cookie("kiosk", stolen)
    assert thief.open("/check").h1 == ["Make this device a kiosk"]


def test_a_browser_that_crashed_begins_at_the_first_screen_and_the_draft_is_gone(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    kept, lost = kiosk.cookie("kiosk"), kiosk.cookie("draft")
    again = Device(kiosk.app)
    again.client.set_cookie("kiosk", kept)
    assert again.open("/kiosk").h1 == ["One moment, please"]
    clock_of(kiosk).put_on(seconds=81)
    assert "Touch to start" in again.open("/kiosk").text
    again.client.set_cookie("draft", lost)
    assert "Touch to start" in again.open("/check").text
    assert kiosk.here.store.purge(kiosk.here.clock()).drafts == 0


def test_the_kiosks_own_cookie_sends_nobody_away(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    thief = Device(kiosk.app)
    token = thief.open("/kiosk").value("csrf_token")
    thief.client.set_cookie("kiosk", kiosk.cookie("kiosk"))
    for address in ("/kiosk", "/", "/check", "/continue"):
        assert thief.open(address).h1 == ["One moment, please"]
    for address in ("/kiosk/start", "/kiosk/over", "/kiosk/here"):
        thief.client.post(address, data={"csrf_token": token})
    assert kiosk.open("/check").h1 == ["Check your answers"]


def test_the_desk_can_free_a_kiosk_whose_browser_crashed(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    again = Device(kiosk.app)
    again.client.set_cookie("kiosk", kiosk.cookie("kiosk"))
    kiosk.here.store.kiosks.lock(kiosk.number, "command", kiosk.here.clock())
    kiosk.here.store.kiosks.unlock(kiosk.number, "command", kiosk.here.clock())
    assert "Touch to start" in again.open("/kiosk").text


def test_kiosks_that_are_used_at_the_same_time_are_never_mixed_up(app: Flask) -> None:
    def sit(there: Tablet, age: int) -> None:
        there.touch()
        there.press("Continue", {**PASSED, "age_years": str(age)})
        there.press("Continue", {"red_flags": "none"})
        assert f"Age {age} years" in there.open("/check").text
        reference = there.hand_over().text.split("Tell the desk: ")[1][:7]
        found = there.here.store.submissions.get(reference, there.here.clock())
        assert found is not None
        assert found.answers["age_years"] == age
        there.press("I am done")

    def run(first: int) -> None:
        there = tablet(app)
        for each in range(2):
            sit(there, first + each)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, (20, 30, 40, 50)))


def root_of(page: Page) -> str:
    return page.all("html")[0].get("class", "")


def test_letters_are_larger_up_to_the_wipe(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    kiosk.press("Continue", PASSED)
    page = kiosk.press("Larger letters")
    assert (page.url, root_of(page)) == ("/section/safety", "larger")
    kiosk.press("Continue", {"red_flags": "none"})
    assert root_of(kiosk.page) == "larger"
    kiosk.press("Smaller letters")
    assert root_of(kiosk.page) == ""
    kiosk.press("Larger letters")
    kiosk.open("/check")
    kiosk.hand_over()
    assert root_of(kiosk.page) == "larger"
    kiosk.press("I am done")
    assert (kiosk.is_at_first_screen, root_of(kiosk.page)) == (True, "")
    assert root_of(kiosk.touch()) == ""


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/nowhere", ""])
def test_letters_lead_to_no_page_but_ours(app: Flask, back: str) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    assert kiosk.press("Larger letters", {"back": back}).url == "/section/about_you"


def test_nobody_changes_letters_where_nobody_sits(app: Flask) -> None:
    kiosk = tablet(app)
    assert kiosk.client.post("/kiosk/letters").location == "/kiosk"
    assert kiosk.cookie("letters") == ""


def test_the_time_that_is_left_is_told_to_screen_readers_too(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    page = kiosk.hand_over()
    assert "This screen is cleared in 90 seconds." in page.text
    (status,) = (attributes for _, attributes in page.tags if attributes.get("role") == "status")
    assert status["data-tell"] == "This screen is cleared in # seconds."
    assert page.text.index("On your phone") < page.text.index("I am done")
