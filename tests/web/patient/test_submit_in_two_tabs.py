"""Submitting twice, and submitting while another tab saves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.patient.server_side import at_the_desk, change_elsewhere, draft_of, sent_by
from tests.web.staff import app_context_of


def test_sending_twice_gives_one_result(device: Device) -> None:
    device.pass_safety()
    form = device.press("Continue").forms[0]
    device.send(form, {"way": "send"})
    first = sent_by(device)
    assert first
    assert device.send(form, {"way": "send"}).url == "/result"
    assert f"Your code for the desk: {first.reference}" in device.page.text
    assert at_the_desk(device.app).count(first.reference) == 1


@pytest.mark.parametrize("url", ["/check", "/hand-over", "/continue", "/section/fibre"])
def test_back_after_sending_comes_to_the_result(device: Device, url: str) -> None:
    device.pass_safety()
    device.hand_over()
    assert device.open(url).url == "/result"


def test_a_tab_that_saves_after_the_sending_comes_to_the_result(device: Device) -> None:
    device.pass_safety()
    other_tab = device.open("/section/fibre").forms[0]
    device.open("/check")
    device.hand_over()
    assert device.send(other_tab, {"veg_per_day": "1"}).url == "/result"


def test_a_tab_that_downloads_after_another_sent_shows_what_was_sent(device: Device) -> None:
    device.pass_safety()
    form = device.press("Continue").forms[0]
    device.send(form, {"way": "send"})
    assert "Your code for the desk" in device.send(form, {"way": "download"}).text


def test_a_tab_that_sends_after_another_downloaded_sends_it(device: Device) -> None:
    device.pass_safety()
    form = device.press("Continue").forms[0]
    device.send(form, {"way": "download"})
    finish = device.page.forms[0]
    assert "Your code for the desk" in device.send(form, {"way": "send"}).text
    assert device.send(finish, {}).url == "/ended/finished"


@pytest.mark.parametrize("way", ["send", "download"])
def test_what_another_tab_saved_meanwhile_is_looked_at_first(device: Device, way: str) -> None:
    device.pass_safety()
    device.press("Continue")
    change_elsewhere(device, veg_per_day="99")
    page = device.press("Continue", {"way": way})
    assert page.problems == [
        (
            "Vegetables: You typed 99 handfuls a day. "
            "Enter a number from 0 to 15. Halves are fine, for example 1.5. "
            "If it varies, give your best guess."
        )
    ]
    assert draft_of(device).content["finished"] is None


@pytest.mark.parametrize("way", ["send", "download"])
def test_a_good_answer_that_another_tab_saved_meanwhile_is_looked_at_first_too(
    device: Device, way: str
) -> None:
    device.pass_safety()
    device.press("Continue")
    change_elsewhere(device, fruit_per_day="5")
    page = device.press("Continue", {"way": way})
    assert page.url == "/check?changed=1"
    assert "An answer was changed in another tab or window meanwhile." in page.text
    assert "Whole fruit 5" in page.text
    assert draft_of(device).content["finished"] is None
    assert device.hand_over(way).url == "/result"


def test_a_check_that_is_out_of_date_is_looked_at_again(device: Device) -> None:
    device.pass_safety()
    change_elsewhere(device, fruit_per_day="5")
    device.press("Continue")
    assert device.page.h1 == ["Check your answers"]
    assert device.press("Continue").url == "/hand-over"


def test_nothing_is_handed_over_that_was_never_looked_at(device: Device) -> None:
    device.pass_safety()
    page = device.open("/hand-over")
    assert page.url == "/check"
    assert "changed" not in page.text


class QuickerTab:
    """A store in which another tab saves right before the first try to send or to finish."""

    def __init__(self, device: Device) -> None:
        self._store = app_context_of(device.app).store
        elsewhere = [lambda: change_elsewhere(device, veg_per_day="99")]
        self.drafts = _Late(self._store.drafts, elsewhere)
        self.submissions = _Late(self._store.submissions, elsewhere)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


class _Late:
    """One subject of a store, before whose first try to save another tab saves."""

    def __init__(self, real: object, elsewhere: list[Callable[[], None]]) -> None:
        self._real = real
        self._elsewhere = elsewhere

    def __getattr__(self, name: str) -> object:
        if name in ("save", "submit") and self._elsewhere:
            self._elsewhere.pop()()
        return getattr(self._real, name)


@pytest.mark.parametrize("way", ["send", "download"])
def test_what_another_tab_saves_at_the_same_moment_is_looked_at_too(
    device: Device, make_app: MakeApp, way: str
) -> None:
    device.pass_safety()
    device.press("Continue")
    other = Device(make_app(store=QuickerTab(device)))
    other.client.set_cookie("draft", device.cookie())
    other.open("/hand-over")
    assert other.press("Continue", {"way": way}).problems
    assert draft_of(device).content["finished"] is None


@pytest.mark.parametrize("way", ["send", "download"])
def test_who_turns_out_to_be_under_age_is_stopped(device: Device, way: str) -> None:
    device.pass_safety()
    device.press("Continue")
    change_elsewhere(device, age_years="17")
    token = device.cookie()
    assert "This form is for people aged 18 or over." in device.press("Continue", {"way": way}).text
    assert (
        app_context_of(device.app).store.submissions.get_by_draft(token, app_context_of(device.app).clock())
        is None
    )
