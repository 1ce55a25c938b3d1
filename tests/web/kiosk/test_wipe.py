"""Between two patients everything is wiped, and no address shows anything of the one before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.browser.page_tour import SECTIONS
from tests.web.device import PASSED, Device
from tests.web.kiosk.tablet import Tablet, clock_of, replayed, tablet
from webapp.storage import KioskConfig

ENDINGS = ("I am done", "time")


@pytest.mark.parametrize("ending", ENDINGS)
def test_after_a_sitting_no_address_shows_anything_of_it(app: Flask, ending: str) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    kiosk.open("/section/about_you")
    kiosk.open("/check")
    kiosk.hand_over()
    reference = kiosk.page.text.split("Your code for the desk: ")[1][:7]
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
    old, reference = kiosk.cookie("draft"), kiosk.page.text.split("Your code for the desk: ")[1][:7]
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
    assert other.open("/check").h1 == ["We cannot find your answers"]
    neighbour = tablet(kiosk.app, KioskConfig("Door"))
    neighbour.client.set_cookie("draft", kiosk.cookie("draft"))
    neighbour.open("/check")
    assert neighbour.is_at_first_screen
    assert kiosk.open("/check").h1 == ["Check your answers"]


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
    page = kiosk.press("Continue", {"signs_now": ["none"], "red_flags": ["blood_stool"]})
    assert (page.url.split("?")[0], page.h1) == ("/notice", ["Please read this now"])
    kiosk.open("/check")
    page = kiosk.press("Continue")
    assert (page.url.split("?")[0], page.h1) == ("/notice", ["Please read this now"])
    assert not [one for one in page.all("a") if one["href"].startswith("tel:")], "it calls nobody"
    assert kiosk.press("I have read this").url == "/hand-over"
    assert kiosk.press("Continue", {"way": "send"}).h1 == ["Thank you. Your answers have been sent"]


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
        there.press("Continue", {"signs_now": "none", "red_flags": "none"})
        assert f"Age {age} years" in there.open("/check").text
        reference = there.hand_over().text.split("Your code for the desk: ")[1][:7]
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
