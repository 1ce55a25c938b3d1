"""A device with a passkey."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Flask

from tests.web.auth.authenticator import Authenticator
from tests.web.device import Device
from tests.web.pages import Page
from tests.web.staff import PASSWORD, account, account_with_password, signed_in, store_of
from webapp.storage import Passkey

REFUSED = "This passkey did not work. Try again, or use your password."


def owner(app: Flask) -> tuple[Device, Authenticator]:
    """Somebody who is signed in, and has added the passkey of a phone."""
    account_with_password(app)
    device, phone = signed_in(app), Authenticator()
    add(device, phone)
    assert "Your passkey is added." in device.page.text
    return device, phone


def add(device: Device, phone: Authenticator, typed: Mapping[str, str] | None = None) -> Page:
    device.open("/account/passkeys/add")
    device.press("Go on", {"name": "Jo’s phone", "old": PASSWORD, **(typed or {})})
    (form,) = (form for form in device.page.forms if form.action == "/account/passkeys")
    made = next(one["data-creates"] for one in device.page.all("form") if "data-creates" in one)
    return device.send(form, {"passkey": phone.create(json.loads(made))})


def challenge(device: Device, address: str = "/sign-in/passkey/challenge") -> dict[str, Any]:
    token = device.page.value("csrf_token")[0]
    response = device.client.post(address, data={"csrf_token": token})
    assert response.status_code == 200
    return dict(response.json or {})


def sign_in(app: Flask, phone: Authenticator, then: str = "") -> Device:
    """A new device, after it was signed in to with this phone."""
    device = Device(app)
    device.open(f"/sign-in{then}")
    answer(device, phone.sign(challenge(device)))
    return device


def answer(device: Device, signed: str) -> Page:
    (form,) = (form for form in device.page.forms if form.action.startswith("/sign-in/passkey"))
    return device.send(form, {"passkey": signed})


def stored(app: Flask) -> Passkey:
    (found,) = store_of(app).passkeys.list(account(app).id)
    return found
