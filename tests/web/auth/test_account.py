"""My account: password, second factor, shortcuts."""

from __future__ import annotations

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
    sign_in_token,
    signed_in,
    store_of,
    submit_password,
)
from webapp.clinic import Policy

NEW = "nine brown bears on bikes"
CHANGED = {"old": PASSWORD, "password": NEW, "again": NEW}
MOST_TRIES = 10


def ready(app: Flask) -> Device:
    """Somebody with a password, signed in."""
    account_with_password(app)
    return signed_in(app)


def test_another_password_is_taken_and_the_old_one_is_no_good(make_app: MakeApp) -> None:
    device = ready(app := make_app())
    device.open("/account/password")
    page = device.press("Change it", CHANGED)
    assert "Your password is changed." in page.text
    assert submit_password(Device(app)).status == 422
    assert submit_password(Device(app), password=NEW).status == 200


def test_another_password_signs_all_other_browsers_out(make_app: MakeApp) -> None:
    device, other = ready(app := make_app()), signed_in(app)
    before = sign_in_token(device)
    device.open("/account/password")
    assert device.press("Change it", CHANGED).status == 200
    assert other.open("/account").h1 == ["Sign in"]
    assert device.open("/account").h1 == ["My account"]
    assert sign_in_token(device) != before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"old": "not this one, no"}, "This is not your password."),
        ({"password": "short", "again": "short"}, "at least 12 characters"),
        ({"again": PASSWORD}, "are not the same"),
    ],
)
def test_a_password_that_cannot_be_taken_changes_nothing(
    make_app: MakeApp, typed: dict[str, str], says: str
) -> None:
    device = ready(app := make_app())
    device.open("/account/password")
    page = device.press("Change it", {**CHANGED, **typed})
    assert page.status == 422
    assert any(says in problem for problem in page.problems), page.problems
    assert submit_password(Device(app)).status == 200


def test_who_sits_down_at_an_open_screen_cannot_guess_on_and_on(make_app: MakeApp) -> None:
    device = ready(make_app())
    device.open("/account/password")
    for _ in range(MOST_TRIES):
        device.press("Change it", {**CHANGED, "old": "a wrong old password"})
    page = device.press("Change it", CHANGED)
    assert "Please wait" in page.problems[0]


def test_the_second_step_is_turned_on_with_a_code_and_the_password(make_app: MakeApp) -> None:
    device, other = ready(app := make_app()), signed_in(app)
    device.open("/account/code")
    page = device.press("Turn it on", {"old": PASSWORD, "code": new_code(device)})
    assert page.h1 == ["Keep these recovery codes"]
    assert len([one for one in page.all("li") if len(one["words"]) == 14]) == 10
    assert other.open("/account").h1 == ["Sign in"]
    assert device.open("/account").status == 200
    assert account(app).has_code


@pytest.mark.parametrize("typed", [{"code": "000000"}, {"old": "not this one, no"}])
def test_the_second_step_stays_off_without_either(make_app: MakeApp, typed: dict[str, str]) -> None:
    device = ready(app := make_app())
    device.open("/account/code")
    secret = device.page.value("secret")
    page = device.press("Turn it on", {"old": PASSWORD, "code": new_code(device), **typed})
    assert page.status == 422
    assert page.value("secret") == secret, "the app on the phone has this one by now"
    assert not account(app).has_code


def test_the_secret_stands_on_the_page_as_text_too(make_app: MakeApp) -> None:
    device = ready(make_app())
    page = device.open("/account/code")
    (secret,) = page.value("secret")
    assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in page.text


def test_a_second_second_factor_cannot_be_slipped_in(make_app: MakeApp) -> None:
    account_with_code(app := make_app())
    device = signed_in(app)
    device.open("/account")
    token = device.page.value("csrf_token")[0]
    typed = {"csrf_token": token, "secret": "A" * 32, "code": "0", "old": PASSWORD}
    answer = device.client.post("/account/code/on", data=typed)
    assert answer.status_code == 303


def test_the_second_step_is_turned_off_with_the_password_and_a_code(make_app: MakeApp) -> None:
    totp = account_with_code(app := make_app())
    device, clock = signed_in(app), app_context_of(app).clock
    clock.put_on(seconds=30)  # type: ignore[attr-defined]
    code = totp.at(clock())
    device.open("/account/code")
    for wrong in ({"old": "not this one, no", "own_code": code}, {"old": PASSWORD, "own_code": "000000"}):
        assert device.press("Turn it off", wrong).status == 422
        assert account(app).has_code
    typed = {"old": PASSWORD, "own_code": code}
    assert "The second step is off." in device.press("Turn it off", typed).text
    assert not account(app).has_code


def test_the_second_step_stays_on_where_the_clinic_requires_it(make_app: MakeApp) -> None:
    account_with_code(app := make_app())
    device, here = signed_in(app), app_context_of(app)
    device.open("/account/code")
    settings = store_of(app).clinic_settings
    settings.save_policy(Policy(requires_code=True), settings.policy_version, "command", here.clock())
    assert "cannot be turned off here" in device.press("Turn it off", {"old": PASSWORD}).text
    assert account(app).has_code


def test_shortcuts_are_switched_on_and_off(make_app: MakeApp) -> None:
    device = signed_in(app := make_app())
    device.open("/account")
    device.press("Switch shortcuts on")
    assert account(app).uses_shortcuts
    device.press("Switch shortcuts off")
    assert not account(app).uses_shortcuts


@pytest.mark.parametrize(
    "address",
    [
        "/account/password",
        "/account/code/on",
        "/account/code/off",
        "/account/shortcuts",
        "/account/everywhere",
    ],
)
def test_a_forged_form_changes_nothing(make_app: MakeApp, address: str) -> None:
    device = ready(app := make_app())
    before = account(app)
    answer = device.client.post(address, data={**CHANGED, "on": "1", "secret": "A" * 32})
    assert answer.status_code == 400
    assert account(app) == before
    assert device.open("/account").status == 200


def test_every_page_of_the_account_asks_who_is_there(make_app: MakeApp) -> None:
    app = make_app()
    for address in ("/account", "/account/welcome", "/account/password", "/account/code"):
        assert Device(app).open(address).h1 == ["Sign in"]
