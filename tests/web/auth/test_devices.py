"""Where somebody is signed in: a list, and an end to each; and browsers that ask for no code for a day."""

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
    is_in,
    put_on,
    sign_in_token,
    signed_in,
    store_of,
    submit_password,
)
from webapp.clinic import Policy

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
EDGE = CHROME.replace("X11; Linux x86_64", "Windows NT 10.0") + " Edg/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (CHROME, "Chrome, Linux"),
        (EDGE, "Edge, Windows"),
        (IPHONE, "Safari, iPhone"),
        ("curl/8", "unknown browser"),
        ("<script>", "unknown browser"),
    ],
)
def test_each_browser_is_known_again_by_two_words(make_app: MakeApp, said: str, words: str) -> None:
    account_with_password(app := make_app())
    device = Device(app)
    device.client.environ_base["HTTP_USER_AGENT"] = said
    submit_password(device)
    page = device.open("/account/devices")
    assert f"{words} just now just now this one" in page.text


def test_one_browser_or_all_others_are_signed_out(make_app: MakeApp) -> None:
    app = make_app()
    here, one, other, colleague = (
        signed_in(app),
        signed_in(app),
        signed_in(app),
        signed_in(app, login="sam"),
    )
    here.open("/account/devices")
    assert "That browser is signed out." in here.press("Sign it out").text
    assert sorted(map(is_in, (one, other))) == [False, True]
    assert "All other browsers are signed out." in here.press("Sign all others out").text
    assert [is_in(each) for each in (here, one, other, colleague)] == [True, False, False, True]


def test_nobody_ends_the_sign_in_of_somebody_else(make_app: MakeApp) -> None:
    app = make_app()
    device, colleague = signed_in(app), signed_in(app, login="sam")
    theirs = store_of(app).sign_ins.get(sign_in_token(colleague), app_context_of(app).clock())
    assert theirs is not None
    token = device.open("/account/devices").value("csrf_token")[0]
    answer = device.client.post(
        "/account/devices/end", data={"csrf_token": token, "handle": theirs.handle}, follow_redirects=True
    )
    assert "was signed out already" in answer.text
    assert is_in(colleague)


def allowed(app: Flask, *, is_allowed: bool = True) -> None:
    settings, now = store_of(app).clinic_settings, app_context_of(app).clock()
    policy = Policy(remembers_browsers=is_allowed)
    assert settings.save_policy(policy, settings.policy_version, "command", now)


def with_code_typed(app: Flask, totp: pyotp.TOTP, **typed: str) -> Device:
    """A browser in which somebody signed in with a code."""
    put_on(app, seconds=30)
    submit_password(device := Device(app))
    device.press("Go on", {"code": totp.at(app_context_of(app).clock()), **typed})
    return device


def test_a_browser_asks_for_no_code_for_a_day_where_that_is_wished_and_allowed(make_app: MakeApp) -> None:
    totp = account_with_code(app := make_app())
    allowed(app)
    device = with_code_typed(app, totp, remembers="y")
    device.press("Sign out")
    put_on(app, hours=23)
    assert submit_password(device).url == "/desk"
    assert submit_password(Device(app)).h1 == ["Type your code"], "another browser"
    device.open("/account")
    device.press("Sign out")
    put_on(app, hours=1)
    assert submit_password(device).h1 == ["Type your code"]


def test_the_password_is_still_asked_for(make_app: MakeApp) -> None:
    totp = account_with_code(app := make_app())
    allowed(app)
    device = with_code_typed(app, totp, remembers="y")
    device.press("Sign out")
    assert submit_password(device, password="five grey geese on ice").status == 422


@pytest.mark.parametrize("case", ["not wished", "not allowed", "not allowed any more", "somebody else"])
def test_else_the_code_is_asked_for(make_app: MakeApp, case: str) -> None:
    totp = account_with_code(app := make_app())
    allowed(app, is_allowed=case != "not allowed")
    device = with_code_typed(app, totp, **({} if case == "not wished" else {"remembers": "y"}))
    device.press("Sign out")
    if case == "not allowed any more":
        allowed(app, is_allowed=False)
        put_on(app, seconds=10)
    if case == "somebody else":
        account_with_code(app, "sam")
    assert submit_password(device, "sam" if case == "somebody else" else "jo").h1 == ["Type your code"]


def test_the_box_stands_there_only_where_it_is_allowed(make_app: MakeApp) -> None:
    account_with_code(app := make_app())
    assert "until tomorrow" not in submit_password(Device(app)).text
    allowed(app)
    assert "until tomorrow" in submit_password(Device(app)).text


def test_it_is_shown_and_ended_by_its_owner_and_by_a_new_password(make_app: MakeApp) -> None:
    totp = account_with_code(app := make_app())
    allowed(app)
    device = with_code_typed(app, totp, remembers="y")
    assert "1 browser asks for your password alone" in device.open("/account/devices").text
    assert "asks for a code again" in device.press("Ask for a code everywhere").text
    store, now = store_of(app), app_context_of(app).clock()
    assert store.trusted_browsers.count(account(app).id, now) == 0
    other = with_code_typed(app, totp, remembers="y")
    new = "nine brown bears on bikes"
    other.open("/account/password")
    other.press("Change it", {"old": PASSWORD, "password": new, "again": new})
    other.open("/account")
    other.press("Sign out")
    assert submit_password(other, password=new).h1 == ["Type your code"]
