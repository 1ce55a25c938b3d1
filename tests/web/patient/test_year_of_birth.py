"""The year of birth, before a link or six words show what was said last time."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp
from tests.web.follow_ups import elm, follow_up
from tests.web.patient.leaving import device_that_left
from tests.web.profiling import Calls, profiled
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import case, send
from webapp.storage import NewInvitation, PatientInvitation
from webapp.storage.invitations.invitation import FOLLOW_UP, MOST_WRONG_YEARS
from webapp.storage.submissions.encryption import SubmissionCipher

LAST_TIME = "Last time you said"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def elm_app(make_app: MakeApp, clock: Clock) -> Flask:
    return elm(make_app, clock)


def invitation_of(app: Flask, about: str) -> PatientInvitation:
    (made,) = store_of(app).patient_invitations.for_submission(about, app_context_of(app).clock())
    return made


@pytest.mark.parametrize("year", ["1973", "1974", "١٩٧٤"])
def test_each_year_that_fits_the_age_opens_what_was_said(elm_app: Flask, clock: Clock, year: str) -> None:
    device = follow_up(elm_app, clock)[1]
    assert device.press("Start", {"year": year}).url.startswith("/section/")


def test_the_answers_of_last_time_are_read_once_to_begin(elm_app: Flask, clock: Clock) -> None:
    _, device = follow_up(elm_app, clock)
    form, calls = device.page.forms[0], Calls(SubmissionCipher.unseal)
    with profiled(calls):
        answer = device.client.post(device.page.url, data={**form.sends, "year": "1974"})
    assert (answer.status_code, calls.count) == (303, 1)


@pytest.mark.parametrize(("typed", "says"), [("", "Type the year in which"), ("74", "with four digits")])
def test_no_year_and_half_a_year_cost_no_try(elm_app: Flask, clock: Clock, typed: str, says: str) -> None:
    about, device = follow_up(elm_app, clock)
    page = device.press("Start", {"year": typed})
    assert (page.status, says in page.text) == (422, True)
    assert invitation_of(elm_app, about).wrong_years == 0


def test_after_a_few_wrong_years_the_right_one_opens_nothing_on_any_device(
    elm_app: Flask, clock: Clock
) -> None:
    about, device = follow_up(elm_app, clock)
    address, said = device.page.url, set()
    for year in (1950, 1972, 1975, 1990, 2001)[:MOST_WRONG_YEARS]:
        page = device.press("Start", {"year": str(year)})
        assert page.status == 422
        said.add(page.text.replace(str(year), ""))
    assert len(said) == MOST_WRONG_YEARS, "each says alone how many tries are left"
    other = Device(elm_app)
    other.open(address)
    assert "stay closed" in other.page.text
    assert other.client.post(address, data={**other.page.forms[0].sends, "year": "1974"}).status_code == 422
    assert not invitation_of(elm_app, about).years_left
    logged = [one for one in store_of(elm_app).audit.list() if one.action == "typed a wrong year of birth"]
    assert len(logged) == MOST_WRONG_YEARS
    assert {(one.actor, one.details == {}) for one in logged} == {("server", True)}
    desk = signed_in(elm_app)
    assert "this slip shows nothing of last time any more" in desk.open(f"/desk/{about}/ask-again").text


def test_a_wrong_year_is_forgotten_after_the_right_one(elm_app: Flask, clock: Clock) -> None:
    about, device = follow_up(elm_app, clock)
    device.press("Start", {"year": "1950"})
    assert "you can try 4 more times" in device.page.text
    device.press("Start", {"year": "1974"})
    assert invitation_of(elm_app, about).wrong_years == 0


def test_without_the_year_everything_is_asked_and_nothing_of_last_time_is_shown(
    elm_app: Flask, clock: Clock
) -> None:
    about, device = follow_up(elm_app, clock)
    page = device.press("Begin without my answers of last time")
    assert page.shown == ["consent", "age_years", "sex"]
    device.press("Continue", {"consent": "yes", "age_years": "52", "sex": "male"})
    device.press("Continue", {"signs_now": "none", "red_flags": "none"})
    device.open("/check")
    device.hand_over()
    assert "What became of the plan" not in device.page.text
    assert not any(LAST_TIME in response.text for response in device.seen)
    assert invitation_of(elm_app, about).state == "done"


def test_the_page_that_asks_about_other_answers_carries_the_year(elm_app: Flask, clock: Clock) -> None:
    address = follow_up(elm_app, clock)[1].page.url
    other = device_that_left(elm_app)
    other.open(address)
    other.press("Start", {"year": "1974"})
    assert "There are other answers on this device" in other.page.text
    assert other.press("Begin my form all the same").url.startswith("/section/")


def test_no_year_is_asked_where_the_age_was_not_given(elm_app: Flask, clock: Clock) -> None:
    about = send(elm_app, {**case("W55"), "age_years": None})
    now = clock()
    new = NewInvitation("", "", now.replace(year=now.year + 1), FOLLOW_UP, about)
    made = store_of(elm_app).patient_invitations.create(new, "practitioner 1", now)
    assert made is not None
    device = Device(elm_app)
    assert "In what year were you born?" not in device.open(f"/invited/{made.invitee.token}").text
    assert device.press("Start").url.startswith("/section/")
    desk = signed_in(elm_app)
    assert "no year of birth is asked for" in desk.open(f"/desk/{about}/ask-again").text
