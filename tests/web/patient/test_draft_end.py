"""When a draft ends: whatever is pressed, finished and stopped answers live no longer than was promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from tests.web.conftest import CLINIC
from tests.web.device import Device
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.kiosk.tablet import clock_of
from tests.web.patient.leaving import device_that_left, passphrase_on
from tests.web.patient.server_side import draft_of
from tests.web.staff import app_context_of
from webapp.clinic import Policy
from webapp.statistics.form_flow import FormCounts
from webapp.web.kit.dates import moment

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
BLEEDS = {"signs_now": "none", "red_flags": "blood_stool"}
Action = Callable[[Device], object]


def clinic_of(make_app: MakeApp, *, keeps_nothing: bool) -> Flask:
    app = make_app(clinic=replace(CLINIC, languages=("fr",)))
    return with_practitioner(app, Policy(keeps_nothing=keeps_nothing))


def finished(app: Flask) -> Device:
    """A device on whose result nothing was sent."""
    device = Device(app)
    device.pass_safety()
    if app_context_of(app).policy.keeps_nothing:
        device.press("Finish and see my result")
    else:
        device.hand_over("download")
    assert device.page.url == "/result"
    return device


def stopped(app: Flask) -> Device:
    """A device whose patient typed an age under 18."""
    device = Device(app)
    device.begin()
    device.open("/section/about_you")
    assert device.press("Continue", {"age_years": "17"}).url == "/stopped"
    return device


def end_of(device: Device, token: str = "") -> datetime:
    end = draft_of(device, token).expires_at
    assert isinstance(end, datetime)
    return end


def left_to_live(device: Device) -> timedelta:
    return end_of(device) - clock_of(device)()


def pressing(form: int, button: str) -> Action:
    return lambda device: device.send(device.page.forms[form], {}, device.page.forms[form].buttons[button])


def opening(address: str) -> Action:
    """Follow a link to a page, or to a file."""
    return lambda device: device.client.get(address, follow_redirects=True)


def actions_on(device: Device) -> Iterator[tuple[str, Action]]:
    """All that the page offers: each button of its forms, and each link to another page."""
    for number, form in enumerate(device.page.forms):
        for words in form.buttons:
            yield words, pressing(number, words)
    for link in device.page.all("a"):
        if link["href"].startswith("/"):
            yield link["words"], opening(link["href"])


def lengthened(arrive: Callable[[Flask], Device], app: Flask) -> tuple[list[str], list[str]]:
    """All that can be done ten minutes after arriving, and what of it lets the draft live longer."""
    done, longer = [], []
    for number, (words, _) in enumerate(actions_on(arrive(app))):
        device = arrive(app)
        token, end = device.cookie(), end_of(device)
        clock_of(device).put_on(minutes=10)
        _, act = list(actions_on(device))[number]
        act(device)
        done.append(words)
        if draft_of(device, token) and end_of(device, token) > end:
            longer.append(words)
    return done, longer


@pytest.mark.parametrize("keeps_nothing", [True, False])
@pytest.mark.parametrize("arrive", [finished, stopped])
def test_nothing_on_the_page_lengthens_the_life_of_answers_that_are_finished_or_stopped(
    make_app: MakeApp, arrive: Callable[[Flask], Device], *, keeps_nothing: bool
) -> None:
    done, longer = lengthened(arrive, clinic_of(make_app, keeps_nothing=keeps_nothing))
    assert {"Easy read", "Français"} <= set(done)
    assert longer == []


def test_an_answer_that_still_ends_the_form_leaves_the_hour_that_began(make_app: MakeApp) -> None:
    device = stopped(clinic_of(make_app, keeps_nothing=False))
    assert left_to_live(device) == HOUR
    device.open(device.page.link("Change my answer: Age"))
    with device.app.test_request_context():
        end = " ".join(moment(end_of(device)).split())
    clock_of(device).put_on(minutes=40)
    assert device.press("Continue", {"age_years": "16"}).url == "/stopped"
    assert f"What you typed is kept until {end}. Then it is deleted." in device.page.text
    assert left_to_live(device) == timedelta(minutes=20)
    device.open(device.page.link("Change my answer: Age"))
    assert device.press("Continue", {"age_years": "61"}).url == "/section/safety"
    assert left_to_live(device) == WEEK


def test_who_corrects_an_age_that_ended_the_form_has_not_come_back(make_app: MakeApp) -> None:
    device = stopped(clinic_of(make_app, keeps_nothing=False))
    device.open(device.page.link("Change my answer: Age"))
    assert device.press("Continue", {"age_years": "61"}).url == "/section/safety"
    days = app_context_of(device.app).store.form_events.by_day(date.min, date.max)
    assert list(days.values()) == [FormCounts(begun=1)]


def test_an_hour_after_the_finish_nothing_is_left_of_answers_that_were_looked_through(
    make_app: MakeApp,
) -> None:
    device = finished(clinic_of(make_app, keeps_nothing=True))
    clock_of(device).put_on(minutes=30)
    steps: tuple[Action, ...] = (
        lambda device: device.open("/section/safety?from=check"),
        lambda device: device.press("Continue"),
        lambda device: device.press("Finish and see my result"),
        lambda device: device.open("/section/safety"),
        lambda device: device.press("Back"),
        lambda device: device.press("Save and leave"),
    )
    for step in steps:
        step(device)
        assert left_to_live(device) == timedelta(minutes=30)
    assert device.page.url == "/leave"
    clock_of(device).put_on(minutes=30)
    assert device.open("/result").status == 410


def test_answers_that_are_changed_after_the_finish_are_a_draft_again(make_app: MakeApp) -> None:
    device = finished(clinic_of(make_app, keeps_nothing=True))
    device.open("/section/fibre?from=check")
    device.press("Continue", {"veg_per_day": "3"})
    assert left_to_live(device) == WEEK
    clock_of(device).put_on(days=1)
    assert device.press("Finish and see my result").url == "/result"
    assert left_to_live(device) == HOUR


@pytest.mark.parametrize("keeps_nothing", [True, False])
@pytest.mark.parametrize("arrive", [finished, stopped])
def test_words_for_such_answers_bring_them_back_as_long_as_they_live_and_say_so(
    make_app: MakeApp, arrive: Callable[[Flask], Device], *, keeps_nothing: bool
) -> None:
    app = clinic_of(make_app, keeps_nothing=keeps_nothing)
    left, device = device_that_left(app), arrive(app)
    end = end_of(device)
    clock_of(device).put_on(minutes=10)
    device.open(f"/come-back/{left.cookie()}")
    device.press("Open my answers")
    for _ in range(2):
        page = device.press("Get words for the other answers")
        assert end_of(device) == end
        with app.test_request_context("/"):
            assert f"bring the answers back until {' '.join(moment(end).split())}." in page.text
        device.open(f"/come-back/{left.cookie()}")
        device.press("Open my answers")


def test_words_for_answers_that_are_being_given_bring_them_back_for_a_whole_term(make_app: MakeApp) -> None:
    app = clinic_of(make_app, keeps_nothing=False)
    left, device = device_that_left(app), Device(app)
    device.begin()
    for _ in range(2):
        clock_of(device).put_on(days=1)
        device.open(f"/come-back/{left.cookie()}")
        device.press("Open my answers")
        device.press("Get words for the other answers")
        assert passphrase_on(device)
        assert left_to_live(device) == WEEK


def test_who_stops_at_a_message_after_an_answer_that_ends_the_form_gets_no_longer_life(
    make_app: MakeApp,
) -> None:
    device = Device(clinic_of(make_app, keeps_nothing=False))
    device.begin()
    (notice,) = [one for one in device.press("Continue", BLEEDS).forms if "/notice" in one.action]
    device.open("/section/about_you")
    device.press("Continue", {"age_years": "17"})
    for button in (("do", "leave"), ("do", "")):
        clock_of(device).put_on(minutes=10)
        device.send(notice, {}, button)
    assert left_to_live(device) == timedelta(minutes=40)


def test_the_check_page_gives_stopped_answers_no_longer_life(make_app: MakeApp) -> None:
    device = Device(clinic_of(make_app, keeps_nothing=False))
    device.pass_safety()
    device.open("/section/about_you?from=check")
    device.press("Continue", {"age_years": "17"})
    device.open("/check")
    clock_of(device).put_on(minutes=10)
    assert device.press("Continue").url == "/stopped"
    assert left_to_live(device) == timedelta(minutes=50)
