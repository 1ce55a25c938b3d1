"""Signing in by a passkey, and every answer that is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.web.auth.authenticator import IS_COPIED, MAY_BE_COPIED, PRESENT, VERIFIED, Authenticator
from tests.web.auth.passkey_device import REFUSED, add, answer, challenge, owner, sign_in, stored
from tests.web.auth.test_guessing import guess
from tests.web.auth.test_second_step import ask_for_codes
from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import account, account_with_password, app_context_of, is_in, put_on, signed_in, store_of
from webapp.storage import AccountChange


def actions(app: Flask) -> list[str]:
    return [entry.action for entry in store_of(app).audit.list()]


def test_a_passkey_signs_in_without_name_password_and_code(make_app: MakeApp) -> None:
    app = make_app()
    ask_for_codes(app)
    _, phone = owner(app)
    device = sign_in(app, phone, "?next=/account/devices")
    assert device.page.url.startswith("/account/devices")
    assert is_in(device)
    assert stored(app).used_at == app_context_of(app).clock()
    assert stored(app).made.sign_count == 1
    assert {"added a passkey", "signed in"} <= set(actions(app))


def test_the_cookie_holds_no_challenge_once_it_was_answered(make_app: MakeApp) -> None:
    _, phone = owner(app := make_app())
    with sign_in(app, phone).client.session_transaction() as session:
        assert set(session) <= {"csrf_token", "_user_id", "_fresh", "_id"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost:8000"},
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"flags": PRESENT | VERIFIED | MAY_BE_COPIED},
        {"flags": PRESENT | VERIFIED | IS_COPIED},
        {"user_handle": b"somebody else"},
        {"credential_id": b"an unknown one"},
        {"key": Authenticator().key},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_answer_signs_nobody_in(make_app: MakeApp, wrong: Mapping[str, Any]) -> None:
    _, phone = owner(app := make_app())
    device = sign_in(app, replace(phone, **wrong))
    assert device.page.status == 422
    assert REFUSED in device.page.text
    assert not is_in(device)


def test_a_device_says_whose_passkey_it_is_unless_its_owner_is_signed_in(make_app: MakeApp) -> None:
    signed_in_device, phone = owner(app := make_app())
    device = Device(app)
    device.open("/sign-in")
    assert REFUSED in answer(device, without_owner(phone.sign(challenge(device)))).text
    signed_in_device.open("/account/password")
    options = challenge(signed_in_device, "/account/passkeys/challenge")
    new = {"password": "five grey geese on ice", "again": "five grey geese on ice"}
    page = signed_in_device.press("Change it", {"passkey": without_owner(phone.sign(options)), **new})
    assert "Your password is changed." in page.text


def without_owner(signed: str) -> str:
    content = json.loads(signed)
    del content["response"]["userHandle"]
    return json.dumps(content)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "[" * 9_000, "x" * 20_000, '{"id": "é"}'])
def test_what_is_no_answer_is_refused(make_app: MakeApp, text: str) -> None:
    owner(app := make_app())
    device = Device(app)
    device.open("/sign-in")
    challenge(device)
    assert REFUSED in answer(device, text).text


def test_a_challenge_is_answered_once_by_the_browser_that_asked_for_it(make_app: MakeApp) -> None:
    _, phone = owner(app := make_app())
    first, other = Device(app), Device(app)
    first.open("/sign-in")
    other.open("/sign-in")
    options = challenge(first)
    challenge(other)
    signed = phone.sign(options)
    assert REFUSED in answer(other, signed).text
    with first.client.session_transaction() as session:
        kept = session["passkey"]
    answer(first, signed)
    assert is_in(first)
    with other.client.session_transaction() as session:
        session["passkey"] = kept
    assert REFUSED in answer(other, phone.sign(options)).text


def test_a_challenge_is_not_answered_too_late(make_app: MakeApp) -> None:
    _, phone = owner(app := make_app())
    device = Device(app)
    device.open("/sign-in")
    options = challenge(device)
    put_on(app, minutes=5)
    assert REFUSED in answer(device, phone.sign(options)).text


def test_a_passkey_whose_counter_does_not_rise_is_refused_and_named(make_app: MakeApp) -> None:
    _, phone = owner(app := make_app())
    copy = replace(phone)
    sign_in(app, phone)
    page = sign_in(app, copy).page
    assert "may have been copied" in page.text
    assert "was refused a passkey" in actions(app)
    assert is_in(sign_in(app, phone))


def test_the_passkey_of_a_shut_account_opens_nothing(make_app: MakeApp) -> None:
    _, phone = owner(app := make_app())
    jo, store = account(app), store_of(app)
    shut = AccountChange(is_active=False)
    store.practitioners.update(jo.id, jo.version, shut, "command", app_context_of(app).clock())
    assert REFUSED in sign_in(app, phone).page.text


def test_a_copy_that_the_maker_keeps_in_step_is_noted(make_app: MakeApp) -> None:
    account_with_password(app := make_app())
    device = signed_in(app)
    phone = Authenticator(flags=PRESENT | VERIFIED | MAY_BE_COPIED)
    add(device, phone)
    assert "kept in step" not in device.page.text
    sign_in(app, replace(phone, flags=phone.flags | IS_COPIED))
    assert "kept in step" in device.open("/account/passkeys").text


def test_guesses_at_the_password_make_no_passkey_wait(make_app: MakeApp) -> None:
    _, phone = owner(app := make_app())
    guess(Device(app))
    assert is_in(sign_in(app, phone))


def test_nobody_asks_for_challenges_without_end(make_app: MakeApp) -> None:
    device = Device(make_app())
    token = device.open("/sign-in").value("csrf_token")[0]
    codes = [
        device.client.post("/sign-in/passkey/challenge", data={"csrf_token": token}).status_code
        for _ in range(21)
    ]
    assert codes == [200] * 20 + [429]


def test_without_a_token_there_is_no_challenge(make_app: MakeApp) -> None:
    device = Device(make_app())
    assert device.client.post("/sign-in/passkey/challenge").status_code == 400
