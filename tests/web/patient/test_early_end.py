"""Answers that end the questionnaire, and the way back to them."""

from __future__ import annotations

import pytest

from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp
from tests.web.patient.server_side import draft_of
from webapp.web.kit.app_context import EXTENSION
from webapp.web.patient.device_answers import fingerprint


def test_who_does_not_agree_is_asked_nothing_more_and_nothing_is_kept(device: Device) -> None:
    device.open("/")
    device.press("Start")
    token = device.cookie()
    page = device.press("Continue", {"consent": "no"})
    assert page.h1 == ["You chose to stop"]
    assert device.press("Stop and delete my answers").url == "/ended/stopped"
    assert device.cookie() == ""
    parts = device.app.extensions[EXTENSION]
    assert parts.store.drafts.open(token, parts.clock()) is None


@pytest.mark.parametrize("button", ["Continue", "Back", "Save and leave"])
def test_who_is_under_age_is_told_so_and_nothing_is_kept(device: Device, button: str) -> None:
    device.open("/")
    device.press("Start")
    token = device.cookie()
    page = device.press(button, {"consent": "yes", "age_years": "17"})
    assert "This form is for people aged 18 or over." in page.text
    assert device.press("Stop and delete my answers").url == "/ended/stopped"
    assert device.cookie() == ""
    parts = device.app.extensions[EXTENSION]
    assert parts.store.drafts.open(token, parts.clock()) is None


def test_nothing_is_sent_for_who_is_under_age_in_another_tab(device: Device) -> None:
    """The other tab saved, and the draft's end is still to come."""
    device.pass_safety()
    token, parts = device.cookie(), device.app.extensions[EXTENSION]
    draft = parts.store.drafts.open(token, parts.clock())
    content = draft.content | {"typed": draft.content["typed"] | {"age_years": ["17"]}}
    assert parts.store.drafts.save(token, draft.version, content, parts.clock())
    assert "This form is for people aged 18 or over." in device.press("Continue").text
    assert parts.store.submissions.get_by_draft(token, parts.clock()) is None


def test_at_eighteen_the_form_goes_on(device: Device) -> None:
    device.open("/")
    device.press("Start")
    assert device.press("Continue", PASSED | {"age_years": "18"}).url == "/section/safety"


@pytest.mark.parametrize("typed", ["0", "5", "17"])
def test_an_age_that_was_mistyped_at_the_end_costs_nothing(device: Device, typed: str) -> None:
    device.pass_safety()
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": "3"})
    device.open("/check")
    device.open(device.page.link("Change Age"))
    page = device.press("Continue", {"age_years": typed})
    assert page.h1 == ["For adults only"]
    assert page.text.count("Nothing") == 1
    page = device.open(page.link("Change my answer: Age"))
    assert (page.url, page.value("age_years")) == ("/section/about_you?from=check", [typed])
    page = device.press("Continue", {"age_years": "52"})
    assert page.url.startswith("/check")
    assert "Age 52 years" in page.text
    assert "Vegetables 3 handfuls" in page.text


def test_a_slip_at_the_consent_costs_nothing(device: Device) -> None:
    device.open("/")
    device.press("Start")
    page = device.press("Continue", {**PASSED, "consent": "no"})
    page = device.open(page.link("Change my answer: Agreed to start"))
    assert page.value("age_years") == ["40"]
    assert device.press("Continue", {"consent": "yes"}).url == "/section/safety"


def test_who_stopped_is_led_back_to_why_wherever_they_go_on(device: Device) -> None:
    device.begin()
    device.open("/section/about_you")
    device.press("Continue", {"age_years": "17"})
    assert device.open("/continue").url == "/stopped"
    device.open("/section/fibre")
    assert device.press("Continue").url == "/stopped"
    assert device.open("/hand-over").url.startswith("/check")
    assert device.press("Continue").url == "/stopped"


def test_the_answers_of_who_stopped_are_gone_an_hour_later_unless_they_are_mended(make_app: MakeApp) -> None:
    clock = Clock()
    device = Device(make_app(clock=clock))
    device.begin()
    device.open("/section/about_you")
    device.press("Continue", {"age_years": "17"})
    clock.put_on(minutes=59)
    assert device.open("/stopped").status == 200
    clock.put_on(minutes=1)
    assert device.open("/stopped").status == 410
    device.begin()
    device.open("/section/about_you")
    device.press("Continue", {"age_years": "17"})
    device.open(device.page.link("Change my answer: Age"))
    device.press("Continue", {"age_years": "71"})
    clock.put_on(days=6)
    assert device.open("/continue").status == 200


def test_who_is_not_stopped_has_nothing_to_delete_there(device: Device) -> None:
    device.begin()
    token = device.cookie()
    assert device.open("/stopped").url == "/section/safety"
    form = {"csrf_token": device.page.value("csrf_token")[0], "which": fingerprint(token)}
    device.client.post("/stopped", data=form)
    assert draft_of(device, token)
