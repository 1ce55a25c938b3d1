"""Tokens go on fetching when the account of the person who made them is shut: they are named, and revoked."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from tests.web.admin.managers import PROOF, manager
from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.pages import Page
from tests.web.site.test_api import fetch
from tests.web.staff import account, account_with_password, app_context_of, store_of
from tests.web.submissions import send
from webapp.storage.tables import api_tokens

STILL_FETCH = "fetch submissions without a sign-in, also when the account is shut: Practice program"


def left(app: Flask) -> str:
    """A token that Jo made, who is a manager."""
    account_with_password(app, "jo", "manager")
    jo, store, now = account(app, "jo", "manager"), store_of(app), app_context_of(app).clock()
    store.api_tokens.create("Other", ["report"], "practitioner 99", now)
    return store.api_tokens.create("Practice program", ["answers"], jo.actor, now)


def shut(desk: Device) -> Page:
    return desk.press("Shut the account")


def reset(desk: Device) -> Page:
    desk.open(f"/people/{account(desk.app).id}/reset")
    return desk.press("Make a link", PROOF)


def demote(desk: Device) -> Page:
    return desk.press("Save", {"role": "front_desk", **PROOF})


@pytest.mark.parametrize("act", [shut, reset, demote])
def test_what_ends_an_account_names_the_tokens_that_go_on(make_app: MakeApp, act: object) -> None:
    app = make_app()
    desk, token, reference = manager(app), left(app), send(app)
    desk.open(f"/people/{account(app).id}")
    assert STILL_FETCH in desk.page.text
    page = act(desk)  # type: ignore[operator]
    assert STILL_FETCH in page.text
    assert "is out already" not in page.text
    assert fetch(app, reference, "/answers.json", token)[0] == 200
    page = desk.press("Revoke these tokens")
    assert "With these tokens nothing can be fetched any more." in page.text
    assert STILL_FETCH not in page.text
    assert fetch(app, reference, "/answers.json", token)[0] == 401
    assert [one.name for one in store_of(app).api_tokens.list()] == ["Other"]
    log = store_of(app).audit.list(None, 1)[0]
    assert (log.actor, log.action) == (account(app, "ada").actor, "revoked a token")


def test_without_tokens_nothing_is_said_of_them(make_app: MakeApp) -> None:
    app = make_app()
    desk = manager(app)
    account_with_password(app, "jo")
    desk.open(f"/people/{account(app).id}")
    assert "Tokens" not in desk.page.text
    assert "is out already" in shut(desk).text


def test_a_token_with_a_damaged_name_is_named_by_its_number_and_revoked(make_app: MakeApp) -> None:
    app = make_app()
    desk = manager(app)
    left(app)
    store_of(app)._database.execute(update(api_tokens).values(sealed=b"damaged"))
    assert "also when the account is shut: token 2" in desk.open(f"/people/{account(app).id}").text
    assert "Revoked." in desk.press("Revoke these tokens").text
