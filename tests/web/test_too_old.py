"""A form whose token was refused: nothing is done, and no page says that it was."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.web.at_kiosk import tablet
from tests.web.device import Device
from tests.web.house import MakeApp
from tests.web.inside import PASSWORD, account, parts_of, signed_in, with_password
from tests.web.test_access import ACCESS, INSIDE, MANAGERS, STAFF, ready_print, two_visits

OPEN_FOR_TOO_LONG = "This page was open for too long, so nothing was done."
# Here the clinic is that of a file, so its form is refused before its token is looked at.
OTHERS = ("POST presence.extend_session", "POST settings.save_clinic")
FORMS = [
    route.split()[1]
    for route, row in ACCESS.items()
    if route.startswith("POST") and row in (STAFF, INSIDE, MANAGERS) and route not in OTHERS
]


def stale(device: Device, address: str, **typed: str) -> str:
    """Send a form of a page that was opened before somebody signed in again; give the page that comes."""
    answer = device.client.post(
        address, data={"csrf_token": "IjAi.x.y", **typed}, headers={"Referer": "http://localhost/kiosks"}
    )
    assert answer.status_code == 400, address
    return answer.text


@pytest.mark.parametrize("endpoint", FORMS)
def test_no_form_that_came_too_late_is_said_to_be_done(app: Flask, endpoint: str) -> None:
    first, second = two_visits(app)
    there, device = tablet(app), signed_in(app, "manager", "ada")
    jo = account(app)
    values = {
        "reference": first,
        "other": second,
        "kiosk_id": there.number,
        "number": jo.id,
        "print_id": ready_print(app, first),
    }
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
    with_password(app := make_app())
    client = app.test_client(use_cookies=False)
    answer = client.post("/sign-in", data={"csrf_token": "x", "login": "jo", "password": PASSWORD})
    assert answer.status_code == 400
    assert "Your browser did not send our cookie back" in answer.text
    assert "https" not in answer.text.split("There is a problem")[1].split("</div>")[0]
    assert OPEN_FOR_TOO_LONG not in answer.text


def test_where_cookies_go_by_https_only_that_is_said_too(make_app: MakeApp) -> None:
    with_password(app := make_app(https=True))
    client = app.test_client(use_cookies=False)
    answer = client.post("/sign-in", data={"csrf_token": "x", "login": "jo", "password": PASSWORD})
    assert "open this address with https:// in front" in answer.text
    assert parts_of(app).settings.https
