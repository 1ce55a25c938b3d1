"""The clinic's own people, for tests: with an account, at the door, or signed in already."""

from __future__ import annotations

from urllib.parse import urlencode

import pyotp
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import Clock
from tests.web.pages import Page
from webapp.storage import Practitioner, Store
from webapp.storage.accounts.one_time_links import PASSWORD as PASSWORD_LINK
from webapp.web.kit.app_context import EXTENSION, AppContext

PASSWORD = "four grey geese on ice"
WRONG_PASSWORD = "five grey geese on ice"
NAMES = {"front_desk": "Fay Lind", "practitioner": "Jo Reed", "manager": "Ada Moss"}


def app_context_of(app: Flask) -> AppContext:
    """What the application stands on."""
    found = app.extensions[EXTENSION]
    assert isinstance(found, AppContext)
    return found


def put_on(app: Flask, **by: float) -> None:
    """Put the clock of a test on."""
    clock = app_context_of(app).clock
    assert isinstance(clock, Clock)
    clock.put_on(**by)


def store_of(app: Flask) -> Store:
    return app_context_of(app).store


def account(app: Flask, login: str = "jo", role: str = "practitioner") -> Practitioner:
    """Somebody with an account but without a password; the same one when asked again."""
    here = app_context_of(app)
    people = here.store.practitioners
    return people.by_login(login) or people.create(login, NAMES[role], role, "command", here.clock())


def account_with_password(app: Flask, login: str = "jo", role: str = "practitioner") -> Practitioner:
    """Somebody who can sign in with PASSWORD; stays signed in who could already."""
    here, person = app_context_of(app), account(app, login, role)
    if here.store.practitioners.check_password(login, PASSWORD):
        return person
    token = here.store.one_time_links.create(PASSWORD_LINK, person.id, here.clock(), "command")
    accepted = here.store.one_time_links.accept(token, PASSWORD, here.clock())
    assert accepted
    return accepted


def account_with_code(app: Flask, login: str = "jo", role: str = "practitioner") -> pyotp.TOTP:
    """Somebody who can sign in with PASSWORD and the codes of what is given back, from now on."""
    here, person = app_context_of(app), account_with_password(app, login, role)
    secret = here.store.second_factors.new_secret()
    code = pyotp.TOTP(secret).at(here.clock())
    assert here.store.second_factors.enable(person.id, secret, code, here.clock())
    return pyotp.TOTP(secret)


def signed_in(app: Flask, role: str = "practitioner", login: str = "jo") -> Device:
    """A device on which somebody of this role is signed in, without the time that a password takes."""
    here, person, device = app_context_of(app), account(app, login, role), Device(app)
    token = here.store.sign_ins.create(person.id, "full", here.clock())
    with device.client.session_transaction() as session:
        session["_user_id"] = token
    return device


def submit_password(device: Device, login: str = "jo", password: str = PASSWORD, then: str = "") -> Page:
    """Type a sign-in name and a password, and press the button."""
    device.open("/sign-in" + (f"?{urlencode({'next': then})}" if then else ""))
    return device.press("Sign in", {"login": login, "password": password})


def sign_in_token(device: Device) -> str:
    """The token of the device's sign-in; "" without one."""
    with device.client.session_transaction() as session:
        return str(session.get("_user_id", ""))


def is_in(device: Device) -> bool:
    return device.client.get("/account").status_code == 200


def new_code(device: Device) -> str:
    """What an app shows that was given the secret of the page."""
    return pyotp.TOTP(device.page.value("secret")[0]).at(app_context_of(device.app).clock())
