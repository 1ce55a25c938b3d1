"""Signing in and out, and everything that is tried by those who should not."""

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
    put_on,
    sign_in_token,
    signed_in,
    store_of,
    submit_password,
)
from webapp.clinic import Policy
from webapp.storage import AccountChange
from webapp.web.auth.login_throttle import SIGN_IN_LIMIT

WRONG = "five grey geese on ice"
MOST_TRIES = 10


def guess(device: Device, login: str = "jo", times: int = MOST_TRIES) -> None:
    for _ in range(times):
        submit_password(device, login, WRONG)


def is_in(device: Device) -> bool:
    return device.client.get("/account").status_code == 200


def ask_for_codes(app: Flask) -> None:
    settings, here = store_of(app).clinic_settings, app_context_of(app)
    settings.save_policy(Policy(requires_code=True), settings.policy_version, "command", here.clock())


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
    page = submit_password(Device(app), login, WRONG)
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


def test_who_signed_in_here_before_is_not_locked_out_by_guesses_elsewhere(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    own = Device(app)
    submit_password(own)
    own.press("Sign out")
    guess(Device(app), times=MOST_TRIES + 5)
    assert submit_password(own).status == 200


def test_a_known_browser_that_guesses_waits_too(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    own = Device(app)
    submit_password(own)
    own.press("Sign out")
    guess(own)
    assert submit_password(own).status == 429
    assert submit_password(Device(app)).status == 200


def test_a_browser_is_known_for_the_name_that_signed_in_only(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    account_with_password(app, "sam")
    own = Device(app)
    submit_password(own)
    own.press("Sign out")
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
    own, strange = Device(app), Device(app)
    submit_password(own)
    own.press("Sign out")
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


def test_a_code_is_good_once(make_app: MakeApp) -> None:
    app = make_app()
    totp = account_with_code(app)
    put_on(app, seconds=30)
    code = totp.at(app_context_of(app).clock())
    submit_password(one := Device(app))
    assert one.press("Go on", {"code": code}).status == 200
    submit_password(other := Device(app))
    assert "used before" in other.press("Go on", {"code": code}).problems[0]
    assert not is_in(other)


def test_a_recovery_code_is_good_once(make_app: MakeApp) -> None:
    app = make_app()
    factors = store_of(app).second_factors
    person, secret = account_with_password(app), factors.new_secret()
    now = app_context_of(app).clock()
    codes = factors.enable(person.id, secret, pyotp.TOTP(secret).at(now), now)
    assert codes
    for device, status in ((Device(app), 200), (Device(app), 422)):
        submit_password(device)
        assert device.press("Go on", {"code": codes[0].lower()}).status == status


@pytest.mark.parametrize("url", ["/account", "/sign-in/enrol", "/presence"])
def test_a_password_alone_opens_nothing_where_a_code_is_asked_for(make_app: MakeApp, url: str) -> None:
    app = make_app()
    account_with_code(app)
    submit_password(device := Device(app))
    assert device.page.h1 == ["Type your code"]
    assert device.open(url).h1 == ["Type your code"]


def test_where_the_clinic_requires_it_the_second_step_is_set_up_first(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    ask_for_codes(app)
    device = Device(app)
    assert submit_password(device).h1 == ["Set up the second step"]
    assert device.open("/account").h1 == ["Set up the second step"]
    assert device.press("Turn it on", {"code": "000000"}).status == 422
    secret = device.page.value("secret")[0]
    page = device.press("Turn it on", {"code": pyotp.TOTP(secret).at(app_context_of(app).clock())})
    assert page.h1 == ["Keep these recovery codes"]
    assert is_in(device)


def test_who_began_to_set_the_second_step_up_cannot_go_on_once_it_is(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    ask_for_codes(app)
    submit_password(thief := Device(app))
    submit_password(device := Device(app))
    for each, heading in ((device, "Keep these recovery codes"), (thief, "Sign in")):
        secret = each.page.value("secret")[0]
        code = pyotp.TOTP(secret).at(app_context_of(app).clock())
        assert each.press("Turn it on", {"code": code}).h1 == [heading]
    assert is_in(device)
    assert not is_in(thief)


@pytest.mark.parametrize("secret", ["", "A", "AAAAAAAA", "a" * 32, "!" * 32])
def test_a_secret_that_is_none_of_ours_is_not_taken(make_app: MakeApp, secret: str) -> None:
    app = make_app()
    account_with_password(app)
    ask_for_codes(app)
    submit_password(device := Device(app))
    assert device.press("Turn it on", {"secret": secret, "code": "000000"}).status == 422
    assert not account(app).has_code


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
    submit_password(device, password=WRONG)
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
