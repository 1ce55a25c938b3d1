"""Signing in and out, and everything that is tried by those who should not."""

from __future__ import annotations

import pytest

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import (
    PASSWORD,
    WRONG_PASSWORD,
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


def test_name_and_password_open_the_house(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    device = Device(app)
    assert submit_password(device).status == 200
    assert "Jo Reed" in device.page.text
    assert is_in(device)


@pytest.mark.parametrize("login", ["jo", "nobody"])
def test_a_wrong_password_and_an_unknown_name_read_the_same(make_app: MakeApp, login: str) -> None:
    app = make_app()
    account_with_password(app)
    page = submit_password(Device(app), login, WRONG_PASSWORD)
    assert page.status == 422
    assert page.problems == ["Password: The sign-in name or the password is not right. Check both."]
    assert page.value("password") == [""]


def test_a_form_without_its_token_signs_nobody_in(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    device = Device(app)
    response = device.client.post("/sign-in", data={"login": "jo", "password": PASSWORD})
    assert response.status_code == 400
    assert not is_in(device)


def test_a_token_that_was_planted_opens_nothing_after_signing_in(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    thief, device = signed_in(app, login="thief"), Device(app)
    planted = sign_in_token(thief)
    with device.client.session_transaction() as session:
        session["_user_id"] = "planted"
        session["more"] = "planted"
    submit_password(device)
    with device.client.session_transaction() as session:
        assert session["_user_id"] not in ("planted", planted)
        assert "more" not in session


def test_who_signs_in_again_leaves_no_sign_in_behind(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    submit_password(device := Device(app))
    first, page = sign_in_token(device), device.open("/account")
    data = {"csrf_token": page.value("csrf_token")[0], "login": "jo", "password": PASSWORD}
    assert device.client.post("/sign-in", data=data).status_code == 303
    assert store_of(app).sign_ins.get(first, app_context_of(app).clock()) is None


def test_every_step_has_a_token_of_its_own(make_app: MakeApp) -> None:
    app = make_app()
    totp = account_with_code(app)
    device = Device(app)
    put_on(app, seconds=30)
    submit_password(device)
    first = sign_in_token(device)
    device.press("Go on", {"code": totp.at(app_context_of(app).clock())})
    assert sign_in_token(device) != first
    assert store_of(app).sign_ins.get(first, app_context_of(app).clock()) is None


def test_nothing_that_was_planted_comes_along_when_a_sign_in_goes_a_step_further(make_app: MakeApp) -> None:
    app = make_app()
    totp = account_with_code(app)
    device = Device(app)
    put_on(app, seconds=30)
    submit_password(device)
    with device.client.session_transaction() as session:
        session["more"] = "planted"
        before = session["csrf_token"]
    device.press("Go on", {"code": totp.at(app_context_of(app).clock())})
    assert is_in(device)
    with device.client.session_transaction() as session:
        assert "more" not in session
        assert session.get("csrf_token") != before


def test_the_cookie_holds_tokens_and_nothing_of_the_person(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    device = Device(app)
    submit_password(device)
    with device.client.session_transaction() as session:
        assert set(session) <= {"csrf_token", "_user_id", "_fresh", "_id"}


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "https:evil.example",
        "http://[evil.example",
        "javascript:alert(1)",
        "/account\r\nX: y",
        "/nowhere",
        "/sign-out",
        "///evil.example",
        "///account",
        "/account?x=1\r\nX: y",
        "/\t/account",
        "/account@evil.example",
        "account",
    ],
)
def test_signing_in_leads_to_no_other_site(make_app: MakeApp, elsewhere: str) -> None:
    app = make_app()
    account_with_password(app)
    device = Device(app)
    submit_password(device, then=elsewhere)
    assert device.page.url == "/desk"
    assert not any("evil" in one.headers.get("Location", "") for one in device.seen)


def test_signing_in_leads_back_to_where_one_was(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    device = Device(app)
    assert device.open("/account/password?x=1").h1 == ["Sign in"]
    page = device.press("Sign in", {"login": "jo", "password": PASSWORD})
    assert page.url == "/account/password?x=1"


def test_a_referrer_that_is_no_address_is_led_nowhere(make_app: MakeApp) -> None:
    client = make_app().test_client()
    assert client.post("/account/shortcuts", headers={"Referer": "http://["}).status_code == 403


def test_no_other_site_speaks_in_our_name(make_app: MakeApp) -> None:
    client = make_app().test_client()
    answer = client.post(
        "/account/shortcuts", data={"note": "Call 555-EVIL"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert "555-EVIL" not in answer.text


def test_a_name_that_is_not_ours_signs_nobody_in(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    answer = app.test_client().post("/sign-in", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_nothing_of_the_way_in_is_kept_by_a_browser(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    device = Device(app)
    submit_password(device, password=WRONG_PASSWORD)
    submit_password(device)
    device.press("Sign out")
    assert all(one.headers["Cache-Control"] == "no-store" for one in device.seen)


def test_scripts_run_on_signed_in_pages_only_and_only_ours(make_app: MakeApp) -> None:
    device = signed_in(make_app())
    page = device.open("/account")
    assert len(page.all("script")) == 2
    policy = device.seen[-1].headers["Content-Security-Policy"]
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert [one["src"][22:] for one in Device(device.app).open("/sign-in").all("script")] == ["/passkeys.js"]


def test_over_https_the_cookies_are_ours_alone(make_app: MakeApp) -> None:
    app = make_app(https=True)
    account_with_password(app)
    client = app.test_client()
    home = "https://localhost"
    token = client.get("/sign-in", base_url=home).text.split('csrf_token" type="hidden" value="')[1]
    typed = {"csrf_token": token.split('"')[0], "login": "jo", "password": PASSWORD}
    given = client.post("/sign-in", data=typed, base_url=home).headers.getlist("Set-Cookie")
    assert sorted(cookie.split("=")[0] for cookie in given) == ["__Host-device", "__Host-session"]
    assert all("Secure; HttpOnly; Path=/; SameSite=Lax" in cookie for cookie in given)
