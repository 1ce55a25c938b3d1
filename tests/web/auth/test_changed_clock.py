"""A clock that is put back by minutes signs nobody out; one that was ahead by more is not believed."""

from __future__ import annotations

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from tests.web.fakes import MakeApp
from tests.web.staff import sign_in_token, signed_in
from webapp.web.kit.session_cookie import KeyRingSessions


def cookie_of(app: Flask, token: str, ahead: int) -> str:
    """The session cookie of this sign-in, signed so many seconds from now."""

    class Ahead(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() + ahead

    serializer = KeyRingSessions().get_signing_serializer(app)
    assert serializer is not None
    serializer.signer = Ahead
    return str(serializer.dumps({"_user_id": token, "_fresh": True}))


@pytest.mark.parametrize(
    ("ahead", "status"),
    [(0, 200), (20, 200), (280, 200), (320, 303), (86_400, 303), (-3_000_000, 303)],
)
def test_a_cookie_of_a_little_later_is_still_good(make_app: MakeApp, ahead: int, status: int) -> None:
    app = make_app()
    token = sign_in_token(signed_in(app))
    client = app.test_client()
    client.set_cookie("session", cookie_of(app, token, ahead))
    answer = client.get("/account")
    assert answer.status_code == status


def test_a_cookie_that_was_changed_is_no_good(make_app: MakeApp) -> None:
    app = make_app()
    token = sign_in_token(signed_in(app))
    client = app.test_client()
    good = cookie_of(app, token, 20)
    client.set_cookie("session", f"{good[:-2]}{'y' if good[-2] == 'x' else 'x'}{good[-1]}")
    assert client.get("/account").status_code == 303
