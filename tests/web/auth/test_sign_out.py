"""How a sign-in ends: after a time, by signing out, or with its account."""

from __future__ import annotations

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import (
    account,
    account_with_password,
    app_context_of,
    is_in,
    put_on,
    sign_in_token,
    signed_in,
    store_of,
    submit_password,
)
from webapp.storage import AccountChange


def test_a_sign_in_ends_after_15_minutes_without_use(make_app: MakeApp) -> None:
    device = signed_in(app := make_app())
    for _ in range(3):
        put_on(app, minutes=14)
        assert is_in(device)
    put_on(app, minutes=15)
    assert device.open("/account").h1 == ["Sign in"]


def test_what_the_script_asks_is_no_use(make_app: MakeApp) -> None:
    device = signed_in(app := make_app())
    for minutes_left in (10, 5):
        put_on(app, minutes=5)
        answer = device.client.get("/presence")
        assert answer.json == {"seconds": minutes_left * 60}
    put_on(app, minutes=5)
    assert device.client.get("/presence").status_code == 401


def test_somebody_who_says_so_stays(make_app: MakeApp) -> None:
    device = signed_in(app := make_app())
    device.open("/account")
    put_on(app, minutes=14)
    device.client.post("/presence", data={"csrf_token": device.page.value("csrf_token")[0]})
    put_on(app, minutes=14)
    assert is_in(device)


def test_a_sign_in_ends_after_twelve_hours_of_use(make_app: MakeApp) -> None:
    device = signed_in(app := make_app())
    for _ in range(72):
        assert is_in(device)
        put_on(app, minutes=10)
    assert not is_in(device)


def test_who_signs_out_is_out_also_with_the_old_cookie(make_app: MakeApp) -> None:
    device = signed_in(make_app())
    device.open("/account")
    token = sign_in_token(device)
    page = device.press("Sign out")
    assert "You are signed out on this device." in page.text
    with device.client.session_transaction() as session:
        session["_user_id"] = token
    assert not is_in(device)
    assert device.seen[-2].headers["Clear-Site-Data"] == '"cache"'


def test_a_forged_form_signs_nobody_out(make_app: MakeApp) -> None:
    device = signed_in(make_app())
    device.client.post("/sign-out")
    assert is_in(device)


def test_who_signs_out_everywhere_is_out_everywhere(make_app: MakeApp) -> None:
    app = make_app()
    one, other, colleague = signed_in(app), signed_in(app), signed_in(app, login="sam")
    one.open("/account")
    one.press("Sign me out everywhere")
    assert [is_in(device) for device in (one, other, colleague)] == [False, False, True]


def test_who_is_disabled_is_out_at_once(make_app: MakeApp) -> None:
    device = signed_in(app := make_app())
    person, here = account(app), app_context_of(app)
    store_of(app).practitioners.update(
        person.id, person.version, AccountChange(is_active=False), "command", here.clock()
    )
    assert not is_in(device)


def test_who_is_disabled_cannot_sign_in(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    person, here = account(app), app_context_of(app)
    store_of(app).practitioners.update(
        person.id, person.version, AccountChange(is_active=False), "command", here.clock()
    )
    assert submit_password(Device(app)).status == 422


def test_a_note_that_came_too_late_is_given_back(make_app: MakeApp) -> None:
    device = signed_in(app := make_app())
    device.open("/account")
    put_on(app, minutes=15)
    page = device.press("Switch shortcuts on", {"note": "Drinks less <since> May."})
    assert page.status == 403
    assert "Drinks less <since> May." in page.text
    assert "Nothing was saved" in page.h1[0]
