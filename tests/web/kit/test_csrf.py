"""Forms whose token is missing, wrong or too old: nothing is done, and no page says that it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask, request

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.kiosk.tablet import tablet
from tests.web.staff import PASSWORD, account, account_with_password, app_context_of, signed_in
from tests.web.test_access import ACCESS, INSIDE, MANAGERS, STAFF, ready_print, two_visits
from webapp.storage import WHOLE, NewInvitation
from webapp.web import init_web
from webapp.web.kit.body_limits import MOST_FIELDS
from webapp.web.kit.csrf import form_refused

OPEN_FOR_TOO_LONG = "This page was open for too long, so nothing was done."
# Here the clinic is that of a file, so its form is refused before its token is looked at.
OTHERS = ("POST keepalive.extend_session", "POST clinic_settings.save_clinic")
FORMS = [
    route.split()[1]
    for route, row in ACCESS.items()
    if route.startswith("POST") and row in (STAFF, INSIDE, MANAGERS) and route not in OTHERS
]


@pytest.fixture
def plain(app: Flask) -> Flask:
    """An application of Flask's own, with the services of ours."""
    plain = Flask("webapp", static_folder=None)
    plain.secret_key = "made up"
    init_web(plain, app_context_of(app))
    return plain


def test_any_application_with_our_pages_checks_their_forms(plain: Flask) -> None:
    with plain.test_client() as client:
        answer = client.post("/start")
        assert (answer.status_code, form_refused()) == (400, True)


def test_any_application_with_our_pages_counts_fields_and_logs_no_address(
    plain: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    many = "&".join(f"f{number}=" for number in range(MOST_FIELDS + 1))
    client, form = plain.test_client(), "application/x-www-form-urlencoded"
    assert client.post("/start", data=many, content_type=form).status_code == 413

    def fail(**_: object) -> str:
        raise ValueError(request.path)

    plain.view_functions["invited.show"] = fail
    assert client.get("/invited/heliotrope").status_code == 500
    assert "error in GET invited.show: ValueError\n" in caplog.text
    assert "heliotrope" not in caplog.text


EXEMPT = ("kiosk.enter",)
TOKENS: Mapping[str, dict[str, str]] = {
    "without a token": {},
    "with a wrong token": {"csrf_token": "IjAi.x.y"},
}
BY_SHOWING = ('"signins"', '"kiosk_sittings"', "'opened'", '"audit_ends"')
"""Rows that a page changes by being shown: until when somebody is here, and that answers were opened."""


@pytest.mark.parametrize("typed", TOKENS.values(), ids=TOKENS)
def test_no_form_does_anything_without_the_right_token(app: Flask, typed: dict[str, str]) -> None:
    first, second = two_visits(app)
    kiosk, staff, patient = tablet(app), signed_in(app, "manager", "ada"), Device(app)
    kiosk.sit()
    patient.pass_safety()
    values = values_of(app, first, second, kiosk.number)
    staff.open(f"/desk/{first}")  # opening it counts as seeing it: done before anything is looked at
    before = rows_of(app)
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint in EXEMPT:
            continue
        is_staff = ACCESS[f"POST {rule.endpoint}"] in (STAFF, INSIDE, MANAGERS)
        device = staff if is_staff else kiosk if rule.endpoint.startswith("kiosk.") else patient
        built = rule.build({name: values[name] for name in rule.arguments})
        assert built
        with device.client as client:
            answer = client.post(built[1], data={"do": "close", "pick": first, "confirm": first, **typed})
            assert form_refused(), rule.endpoint
        assert answer.status_code in (303, 400, 410), rule.endpoint
        assert rows_of(app) == before, rule.endpoint


def values_of(app: Flask, first: str, second: str, kiosk: int) -> dict[str, object]:
    return {
        "reference": first,
        "other": second,
        "section": "about_you",
        "token": "made-up",
        "kiosk_id": kiosk,
        "number": account(app).id,
        "print_id": ready_print(app, first),
        "invitation_id": invited(app),
    }


def invited(app: Flask) -> str:
    """Invite a patient; give the id of the invitation."""
    here = app_context_of(app)
    new = NewInvitation("1042", "", here.clock() + timedelta(days=7), WHOLE)
    made = here.store.patient_invitations.create(new, "Jo", here.clock())
    assert made
    return made.id


def rows_of(app: Flask) -> list[str]:
    """Every row of the database that is not changed by showing a page."""
    path = app_context_of(app).settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as database:
        return [row for row in database.iterdump() if not any(each in row for each in BY_SHOWING)]


def stale(device: Device, address: str, **typed: str) -> str:
    """Send a form of a page that was opened before somebody signed in again; give the page that comes."""
    answer = device.client.post(
        address, data={"csrf_token": "IjAi.x.y", **typed}, headers={"Referer": "http://localhost/kiosks"}
    )
    assert answer.status_code == 400, address
    return answer.text


@pytest.fixture(scope="module")
def values(app: Flask) -> dict[str, object]:
    """What there is to be changed. As nothing is done, it is the same for every form."""
    first, second = two_visits(app)
    return values_of(app, first, second, tablet(app).number)


@pytest.mark.parametrize("endpoint", FORMS)
def test_no_form_that_came_too_late_is_said_to_be_done(
    app: Flask, values: dict[str, object], endpoint: str
) -> None:
    device, first = signed_in(app, "manager", "ada"), str(values["reference"])
    jo = account(app)
    (rule,) = (one for one in app.url_map.iter_rules(endpoint) if "POST" in (one.methods or ()))
    built = rule.build({name: values[name] for name in rule.arguments})
    assert built
    assert "was open for" in stale(device, built[1], do="close", pick=first, confirm=first)
    assert account(app) == jo


def test_a_kiosk_that_was_not_locked_is_not_called_locked(app: Flask) -> None:
    there, desk = tablet(app), signed_in(app)
    page = stale(desk, f"/kiosks/{there.number}/lock")
    assert OPEN_FOR_TOO_LONG in page
    assert "is locked" not in page
    assert urlsplit("/kiosks").path in page
    assert not there.kiosk.is_locked


def test_where_the_cookie_does_not_come_back_that_is_said(make_app: MakeApp) -> None:
    account_with_password(app := make_app())
    client = app.test_client(use_cookies=False)
    answer = client.post("/sign-in", data={"csrf_token": "x", "login": "jo", "password": PASSWORD})
    assert answer.status_code == 400
    assert "Your browser did not send our cookie back" in answer.text
    assert "https" not in answer.text.split("There is a problem")[1].split("</div>")[0]
    assert OPEN_FOR_TOO_LONG not in answer.text


def test_where_cookies_go_by_https_only_that_is_said_too(make_app: MakeApp) -> None:
    account_with_password(app := make_app(https=True))
    client = app.test_client(use_cookies=False)
    answer = client.post("/sign-in", data={"csrf_token": "x", "login": "jo", "password": PASSWORD})
    assert "open this address with https:// in front" in answer.text
    assert app_context_of(app).settings.https
