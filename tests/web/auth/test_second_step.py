"""The second step of signing in: codes, recovery codes, and setting it up."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import (
    account,
    account_with_code,
    account_with_password,
    app_context_of,
    is_in,
    put_on,
    store_of,
    submit_password,
)
from webapp.clinic import Policy


def ask_for_codes(app: Flask) -> None:
    settings, here = store_of(app).clinic_settings, app_context_of(app)
    settings.save_policy(Policy(requires_code=True), settings.policy_version, "command", here.clock())


def test_a_code_is_good_once(make_app: MakeApp) -> None:
    app = make_app()
    totp = account_with_code(app)
    put_on(app, seconds=30)
    code = totp.at(app_context_of(app).clock())
    submit_password(one := Device(app))
    assert one.press("Go on", {"code": code}).status == 200
    submit_password(other := Device(app))
    assert "used before" in other.press("Go on", {"code": code}).problems[0]
    assert not is_in(other)


def test_a_recovery_code_is_good_once(make_app: MakeApp) -> None:
    app = make_app()
    factors = store_of(app).second_factors
    person, secret = account_with_password(app), factors.new_secret()
    now = app_context_of(app).clock()
    codes = factors.enable(person.id, secret, pyotp.TOTP(secret).at(now), now)
    assert codes
    for device, status in ((Device(app), 200), (Device(app), 422)):
        submit_password(device)
        assert device.press("Go on", {"code": codes[0].lower()}).status == status


@pytest.mark.parametrize("url", ["/account", "/sign-in/enrol", "/presence"])
def test_a_password_alone_opens_nothing_where_a_code_is_asked_for(make_app: MakeApp, url: str) -> None:
    app = make_app()
    account_with_code(app)
    submit_password(device := Device(app))
    assert device.page.h1 == ["Type your code"]
    assert device.open(url).h1 == ["Type your code"]


def test_where_the_clinic_requires_it_the_second_step_is_set_up_first(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    ask_for_codes(app)
    device = Device(app)
    assert submit_password(device).h1 == ["Set up the second step"]
    assert device.open("/account").h1 == ["Set up the second step"]
    assert device.press("Turn it on", {"code": "000000"}).status == 422
    secret = device.page.value("secret")[0]
    page = device.press("Turn it on", {"code": pyotp.TOTP(secret).at(app_context_of(app).clock())})
    assert page.h1 == ["Keep these recovery codes"]
    assert is_in(device)


def test_who_began_to_set_the_second_step_up_cannot_go_on_once_it_is(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    ask_for_codes(app)
    submit_password(thief := Device(app))
    submit_password(device := Device(app))
    for each, heading in ((device, "Keep these recovery codes"), (thief, "Sign in")):
        secret = each.page.value("secret")[0]
        code = pyotp.TOTP(secret).at(app_context_of(app).clock())
        assert each.press("Turn it on", {"code": code}).h1 == [heading]
    assert is_in(device)
    assert not is_in(thief)


@pytest.mark.parametrize("secret", ["", "A", "AAAAAAAA", "a" * 32, "!" * 32])
def test_a_secret_that_is_none_of_ours_is_not_taken(make_app: MakeApp, secret: str) -> None:
    app = make_app()
    account_with_password(app)
    ask_for_codes(app)
    submit_password(device := Device(app))
    assert device.press("Turn it on", {"secret": secret, "code": "000000"}).status == 422
    assert not account(app).has_code
