"""Accounts of the staff, and who is let in to manage: for managers."""

from __future__ import annotations

import pytest

from tests.web.admin.managers import NEW, PROOF, manager
from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.kiosk.tablet import tablet
from tests.web.staff import (
    PASSWORD,
    account,
    account_with_code,
    account_with_password,
    app_context_of,
    signed_in,
    store_of,
)
from webapp.clinic import Clinic, Policy

PLACES = (
    "/manage",
    "/people",
    "/people/add",
    "/people/1",
    "/settings",
    "/settings/clinic",
    "/settings/policy",
    "/log",
    "/log/check",
)


@pytest.mark.parametrize("address", PLACES)
def test_a_practitioner_is_not_let_in_here(make_app: MakeApp, address: str) -> None:
    page = signed_in(make_app(live=True)).open(address)
    assert page.status == 403
    assert "managers" in page.text


@pytest.mark.parametrize("address", PLACES)
def test_nobody_is_let_in_here(make_app: MakeApp, address: str) -> None:
    assert Device(make_app(live=True)).open(address).h1 == ["Sign in"]


@pytest.mark.parametrize("address", PLACES)
def test_a_manager_is(make_app: MakeApp, address: str) -> None:
    device = manager(make_app(live=True))
    page = device.open(address)
    assert page.status == 200
    current = {one["words"]: one["aria-current"] for one in page.all("a") if "aria-current" in one}
    assert current == {"Manage": "page" if address == "/manage" else "true"}
    assert [one["words"] for one in page.all("nav")] == ["Desk Files Paper Invitations Manage My account"]


