"""Passkeys of an account: adding, removing, and proving oneself with one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.web.auth.authenticator import Authenticator
from tests.web.auth.passkey_device import REFUSED, add, challenge, owner, sign_in, stored
from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import (
    PASSWORD,
    account,
    account_with_code,
    account_with_password,
    app_context_of,
    sign_in_token,
    signed_in,
    store_of,
)
from webapp.web.kit.app_context import EXTENSION


def test_a_passkey_is_added_with_the_password_only(make_app: MakeApp) -> None:
    account_with_password(app := make_app())
    device = signed_in(app)
    device.open("/account/passkeys/add")
    page = device.press("Go on", {"name": "Phone", "old": "not this one"})
    assert page.problems == ["Your password now: This is not your password. Type it again."]
    assert "data-creates" not in device.seen[-1].text


def test_a_challenge_to_sign_adds_no_passkey(make_app: MakeApp) -> None:
    device, phone = owner(app := make_app())
    options = challenge(device, "/account/passkeys/challenge")
    thief = Authenticator(credential_id=b"of a thief")
    made = thief.create({"user": {"id": "eA"}, "challenge": options["challenge"]})
    (token,) = set(device.page.value("csrf_token"))
    data = {"csrf_token": token, "name": "Thief", "passkey": made}
    response = device.client.post("/account/passkeys", data=data)
    assert response.status_code == 422
    assert stored(app).made.credential_id == phone.credential_id


def test_a_device_is_asked_not_to_make_a_second_one(make_app: MakeApp) -> None:
    device, phone = owner(make_app())
    device.open("/account/passkeys/add")
    device.press("Go on", {"name": "Phone", "old": PASSWORD})
    made = next(json.loads(one["data-creates"]) for one in device.page.all("form") if "data-creates" in one)
    assert len(made["excludeCredentials"]) == 1
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["attestation"] == "none"
    assert "it is here already" in add(device, phone).text


def test_a_passkey_is_removed(make_app: MakeApp) -> None:
    device, phone = owner(app := make_app())
    assert "The passkey is removed here." in device.press("Remove").text
    assert store_of(app).passkeys.list(account(app).id) == ()
    assert REFUSED in sign_in(app, phone).page.text


def test_a_passkey_stands_for_password_and_code(make_app: MakeApp) -> None:
    device, phone = owner(app := make_app())
    account_with_code(app)
    device.open("/account/code/recovery")
    options = challenge(device, "/account/passkeys/challenge")
    page = device.press("Make new ones", {"passkey": phone.sign(options)})
    assert "Keep these recovery codes" in page.text


def test_the_passkey_of_somebody_else_proves_nothing(make_app: MakeApp) -> None:
    _, phone = owner(app := make_app())
    account_with_password(app, "sam")
    device = signed_in(app, login="sam")
    add(device, Authenticator(credential_id=b"of sam"))
    device.open("/account/password")
    options = challenge(device, "/account/passkeys/challenge")
    page = device.press("Change it", {"passkey": phone.sign(options), "password": "new", "again": "new"})
    assert page.status == 422
    wrong = challenge(device, "/account/passkeys/challenge")
    new = {"password": "five grey geese on ice", "again": "five grey geese on ice"}
    page = device.press("Change it", {"passkey": phone.sign(wrong), **new})
    assert page.problems == ["Your password now: This passkey belongs to somebody else. Use one of yours."]
    broken = device.press("Change it", {"passkey": "{}", **new})
    assert broken.problems == [f"Your password now: {REFUSED}"]


def test_other_addresses_and_plain_http_offer_none(make_app: MakeApp) -> None:
    owner(app := make_app())
    for host in ("127.0.0.1", "127.0.0.1:8000"):
        page = Device(app).client.get("/sign-in", headers={"Host": host})
        assert "passkey" not in page.text
        assert "script-src" not in page.headers["Content-Security-Policy"]
    device, home = Device(app), "http://127.0.0.1"
    with device.client.session_transaction(base_url=home) as session:
        session["_user_id"] = sign_in_token(signed_in(app))
    page = device.client.get("/account/passkeys", base_url=home)
    assert "Jo’s phone" in page.text
    assert "data-passkeys" not in page.text
    assert device.client.get("/account/passkeys/add", base_url=home).status_code == 404
    data = {"csrf_token": page.text.split('csrf_token" type="hidden" value="')[1].split('"')[0]}
    assert device.client.post("/sign-in/passkey/challenge", data=data, base_url=home).status_code == 404


@pytest.mark.parametrize(("host", "is_offered"), [("forms.example.org", True), ("other.example.org", False)])
def test_a_public_address_offers_them_at_its_own_name(
    make_app: MakeApp, host: str, *, is_offered: bool
) -> None:
    hosts = ("forms.example.org", "other.example.org")
    app = make_app(https=True)
    context = app_context_of(app)
    app.extensions[EXTENSION] = replace(context, settings=replace(context.settings, trusted_hosts=hosts))
    app.config["TRUSTED_HOSTS"] = list(hosts)
    page = app.test_client().get("/sign-in", base_url=f"https://{host}")
    assert ("Sign in with a passkey" in page.text) is is_offered
