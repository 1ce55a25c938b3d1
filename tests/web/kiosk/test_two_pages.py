"""Two pages of one kiosk: a page belongs to one session, and nothing of it reaches the next patient."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.kiosk.tablet import JSON_ONLY, Tablet, tablet, told
from tests.web.staff import app_context_of
from webapp.web.patient.draft_content import DraftContent

TYPED = {"consent": "yes", "age_years": "67", "sex": "female", "region": "CA"}


def begun(device: Tablet) -> dict[str, str | list[str]]:
    """Begin a session, and return the form that its first page would send."""
    device.touch()
    (form,) = (one for one in device.page.forms if one.action == "/section/about_you")
    return {**form.sends, **TYPED, "do": ""}


def over(device: Tablet) -> None:
    device.open("/kiosk/over")
    device.press("Yes, delete")
    assert device.is_at_first_screen


def stored(device: Tablet) -> DraftContent:
    """Return the draft of the patient who sits there now."""
    here, cookies = app_context_of(device.app), (device.cookie("kiosk"), device.cookie())
    session = here.store.kiosk_sessions.get(device.number, *cookies, here.clock())
    assert session
    draft = here.store.drafts.open(session.token, here.clock())
    assert draft
    return DraftContent.from_json(draft.content)


@pytest.mark.parametrize("is_wiped", [True, False])
def test_a_form_of_the_session_before_is_refused_and_shows_nothing(app: Flask, *, is_wiped: bool) -> None:
    """Also where the next session begins in place of the one before, without a wipe between them."""
    device = tablet(app)
    old = begun(device)
    if is_wiped:
        over(device)
        begun(device)
    else:
        device.client.post("/kiosk/start", data={"csrf_token": old["csrf_token"]})
    for _ in range(2):
        answer = device.client.post("/section/about_you", data=old)
        assert (answer.status_code, answer.location) == (303, "/kiosk")
        page = device.open("/kiosk")
        assert page.url == "/section/about_you"
        assert "67" not in answer.text + page.text
        assert page.value("age_years") == [""]
    assert "age_years" not in stored(device).typed


def test_the_script_is_told_of_which_session_the_seconds_are(app: Flask) -> None:
    device = tablet(app)
    assert told(device.client.get("/kiosk/rest")) == (200, 0, "")
    own = begun(device)
    first = told(device.client.get("/kiosk/rest", headers=JSON_ONLY))[2]
    assert f'data-session="{first}"' in device.client.get("/section/about_you").text
    assert told(device.client.post("/kiosk/here", data=own, headers=JSON_ONLY))[2] == first
    over(device)
    begun(device)
    _, seconds, second = told(device.client.get("/kiosk/rest", headers=JSON_ONLY))
    assert seconds
    assert second not in ("", first)
    assert told(device.client.post("/kiosk/here", data=own, headers=JSON_ONLY)) == (410, 0, "")


def test_what_the_page_knows_of_its_session_opens_nothing(app: Flask) -> None:
    device = tablet(app)
    begun(device)
    shown = told(device.client.get("/kiosk/rest"))[2]
    assert shown not in (device.cookie(), device.cookie("kiosk"))
    assert app_context_of(app).store.drafts.open(shown, app_context_of(app).clock()) is None
