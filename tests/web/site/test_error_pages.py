"""Error pages lead their readers back to where they belong."""

from __future__ import annotations

import pytest

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import account_with_code, signed_in, submit_password

NO_PAGE = "/desk/no/such/page"


@pytest.mark.parametrize(
    ("role", "start"), [("practitioner", "/desk"), ("manager", "/desk"), ("front_desk", "/front-desk")]
)
def test_who_is_signed_in_finds_back_to_the_desk(make_app: MakeApp, role: str, start: str) -> None:
    page = signed_in(make_app(), role, "fay").open(NO_PAGE)
    assert page.status == 404
    assert page.link("Go to the start page") == start
    assert "Go on where you stopped" not in page.text


def test_everybody_else_finds_back_to_the_form(make_app: MakeApp) -> None:
    app = make_app()
    account_with_code(app)
    half_signed_in = Device(app)
    submit_password(half_signed_in)
    for device in (Device(app), half_signed_in):
        page = device.open(NO_PAGE)
        assert (page.status, page.link("Go to the start page")) == (404, "/")
