"""The first start: one link, one page, one transaction; and the links to choose a password."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask

from tests.unit.settings.test_clinic_file import PNG
from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import (
    PASSWORD,
    account,
    account_with_code,
    app_context_of,
    sign_in_token,
    signed_in,
    store_of,
    submit_password,
)
from webapp.clinic import Clinic
from webapp.web.kit.app_context import EXTENSION

FIRST: dict[str, str | list[str]] = {
    "name": "Ada Moss",
    "login": "ada",
    "password": PASSWORD,
    "again": PASSWORD,
    "requires_code": [],
}
CLINIC = {
    "clinic_name": "Riverside",
    "region": "CA",
    "timezone": "America/Vancouver",
    "colour": "#8b0000",
    "paper": "letter",
}


def set_up_link(app: Flask) -> str:
    here = app_context_of(app)
    return "/set-up/" + here.store.one_time_links.create("set-up", None, here.clock())


def password_link(app: Flask, login: str = "jo") -> str:
    here = app_context_of(app)
    person = account(app, login)
    return "/invitation/" + here.store.one_time_links.create("password", person.id, here.clock())


def test_one_page_sets_the_clinic_up_and_signs_its_first_manager_in(make_app: MakeApp) -> None:
    device = Device(app := make_app(live=True))
    device.open(set_up_link(app))
    page = device.press("Set up", {**FIRST, **CLINIC, "asks_person": "y"})
    assert page.h1 == ["Your clinic is set up"]
    here = app_context_of(app)
    assert (here.clinic.name, here.clinic.region, here.clinic.paper) == ("Riverside", "CA", "letter")
    assert here.policy.asks_person
    assert not here.policy.requires_code
    assert [(each.login, each.role) for each in here.store.practitioners.list()] == [("ada", "manager")]


def test_the_pages_of_patients_follow_at_once(make_app: MakeApp) -> None:
    app = make_app(live=True)
    patient, device = Device(app), Device(app)
    sheet = next(one["href"] for one in patient.open("/").all("link"))
    device.open(set_up_link(app))
    device.press("Set up", {**FIRST, **CLINIC})
    page = patient.open("/")
    assert "Riverside" in page.text
    now = next(one["href"] for one in page.all("link"))
    assert now != sheet
    assert "--accent:#8b0000" in patient.client.get(now).text


def test_a_server_in_utc_cannot_tell_the_zone_and_asks_for_it(make_app: MakeApp) -> None:
    device = Device(app := make_app(live=True))
    page = device.open(set_up_link(app))
    assert page.value("timezone") == [""]
    assert "The server runs in UTC" in page.text


def test_another_servers_zone_is_there_to_be_seen(make_app: MakeApp) -> None:
    app = make_app(live=True)
    in_dublin = replace(app_context_of(app).settings, time_zone="Europe/Dublin")
    app.extensions[EXTENSION] = replace(app_context_of(app), settings=in_dublin)
    page = Device(app).open(set_up_link(app))
    assert page.value("timezone") == ["Europe/Dublin"]
    assert "The server runs in UTC" not in page.text


@pytest.mark.parametrize(("name", "is_warned"), [("River \U00012000\U00012001", True), ("Rivière", False)])
def test_a_name_that_paper_cannot_show_is_told_after_set_up(
    make_app: MakeApp, name: str, is_warned: bool
) -> None:
    device = Device(app := make_app(live=True))
    device.open(set_up_link(app))
    page = device.press("Set up", {**FIRST, **CLINIC, "clinic_name": name})
    assert page.h1 == ["Your clinic is set up"]
    assert ("there is no font: \U00012000\U00012001" in page.text) == is_warned


def test_a_logo_is_taken_in_and_served(make_app: MakeApp) -> None:
    device = Device(app := make_app(live=True))
    device.open(set_up_link(app))
    device.press("Set up", {**FIRST, **CLINIC, "logo": [(BytesIO(PNG), "logo.png")]})  # type: ignore[list-item]
    picture = device.open("/").all("img")[0]
    assert device.client.get(picture["src"]).data == PNG


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"clinic_name": ""}, "Name of the clinic: This is needed."),
        ({"clinic_name": "x" * 81}, "at most 80 characters"),
        ({"clinic_name": "a\u202eb"}, "cannot be printed"),
        ({"timezone": ""}, "the clinic’s own, such as America/Toronto, America/Vancouver."),
        ({"timezone": "", "region": "IE"}, "the clinic’s own, such as Europe/Dublin."),
        ({"timezone": "", "region": ""}, "America/Vancouver, Europe/London, Australia/Sydney."),
        ({"region": "ZZ"}, "Where the clinic is: Not a valid choice."),
        ({"colour": "#ffaa00"}, "has a contrast of only 1.90:1"),
        ({"colour": "red"}, "is not a colour"),
        ({"paper": "a5"}, "Paper for reports: Not a valid choice."),
        ({"logo": [(BytesIO(b"<svg/>"), "logo.svg")]}, "neither a PNG nor a JPEG"),
        ({"name": " "}, "Your name: This is needed."),
        ({"login": ""}, "Sign-in name: This is needed."),
        ({"password": "short", "again": "short"}, "at least 12 characters"),
        ({"password": "riverside1234", "again": "riverside1234"}, "too like"),
        ({"again": "something else"}, "are not the same"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_set_up(
    make_app: MakeApp, typed: dict[str, str], says: str
) -> None:
    device = Device(app := make_app(live=True))
    device.open(set_up_link(app))
    page = device.press("Set up", {**FIRST, **CLINIC, **typed})
    assert page.status == 422
    assert any(says in problem for problem in page.problems), page.problems
    assert store_of(app).practitioners.list() == ()


def test_the_set_up_link_works_once(make_app: MakeApp) -> None:
    app = make_app(live=True)
    link, device, late = set_up_link(app), Device(app), Device(app)
    late.open(link)
    device.open(link)
    device.press("Set up", {**FIRST, **CLINIC})
    page = late.press("Set up", {**FIRST, **CLINIC, "login": "eve"})
    assert page.status == 410
    assert late.open(link).h1 == ["This link does not work any more"]
    assert len(store_of(app).practitioners.list()) == 1


def test_another_set_up_link_is_void_once_somebody_has_an_account(make_app: MakeApp) -> None:
    app = make_app(live=True)
    device, link = Device(app), set_up_link(app)
    device.open(link)
    account(app)
    assert device.press("Set up", {**FIRST, **CLINIC}).status == 410
    assert app_context_of(app).clinic == Clinic(timezone="UTC")


@pytest.mark.parametrize("address", ["/set-up/x", "/invitation/x", "/set-up/" + "A" * 43])
def test_a_made_up_link_opens_nothing(make_app: MakeApp, address: str) -> None:
    assert Device(make_app(live=True)).open(address).status == 410


def test_a_link_of_one_kind_does_not_open_the_other(make_app: MakeApp) -> None:
    device = Device(app := make_app(live=True))
    first = set_up_link(app).replace("/set-up/", "/invitation/")
    assert device.open(first).status == 410
    second = password_link(app).replace("/invitation/", "/set-up/")
    assert device.open(second).status == 410


def test_a_set_up_link_is_good_for_a_day(make_app: MakeApp) -> None:
    device = Device(app := make_app(live=True))
    link = set_up_link(app)
    app_context_of(app).clock.put_on(hours=24)  # type: ignore[attr-defined]
    assert device.open(link).status == 410


def test_set_up_without_its_form_token_does_nothing(make_app: MakeApp) -> None:
    app = make_app(live=True)
    answer = app.test_client().post(set_up_link(app), data={**FIRST, **CLINIC})
    assert answer.status_code == 400
    assert store_of(app).practitioners.list() == ()


def test_the_links_are_told_to_no_other_page(make_app: MakeApp) -> None:
    app = make_app(live=True)
    for link_to in (set_up_link, password_link):
        answer = app.test_client().get(link_to(app))
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_where_the_file_rules_only_the_first_practitioner_is_asked_for(make_app: MakeApp) -> None:
    device = Device(app := make_app(clinic=Clinic(name="Elm", region="UK")))
    page = device.open(set_up_link(app))
    assert "clinic.toml" in page.text
    assert not page.value("clinic_name")
    assert device.press("Set up", {**FIRST, **CLINIC}).h1 == ["Your clinic is set up"]
    assert app.extensions[EXTENSION].clinic.name == "Elm"


def test_a_clinic_that_requires_the_second_step_has_it_from_the_start(make_app: MakeApp) -> None:
    device = Device(app := make_app(live=True))
    device.open(set_up_link(app))
    page = device.press("Set up", {**FIRST, **CLINIC, "requires_code": "y"})
    assert page.h1 == ["Set up the second step"]


def test_somebody_new_chooses_a_password_and_is_in(make_app: MakeApp) -> None:
    device = Device(app := make_app())
    device.open(link := password_link(app))
    assert "jo" in device.page.text
    page = device.press("Save", {"password": PASSWORD, "again": PASSWORD})
    assert page.status == 200
    assert device.client.get("/account").status_code == 200
    assert Device(app).open(link).status == 410
    assert submit_password(Device(app)).status == 200


def test_who_was_signed_in_on_that_browser_before_is_out(make_app: MakeApp) -> None:
    device = signed_in(app := make_app(), "manager", "ada")
    before = sign_in_token(device)
    device.open(password_link(app))
    device.press("Save", {"password": PASSWORD, "again": PASSWORD})
    assert "Signed in as Jo Reed" in device.page.text
    assert store_of(app).sign_ins.get(before, app_context_of(app).clock()) is None


def test_to_look_at_the_link_uses_nothing_up(make_app: MakeApp) -> None:
    device = Device(app := make_app())
    link = password_link(app)
    assert [device.open(link).status for _ in range(3)] == [200, 200, 200]


def test_a_link_alone_does_not_pass_the_second_step(make_app: MakeApp) -> None:
    device = Device(app := make_app())
    account_with_code(app)
    device.open(password_link(app))
    page = device.press("Save", {"password": PASSWORD, "again": PASSWORD})
    assert page.h1 == ["Type your code"]


def test_a_weak_password_is_refused_and_the_link_still_works(make_app: MakeApp) -> None:
    device = Device(app := make_app())
    device.open(password_link(app))
    page = device.press("Save", {"password": "123456789012", "again": "123456789012"})
    assert page.status == 422
    assert device.press("Save", {"password": PASSWORD, "again": PASSWORD}).status == 200


def test_a_changed_clinic_is_seen_by_who_is_signed_in(make_app: MakeApp) -> None:
    device = signed_in(app := make_app(live=True), "manager")
    device.open("/settings/clinic")
    device.press("Save", {**CLINIC, "contact": "12 River Road\n\n 250 555 0123 "})
    assert app_context_of(app).clinic.contact == ("12 River Road", "250 555 0123")


def test_a_second_step_for_everybody_is_ticked_beforehand(make_app: MakeApp) -> None:
    device = Device(app := make_app(live=True))
    device.open(set_up_link(app))
    page = device.press("Set up", {name: typed for name, typed in FIRST.items() if typed} | CLINIC)
    assert page.h1 == ["Set up the second step"]
    assert app_context_of(app).policy.requires_code


@pytest.mark.parametrize(
    ("region", "paper"), [("CA", "letter"), ("US", "letter"), ("UK", "a4"), ("EU", "a4"), ("", "a4")]
)
def test_reports_go_on_the_paper_that_printers_hold_there(make_app: MakeApp, region: str, paper: str) -> None:
    device = Device(app := make_app(live=True))
    device.open(set_up_link(app))
    typed = {name: value for name, value in CLINIC.items() if name != "paper"}
    page = device.press("Set up", {**FIRST, **typed, "region": region})
    assert page.h1 == ["Your clinic is set up"]
    assert app_context_of(app).clinic.paper == paper
