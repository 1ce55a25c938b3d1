"""The kiosks as the desk sees them: made, enrolled, alive, locked, revoked; and the silent flag."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.web.device import PASSED, Device
from tests.web.fakes import MakeApp
from tests.web.kiosk.tablet import Tablet, tablet
from tests.web.staff import signed_in, store_of
from tests.web.submissions import send
from webapp.clinic import Clinic
from webapp.storage import KioskConfig


def manager(app: Flask) -> Device:
    """At a desk."""
    return signed_in(app, "manager", "ada")


NEW = {"name": "Hall", "place": "By the stairs", "idle_seconds": "45", "offers_print": "y"}


def test_a_manager_makes_a_kiosk_and_its_code_enrols_a_device(app: Flask) -> None:
    boss = manager(app)
    boss.open("/kiosks/add")
    page = boss.press("Add", NEW)
    code = next(one["words"] for one in page.all("p") if one.get("class") == "code")
    device = Device(boss.app)
    device.open("/kiosk")
    assert "Touch to start" in device.press("Make it a kiosk", {"code": code}).text
    listed = boss.open("/kiosks").text
    assert "Hall By the stairs ready just now" in listed
    assert code not in listed


def test_the_plan_that_is_made_is_the_one_that_is_kept(app: Flask) -> None:
    boss = manager(app)
    boss.open("/kiosks/add")
    boss.press("Add", NEW)
    *_, made = store_of(boss.app).kiosks.list()
    assert made.config == KioskConfig(
        "Hall", "By the stairs", offers_phone=True, offers_print=True, idle_seconds=45
    )


@pytest.mark.parametrize("seconds", ["19", "601", "long", ""])
def test_an_idle_time_that_is_of_no_use_is_refused(app: Flask, seconds: str) -> None:
    boss = manager(app)
    boss.open("/kiosks/add")
    page = boss.press("Add", {**NEW, "idle_seconds": seconds})
    assert (page.status, len(page.problems)) == (422, 1)
    assert "Enter a whole number from 20 to 600" in page.problems[0]


def test_a_practitioner_sees_and_locks_kiosks_and_makes_none(app: Flask) -> None:
    there, desk = tablet(app), signed_in(app)
    there.touch()
    page = desk.open("/kiosks")
    assert "Window Waiting room in use just now" in page.text
    assert "Add a kiosk" not in page.text
    assert desk.open("/kiosks/add").status == 403
    desk.open(f"/kiosks/{there.number}")
    assert "The kiosk is locked" in desk.press("Lock the kiosk").text
    assert there.open("/kiosk").h1 == ["This screen is resting"]
    assert "The kiosk is open again" in desk.press("Open the kiosk").text


def test_a_kiosk_is_renamed_and_ends_otherwise_from_the_next_touch_on(app: Flask) -> None:
    boss = manager(app)
    there = tablet(app)
    boss.open(f"/kiosks/{there.number}")
    assert "Saved" in boss.press("Save", {"name": "Door", "idle_seconds": "30"}).text
    there.touch()
    assert there.client.get("/kiosk/rest").get_json()["seconds"] == 50
    assert boss.open("/kiosks").text.count("Door") == 1


def test_of_two_who_change_a_kiosk_one_is_told(app: Flask) -> None:
    boss = manager(app)
    there, other = tablet(app), signed_in(app)
    for device in (boss, other):
        device.open(f"/kiosks/{there.number}")
    boss.press("Save", {"name": "Door"})
    page = other.press("Save", {"name": "Gate"})
    assert "at the same moment" in page.text
    assert page.h1 == ["Door"]


def test_a_revoked_kiosk_is_gone(app: Flask) -> None:
    boss = manager(app)
    there = tablet(app)
    boss.open(f"/kiosks/{there.number}")
    assert "The kiosk is revoked" in boss.press("Revoke the kiosk").text
    assert there.open("/kiosk").h1 == ["Make this device a kiosk"]
    assert boss.open(f"/kiosks/{there.number}").status == 404


def test_a_new_code_is_made_for_another_device(app: Flask) -> None:
    boss = manager(app)
    there = tablet(app)
    boss.open(f"/kiosks/{there.number}")
    page = boss.press("Make a code")
    assert page.h1 == ["A code for Window"]
    assert page.text.count("It is shown only now.") == 1


WORST = dict.fromkeys(("phq4_1", "phq4_2", "phq4_3", "phq4_4"), "3")


def urgent(there: Tablet) -> None:
    """Somebody at this kiosk is shown a message that cannot wait."""
    there.touch()
    there.press("Continue", PASSED)
    there.press("Continue", {"signs_now": "none", "red_flags": "none"})
    there.open("/section/stress")
    there.press("Continue", {"stress_now": "5", **WORST})
    there.press("Continue", {"stress_duration": "over_3m"})
    there.press("Continue", {"self_harm": "yes"})


def test_the_desk_sees_a_silent_flag_at_once_and_nothing_of_the_answers(app: Flask) -> None:
    there, desk = tablet(app, KioskConfig("Corner", "Under the clock")), signed_in(app)
    before = desk.client.get("/desk/news").json
    urgent(there)
    assert there.page.h1 == ["Please read this now"]
    assert desk.client.get("/desk/news").json != before
    page = desk.open("/desk")
    assert "Somebody at the kiosk “Corner” may need you now" in page.text
    assert "Under the clock" in page.text
    assert "stress" not in page.text.lower()
    assert "Corner" not in desk.press("Somebody is seeing to it").text


@pytest.mark.parametrize("place", ["/desk", "/kiosks", "/kiosks/{number}"])
def test_an_alarm_that_stands_is_taken_down_wherever_it_is_seen(app: Flask, place: str) -> None:
    there, desk = tablet(app, KioskConfig("Corner", "Under the clock")), signed_in(app)
    urgent(there)
    assert "Corner” may need you now" in desk.open(place.format(number=there.number)).text
    page = desk.press("Somebody is seeing to it")
    assert "The alarm is taken down." in page.text
    assert "Corner" not in page.text
    assert "may need you now" not in desk.open(f"/kiosks/{there.number}").text


def test_while_an_alarm_stands_the_list_is_printed_and_exported(app: Flask) -> None:
    there, desk = tablet(app), signed_in(app)
    urgent(there)
    reference = send(app)
    desk.open("/desk")
    form = next(form for form in desk.page.forms if "Table (CSV)" in form.buttons)
    assert set(form.buttons) > {"Print practitioner pages", "Print patient reports", "Data (JSON)"}
    answer = desk.client.post(form.action, data={**form.sends, "pick": reference, "do": "csv"})
    assert reference in answer.text


def test_an_alarm_stays_when_the_page_was_too_old_and_that_is_told(app: Flask) -> None:
    there, desk = tablet(app), signed_in(app)
    urgent(there)
    answer = desk.client.post(f"/kiosks/{there.number}/seen")
    assert answer.status_code == 400
    assert "Somebody at the kiosk" in desk.open("/desk").text


def test_an_urgent_message_names_somebody_here_and_stays_until_it_was_read(app: Flask) -> None:
    there = tablet(app)
    urgent(there)
    assert "please speak to" in there.page.text.lower()
    assert there.client.get("/kiosk/rest").get_json()["seconds"] == 300
    assert there.page.by_id("moment")["data-seconds"] == "300"
    assert there.press("I have read this").url != "/notice"
    assert there.client.get("/kiosk/rest").get_json()["seconds"] == 80


DESK, CONTACT = "speak to somebody at the desk now", "please speak to: Dr Jo Hill, room 3"


def bleeding(there: Tablet) -> None:
    """Somebody at this kiosk is shown to get help at once, for no dark thoughts."""
    there.touch()
    there.press("Continue", PASSED)
    there.press("Continue", {"signs_now": "vomit_blood", "red_flags": "none"})


@pytest.mark.parametrize(
    ("happens", "says", "not_this"), [(bleeding, DESK, CONTACT), (urgent, CONTACT, DESK)]
)
def test_who_acts_on_dark_thoughts_is_named_for_these_alone(
    make_app: MakeApp, happens: Callable[[Tablet], None], says: str, not_this: str
) -> None:
    here = Clinic(
        numbers_phoned="Ann, 1 May 2026",
        region="CA",
        asks_self_harm=True,
        self_harm_contact="Dr Jo Hill, room 3",
    )
    there = tablet(make_app(clinic=here))
    happens(there)
    assert says in there.page.text
    assert not_this not in there.page.text


def test_a_sign_of_life_that_a_clock_which_was_ahead_noted_is_none(app: Flask) -> None:
    there, desk = tablet(app, KioskConfig("Attic")), signed_in(app)
    now = there.here.clock()
    store_of(app).kiosks.record_seen(there.number, now + timedelta(days=365))
    assert "No sign of life yet" in desk.open(f"/kiosks/{there.number}").text
    assert "Attic Waiting" not in desk.open("/kiosks").text
    assert "ready none yet" in desk.page.text
