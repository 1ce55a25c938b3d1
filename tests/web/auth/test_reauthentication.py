"""An open screen of a manager who walked away gives no account to anybody."""

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
    signed_in,
    store_of,
)
from webapp.storage import AccountChange

NEW = {"name": "Eve", "login": "eve", "role": "manager"}
MOST_TRIES = 10


def left_alone(app: Flask) -> Device:
    """The screen of a manager, who is not there."""
    account_with_password(app, "ada", "manager")
    account_with_password(app)
    return signed_in(app, "manager", "ada")


@pytest.mark.parametrize("old", ["", "not this one, no"])
def test_without_the_password_no_account_is_given_to_anybody(make_app: MakeApp, old: str) -> None:
    device = left_alone(app := make_app())
    jo = account(app)
    acts = [
        (f"/people/{jo.id}/reset", "Make a link", {}),
        (f"/people/{jo.id}", "Save", {"role": "manager"}),
        ("/people/add", "Add", NEW),
    ]
    for address, button, typed in acts:
        device.open(address)
        page = device.press(button, {**typed, "old": old})
        assert page.status == 422
        assert page.problems == ["Your password now: This is not your password. Type it again."]
        assert "/invitation/" not in page.text
    assert account(app) == jo
    assert len(store_of(app).practitioners.list()) == 2


def test_a_shut_account_is_opened_again_with_the_password_only(make_app: MakeApp) -> None:
    device, here = left_alone(app := make_app()), app_context_of(app)
    jo = account(app)
    here.store.practitioners.update(
        jo.id, jo.version, AccountChange(is_active=False), "command", here.clock()
    )
    device.open(f"/people/{jo.id}/enable")
    assert device.press("Open the account").status == 422
    assert not account(app).is_active
    assert "open again" in device.press("Open the account", {"old": PASSWORD}).text
    assert account(app).is_active


def test_who_has_a_second_step_proves_it_too(make_app: MakeApp) -> None:
    device = left_alone(app := make_app())
    totp, clock = account_with_code(app, "ada", "manager"), app_context_of(app).clock
    clock.put_on(seconds=30)  # type: ignore[attr-defined]
    code = totp.at(clock())
    device.open(f"/people/{account(app).id}/reset")
    assert device.press("Make a link", {"old": PASSWORD}).problems == [
        "Your code now: This code is not right, or was used before. Wait for the next one."
    ]
    page = device.press("Make a link", {"old": PASSWORD, "own_code": code})
    assert "/invitation/" in page.text


def test_a_manager_resets_others_only(make_app: MakeApp) -> None:
    device = left_alone(app := make_app())
    ada = account(app, "ada", "manager")
    page = device.open(f"/people/{ada.id}")
    assert "You change them under My account" in page.text
    assert "Make a link" not in page.text
    token = page.value("csrf_token")[0]
    typed = {"csrf_token": token, "old": PASSWORD, "without_code": "y"}
    assert device.client.post(f"/people/{ada.id}/reset", data=typed).status_code == 403
    assert store_of(app).practitioners.check_password("ada", PASSWORD)


def test_a_new_name_alone_needs_no_password(make_app: MakeApp) -> None:
    device = left_alone(app := make_app())
    device.open(f"/people/{account(app).id}")
    assert "Saved." in device.press("Save", {"name": "Jo Hill"}).text


def test_whoever_sits_down_there_cannot_guess_on_and_on(make_app: MakeApp) -> None:
    device = left_alone(app := make_app())
    device.open(f"/people/{account(app).id}/reset")
    for _ in range(MOST_TRIES):
        device.press("Make a link", {"old": "a wrong password"})
    assert "Please wait" in device.press("Make a link", {"old": PASSWORD}).problems[0]
