"""One's own second step: another phone in one go, and recovery codes that are counted and made again."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import (
    PASSWORD,
    account,
    account_with_code,
    account_with_password,
    app_context_of,
    new_code,
    signed_in,
    store_of,
    submit_password,
)
from webapp.clinic import Policy


def put_on(app: Flask, seconds: float = 30) -> None:
    app_context_of(app).clock.put_on(seconds=seconds)  # type: ignore[attr-defined]


def required(app: Flask) -> None:
    settings, now = store_of(app).clinic_settings, app_context_of(app).clock()
    settings.save_policy(Policy(requires_code=True), settings.policy_version, "command", now)


def recovery_of(app: Flask) -> tuple[str, ...]:
    """The recovery codes of somebody with a second step."""
    factors = store_of(app).second_factors
    person, secret, now = account_with_password(app), factors.new_secret(), app_context_of(app).clock()
    codes = factors.enable(person.id, secret, pyotp.TOTP(secret).at(now), now)
    assert codes
    return codes


def test_another_phone_takes_the_place_of_the_old_one_also_where_everybody_needs_one(
    make_app: MakeApp,
) -> None:
    totp = account_with_code(app := make_app())
    required(app)
    device, other = signed_in(app), signed_in(app)
    put_on(app)
    old = totp.at(app_context_of(app).clock())
    device.open(device.open("/account").link("Change the phone"))
    new = pyotp.TOTP(device.page.value("secret")[0])
    page = device.press("Change it", {"old": PASSWORD, "own_code": old, "code": new_code(device)})
    assert page.h1 == ["Keep these recovery codes"]
    assert other.open("/account").h1 == ["Sign in"]
    assert "on your new phone" in device.open(page.link("I have kept them. Go on")).text
    put_on(app)
    submit_password(again := Device(app))
    assert again.press("Go on", {"code": totp.at(app_context_of(app).clock())}).status == 422
    assert again.press("Go on", {"code": new.at(app_context_of(app).clock())}).status == 200


def test_a_lost_phone_is_replaced_with_a_recovery_code(make_app: MakeApp) -> None:
    recovery = recovery_of(app := make_app())
    device = signed_in(app)
    device.open("/account/code/phone")
    typed = {"old": PASSWORD, "own_code": recovery[0], "code": new_code(device)}
    assert device.press("Change it", typed).h1 == ["Keep these recovery codes"]


@pytest.mark.parametrize("wrong", ["old", "own_code", "code"])
def test_the_phone_stays_without_each_of_the_three(make_app: MakeApp, wrong: str) -> None:
    recovery = recovery_of(app := make_app())
    device = signed_in(app)
    device.open("/account/code/phone")
    right = {"old": PASSWORD, "own_code": recovery[0], "code": new_code(device)}
    page = device.press("Change it", {**right, wrong: "000000"})
    assert page.status == 422
    assert [one["id"] for one in page.all("p") if one.get("class") == "field-error"] == [f"{wrong}-wrong"]
    assert account(app).recovery_left == 10, "nothing was used up"
    assert device.press("Change it", right).status == 200


def test_who_has_no_second_step_is_led_to_where_it_is_turned_on(make_app: MakeApp) -> None:
    account_with_password(app := make_app())
    device = signed_in(app)
    for address in ("/account/code/phone", "/account/code/recovery"):
        assert device.open(address).h1 == ["Turn on the second step"]
    token = device.page.value("csrf_token")[0]
    for address in ("/account/code/phone", "/account/code/recovery"):
        assert device.client.post(address, data={"csrf_token": token}).status_code == 303


def test_who_used_a_recovery_code_is_told_how_many_are_left(make_app: MakeApp) -> None:
    recovery = recovery_of(app := make_app())
    submit_password(device := Device(app), then="/account/password")
    page = device.press("Go on", {"code": recovery[0]})
    assert page.h1 == ["You used a recovery code"]
    assert "9 are left" in page.text
    assert device.open(page.link("Go on")).url == "/account/password"
    assert "9 of your ten recovery codes are left" in device.open("/account").text


def test_few_recovery_codes_are_a_reason_to_make_new_ones(make_app: MakeApp) -> None:
    recovery = recovery_of(app := make_app())
    factors, now = store_of(app).second_factors, app_context_of(app).clock()
    for code in recovery[:7]:
        assert factors.verify(account(app).id, code, now)
    device = signed_in(app)
    page = device.open("/account")
    assert "Make new ones soon." in page.text
    device.open(page.link("New recovery codes"))
    assert device.press("Make new ones", {"old": PASSWORD, "own_code": "no"}).status == 422
    page = device.press("Make new ones", {"old": PASSWORD, "own_code": recovery[7]})
    assert page.h1 == ["Keep these recovery codes"]
    assert account(app).recovery_left == 10
    assert not factors.verify(account(app).id, recovery[8], now)


def test_nothing_on_my_account_promises_what_is_refused(make_app: MakeApp) -> None:
    account_with_code(app := make_app())
    device = signed_in(app)
    assert "Turn it off" in device.open("/account").text
    required(app)
    assert "Turn it off" not in device.open("/account").text
    page = device.open("/account/code")
    assert "cannot be turned off here" in page.text
    assert page.link("Change the phone") == "/account/code/phone"