def test_somebody_is_added_and_gets_a_link_that_is_shown_once(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/people/add")
    page = device.press("Add", NEW)
    link = next(one["words"] for one in page.all("p") if "/invitation/" in one["words"])
    assert link.startswith("http://localhost/invitation/")
    assert [one["aria-label"] for one in page.all("div") if one.get("role") == "img"] == [
        "QR code of the link"
    ]
    assert account(app).name == "Jo Reed"
    assert Device(app).open(link.removeprefix("http://localhost")).h1 == ["Choose your password"]
    assert "/invitation/" not in device.open("/people").text


def test_a_sign_in_name_is_given_once(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/people/add")
    page = device.press("Add", {**NEW, "login": "ADA "})
    assert page.status == 422
    assert "has this sign-in name already" in page.problems[0]
    assert len(store_of(app).practitioners.list()) == 1


def test_a_role_that_is_none_is_refused(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/people/add")
    assert device.press("Add", {**NEW, "role": "owner"}).status == 422
    assert len(store_of(app).practitioners.list()) == 1


def test_a_new_role_holds_at_once(make_app: MakeApp) -> None:
    boss, jo = manager(app := make_app()), signed_in(app)
    boss.open(f"/people/{account(app).id}")
    boss.press("Save", {"role": "manager", "name": "Jo Reed-Hill", **PROOF})
    assert jo.open("/people").status == 200
    boss.press("Save", {"role": "practitioner", **PROOF})
    assert jo.open("/people").status == 403


def test_a_shut_account_is_out_at_once_and_can_be_opened_again(make_app: MakeApp) -> None:
    boss, jo = manager(app := make_app()), signed_in(app)
    boss.open(f"/people/{account(app).id}")
    boss.press("Shut the account")
    assert jo.open("/account").h1 == ["Sign in"]
    boss.open(f"/people/{account(app).id}/enable")
    boss.press("Open the account", PROOF)
    assert account(app).is_active
    assert jo.open("/account").h1 == ["Sign in"], "the old sign-in stays ended"


@pytest.mark.parametrize(("button", "typed"), [("Shut", {}), ("Save", {"role": "practitioner", **PROOF})])
def test_the_last_manager_stays(make_app: MakeApp, button: str, typed: dict[str, str]) -> None:
    app = make_app()
    account_with_password(app, "ada", "manager")
    device = manager(app)
    device.open(f"/people/{account(app, 'ada').id}")
    page = device.press(button, typed)
    assert "This is the last manager." in page.text
    assert account(app, "ada").is_active
    assert account(app, "ada").is_manager


def test_two_who_change_one_account_do_not_overwrite_each_other(make_app: MakeApp) -> None:
    one, other = manager(app := make_app()), signed_in(app, "manager", "eve")
    address = f"/people/{account(app).id}"
    one.open(address)
    other.open(address)
    other.press("Save", {"name": "Jo Hill"})
    page = one.press("Save", {"name": "Jo Reed-Hill"})
    assert "at the same moment" in page.text
    assert account(app).name == "Jo Hill"


def test_a_reset_makes_a_link_and_may_turn_the_second_step_off(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    account_with_code(app)
    theirs = signed_in(app)
    device.open(f"/people/{account(app).id}/reset")
    assert "/invitation/" in device.press("Make a link", PROOF).text
    assert theirs.open("/desk").url.startswith("/sign-in")
    assert account(app).has_code
    device.open(f"/people/{account(app).id}/reset")
    device.press("Make a link", {"without_code": "y", **PROOF})
    assert not account(app).has_code
    assert store_of(app).practitioners.check_password("jo", PASSWORD) is None  # nor could who knows it enrol


@pytest.mark.parametrize("number", ["0", "999", "-1", "x", "1e3", "99999999999999999999"])
def test_somebody_who_is_not_there_is_not_found(make_app: MakeApp, number: str) -> None:
    device = manager(make_app())
    assert device.open(f"/people/{number}").status == 404


@pytest.mark.parametrize("what", ["", "/disable", "/enable", "/reset"])
def test_a_forged_form_changes_nobody(make_app: MakeApp, what: str) -> None:
    device = manager(app := make_app())
    before = account(app)
    device.client.post(f"/people/{before.id}{what}", data={"role": "manager", "name": "x", "version": "1"})
    assert account(app) == before


def test_a_link_is_made_for_our_own_name_only(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open(f"/people/{account(app).id}")
    token = device.page.value("csrf_token")[0]
    answer = device.client.post(
        f"/people/{account(app).id}/reset", data={"csrf_token": token}, headers={"Host": "evil.example"}
    )
    assert answer.status_code == 400
    assert "/invitation/" not in answer.text


@pytest.mark.parametrize("address", ["/settings/clinic", "/settings/policy", "/people/add"])
def test_a_forged_form_sets_nothing(make_app: MakeApp, address: str) -> None:
    device = manager(app := make_app(live=True))
    answer = device.client.post(
        address, data={**NEW, "clinic_name": "Evil", "audit_days": "31", "version": "0"}
    )
    assert answer.status_code == 400
    assert app_context_of(app).clinic == Clinic(timezone="UTC")
    assert app_context_of(app).policy == Policy()


def test_people_tells_who_was_invited_and_never_came_and_who_signed_in_when(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    account(app)
    account_with_password(app, "sam")
    signed_in(app, login="kim")
    text = device.open("/people").text
    assert "jo Practitioner off open invited, never signed in" in text
    assert "sam Practitioner off open never" in text
    assert "kim Practitioner off open just now" in text


@pytest.mark.parametrize(
    ("host", "says"),
    [("localhost:8000", True), ("127.0.0.1:8000", True), ("forms.example.org", False)],
)
def test_an_address_that_leads_nowhere_elsewhere_is_told_as_such(
    make_app: MakeApp, host: str, *, says: bool
) -> None:
    app = make_app()
    app.config["TRUSTED_HOSTS"] = None
    device = manager(app)
    device.client.set_cookie("session", device.cookie("session"), domain=host.split(":", maxsplit=1)[0])
    page = device.client.get("/account/welcome", headers={"Host": host})
    assert f"http://{host}/" in page.text
    assert ("It only works on this computer" in page.text) is says


def test_how_to_lock_a_kiosk_down_stands_on_a_page(make_app: MakeApp) -> None:
    device = manager(make_app())
    page = device.open(device.open("/kiosks").link("How to lock a device down"))
    assert "Guided Access" in page.text
    for address in ("/kiosks/add", "/kiosks/help"):
        assert "docs/kiosk.md" not in device.open(address).text


def test_staff_find_the_door_on_the_first_page_and_a_kiosk_does_not(make_app: MakeApp) -> None:
    app = make_app()
    device = Device(app)
    assert device.open("/").link("For practitioners: sign in") == "/sign-in"
    there = tablet(app)
    assert "sign in" not in there.open("/").text.lower()
