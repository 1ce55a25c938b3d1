"""Guessing passwords and codes: who waits, and who is known and does not."""

from __future__ import annotations

from flask import Flask

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import (
    WRONG_PASSWORD,
    account_with_code,
    account_with_password,
    app_context_of,
    is_in,
    put_on,
    submit_password,
)
from webapp.web.auth.login_throttle import SIGN_IN_LIMIT

MOST_TRIES = 10


def guess(device: Device, login: str = "jo", times: int = MOST_TRIES) -> None:
    for _ in range(times):
        submit_password(device, login, WRONG_PASSWORD)


def test_ten_wrong_tries_make_strange_browsers_wait(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    guess(Device(app))
    page = submit_password(device := Device(app))
    assert page.status == 429
    assert "Please wait 15 minutes" in page.problems[0]
    assert int(device.seen[-1].headers["Retry-After"]) > 0
    put_on(app, minutes=15)
    assert submit_password(device).status == 200


def signed_out(app: Flask) -> Device:
    """A browser on which somebody signed in, and out again."""
    device = Device(app)
    submit_password(device)
    device.press("Sign out")
    return device


def test_who_signed_in_here_before_is_not_locked_out_by_guesses_elsewhere(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    own = signed_out(app)
    guess(Device(app), times=MOST_TRIES + 5)
    assert submit_password(own).status == 200


def test_a_known_browser_that_guesses_waits_too(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    own = signed_out(app)
    guess(own)
    assert submit_password(own).status == 429
    assert submit_password(Device(app)).status == 200


def test_a_browser_is_known_for_the_name_that_signed_in_only(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    account_with_password(app, "sam")
    own = signed_out(app)
    guess(Device(app), "sam")
    assert submit_password(own, "sam").status == 429


def test_those_who_share_a_desk_are_all_known_there(make_app: MakeApp) -> None:
    app = make_app()
    desk = Device(app)
    for login in ("jo", "sam"):
        account_with_password(app, login)
        submit_password(desk, login)
        desk.press("Sign out")
    for login in ("jo", "sam"):
        guess(Device(app), login)
        assert submit_password(desk, login).status == 200
        desk.press("Sign out")


def test_the_address_that_a_clinic_shares_does_not_matter(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    account_with_password(app, "sam")
    guess(Device(app), times=MOST_TRIES + 5)
    guess(Device(app), "nobody", times=MOST_TRIES + 1)
    assert submit_password(Device(app), "sam").status == 200


def test_a_strange_browser_cannot_try_name_after_name(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    own, strange = signed_out(app), Device(app)
    for number in range(SIGN_IN_LIMIT.each):
        assert submit_password(strange, f"name{number}").status == 422
    assert submit_password(strange, "another").status == 429
    assert submit_password(own).status == 200
    put_on(app, minutes=1)
    assert submit_password(strange, "another").status == 422


def test_a_name_that_nobody_has_waits_like_any_other(make_app: MakeApp) -> None:
    device = Device(make_app())
    guess(device, "nobody")
    assert submit_password(device, "nobody").status == 429


def test_codes_are_counted_like_passwords(make_app: MakeApp) -> None:
    app = make_app()
    totp = account_with_code(app)
    device = Device(app)
    put_on(app, seconds=30)
    submit_password(device)
    for _ in range(MOST_TRIES):
        device.press("Go on", {"code": "000000"})
    page = device.press("Go on", {"code": totp.at(app_context_of(app).clock())})
    assert page.status == 429
    assert not is_in(device)
