"""Devices become kiosks by a code; they are locked, replaced and revoked."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.kiosk.tablet import Tablet, clock_of, tablet
from tests.web.staff import signed_in


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


def test_somebody_who_is_signed_in_on_the_device_is_signed_out(app: Flask) -> None:
    waiting, device = Tablet(app), signed_in(app, "manager", "ada")
    device.open("/kiosk")
    device.press("Make it a kiosk", {"code": waiting.code})
    assert device.page.url == "/kiosk"
    with device.client.session_transaction() as session:
        assert "_user_id" not in session


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
