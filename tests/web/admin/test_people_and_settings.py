"""People, settings and the log: for managers."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask

from tests.unit.settings.test_clinic_file import PNG
from tests.web.device import Device
from tests.web.fakes import MakeApp, with_practitioner
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
from webapp.storage import NewSubmission

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
PROOF = {"old": PASSWORD}
NEW = {"name": "Jo Reed", "login": "jo", "role": "practitioner", **PROOF}


def manager(app: Flask) -> Device:
    account_with_password(app, "ada", "manager")
    return signed_in(app, "manager", "ada")


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


def test_the_clinic_is_changed_and_its_logo_taken_away_again(make_app: MakeApp) -> None:
    device = manager(app := make_app(live=True))
    device.open("/settings/clinic")
    typed = {"clinic_name": "Elm", "timezone": "Europe/London", "logo": [(BytesIO(PNG), "l.png")]}
    device.press("Save", typed)  # type: ignore[arg-type]
    assert app_context_of(app).clinic.logo
    device.open("/settings/clinic")
    device.press("Save", {"without_logo": "y"})
    assert app_context_of(app).clinic == Clinic(name="Elm", timezone="Europe/London")


def test_a_clinic_that_a_file_describes_is_only_shown(make_app: MakeApp) -> None:
    device = manager(make_app(clinic=Clinic(name="Elm", region="UK")))
    page = device.open("/settings")
    assert "clinic.toml" in page.text
    assert "United Kingdom" in page.text
    assert device.open("/settings/clinic").url == "/settings"
    typed = {
        "csrf_token": page.value("csrf_token")[0],
        "clinic_name": "Oak",
        "colour": "#0b6157",
        "version": "0",
    }
    device.client.post("/settings/clinic", data={**typed, "region": "CA", "paper": "a4"})
    assert store_of(device.app).clinic_settings.clinic_version == 0


def test_lines_of_the_clinic_may_be_pasted_and_be_in_persian(make_app: MakeApp) -> None:
    device = manager(app := make_app(live=True))
    device.open("/settings/clinic")
    name = "کلینیک می\N{ZERO WIDTH NON-JOINER}توان"
    lines = "Tel.\N{NO-BREAK SPACE}555 0100\N{ZERO WIDTH SPACE}\n12 River Road"
    device.press("Save", {"clinic_name": name, "timezone": "Europe/London", "contact": lines})
    clinic = app_context_of(app).clinic
    assert (clinic.name, clinic.contact) == (name, ("Tel. 555 0100", "12 River Road"))


def test_the_question_about_self_harm_needs_somebody_who_acts(make_app: MakeApp) -> None:
    device = manager(make_app(live=True))
    device.open("/settings/clinic")
    page = device.press("Save", {"clinic_name": "Elm", "timezone": "Europe/London", "asks_self_harm": "y"})
    assert "Write who acts on a yes" in page.problems[0]
    page = device.press("Save", {"asks_self_harm": "y", "self_harm_contact": "Dr Hill, room 2"})
    assert "yes: Dr Hill, room 2" in page.text


def test_terms_are_changed_and_what_deletes_more_is_asked_twice(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    page = device.press("Save", {"submission_days": "30", "until_printed": "y"})
    assert page.status == 422
    assert app_context_of(app).policy == Policy()
    device.press("Save", {"agrees": "y"})
    assert app_context_of(app).policy == Policy(submission_days=30, until_printed=True)


def test_pictures_that_are_kept_no_more_are_deleted_once_that_is_confirmed(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    assert "nothing of a photo or scan is kept" in device.page.text
    device.press("Save", {"keeps_pictures": "y"})
    assert "kept with their answers" in device.page.text
    here = app_context_of(app)
    assert here.policy == Policy(keeps_pictures=True)
    here.store.questionnaires.save("d" * 64, "1", "text", here.clock())
    new = NewSubmission("paper", "d" * 64, {}, pictures={1: b"JFIF"})
    here.store.submissions.add_imported(new, here.clock(), "7Q4K-XW", "command", here.clock())
    device.open("/settings/policy")
    page = device.press("Save", {"keeps_pictures": []})
    assert (page.status, here.policy.keeps_pictures) == (422, True)
    device.press("Save", {"agrees": "y"})
    assert here.policy == Policy()
    done = here.store.audit.list(None, 1)[0]
    assert (done.action, done.details) == ("purged", {"pictures": 1})


def test_a_clinic_that_keeps_nothing_is_not_asked_about_pictures(make_app: MakeApp) -> None:
    app = make_app()
    with_practitioner(app, Policy(keeps_nothing=True, keeps_pictures=True))
    device = manager(app)
    assert "kept with their answers" not in device.open("/settings").text
    device.open("/settings/policy")
    assert device.press("Save", {"keeps_pictures": []}).status == 200
    assert app_context_of(app).policy == Policy(keeps_nothing=True)


def test_a_longer_term_is_asked_once(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    device.press("Save", {"submission_days": "3653", "asks_person": "y", "requires_code": "y"})
    assert app_context_of(app).policy == Policy(submission_days=3653, asks_person=True, requires_code=True)


@pytest.mark.parametrize("days", ["0", "3661", "-1", "", "a year", "1.5", "9" * 5000])
def test_a_term_that_cannot_be_is_refused(make_app: MakeApp, days: str) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    page = device.press("Save", {"submission_days": days})
    assert page.problems == ["Answers that patients sent, in days: Enter a whole number from 1 to 3660."]
    assert app_context_of(app).policy == Policy()


def test_two_who_change_the_policy_do_not_overwrite_each_other(make_app: MakeApp) -> None:
    one, other = manager(app := make_app()), signed_in(app, "manager", "eve")
    one.open("/settings/policy")
    other.open("/settings/policy")
    other.press("Save", {"audit_days": "800"})
    assert "at the same moment" in one.press("Save", {"audit_days": "900"}).text
    assert app_context_of(app).policy.audit_days == 800


@pytest.mark.parametrize("address", ["/settings/clinic", "/settings/policy", "/people/add"])
def test_a_forged_form_sets_nothing(make_app: MakeApp, address: str) -> None:
    device = manager(app := make_app(live=True))
    answer = device.client.post(
        address, data={**NEW, "clinic_name": "Evil", "audit_days": "31", "version": "0"}
    )
    assert answer.status_code == 400
    assert app_context_of(app).clinic == Clinic(timezone="UTC")
    assert app_context_of(app).policy == Policy()


def test_the_log_says_in_plain_words_who_did_what(make_app: MakeApp) -> None:
    device = manager(make_app())
    device.open("/people/add")
    device.press("Add", NEW)
    page = device.open("/log")
    assert "Ada Moss added an account (role: practitioner)" in page.text
    assert "The command line on the server added an account" in page.text


def test_the_log_is_paged_and_can_be_of_one_thing(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    here = app_context_of(app)
    for number in range(120):
        here.store.audit.record("server", "purged", f"round {number}", here.clock())
    assert "round 119" in device.open("/log").text
    assert "round 3 " not in device.page.text
    page = device.open(device.page.link("Older"))
    assert "round 3" in page.text
    assert "round 119" not in page.text
    assert "round 7 " in device.open("/log?about=round+7").text
    assert "round 8" not in device.page.text
    assert device.open("/log?before=%C2%B2&about=%00").status == 200


def test_the_log_can_be_checked(make_app: MakeApp) -> None:
    assert "None was changed" in manager(make_app()).open("/log/check").text


@pytest.mark.parametrize("typed", [{"remembers_browsers": "y"}, {"idle_minutes": "45"}])
def test_what_makes_it_easier_to_come_in_asks_for_the_password(
    make_app: MakeApp, typed: dict[str, str]
) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    assert device.press("Save", typed).status == 422
    assert app_context_of(app).policy == Policy()
    assert "Saved." in device.press("Save", {**typed, **PROOF}).text
    assert app_context_of(app).policy != Policy()


def test_the_second_step_of_everybody_is_not_taken_away_without_the_password(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    assert "Saved." in device.press("Save", {"requires_code": "y", "idle_minutes": "5"}).text
    device.open("/settings/policy")
    assert device.press("Save", {"requires_code": []}).status == 422
    assert app_context_of(app).policy.requires_code
    device.press("Save", {"requires_code": [], **PROOF})
    assert not app_context_of(app).policy.requires_code


@pytest.mark.parametrize("minutes", ["4", "61", "", "long"])
def test_idle_minutes_that_are_of_no_use_are_refused(make_app: MakeApp, minutes: str) -> None:
    device = manager(make_app())
    device.open("/settings/policy")
    page = device.press("Save", {"idle_minutes": minutes, **PROOF})
    assert "Enter a whole number from 5 to 60." in page.problems[0]


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
