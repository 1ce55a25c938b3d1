"""Doors, accounts and settings in a real browser: what axe finds, and the warning before a sign-in ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.at_the_desk import Desk, desk
from tests.browser.looks import faults_day_and_night, too_wide
from tests.browser.places import Modes
from tests.web.inside import account, parts_of

pytestmark = [pytest.mark.browser, pytest.mark.no_cover]

PHONE: Modes = {"viewport": {"width": 390, "height": 844}}
TABLET: Modes = {"viewport": {"width": 1024, "height": 768}}
MINUTE = 60_000

TOO_SMALL = """() => [...document.querySelectorAll(
  'button, summary, .tile, select, nav a, .acts a, .table a, .entry input:not([type=radio], [type=checkbox])'
)]
  .filter(one => one.checkVisibility())
  .map(one => [one.textContent.trim() || one.id, one.getBoundingClientRect()])
  .filter(([_, box]) => box.height < 44 || box.width < 44).map(([words]) => words)"""

INSIDE = (
    "/account",
    "/account/welcome",
    "/account/password",
    "/account/code",
    "/people",
    "/people/add",
    "/people/1",
    "/settings",
    "/settings/policy",
    "/log",
    "/log/check",
    "/people/99",
)
SENT_WRONG = ("/account/password", "/people/add")


def tour(at: Desk) -> Iterator[str]:
    """Every page of a manager, some with errors, and the doors."""
    page, person = at.page, account(at.app)
    for address in INSIDE:
        page.goto(address)
        yield address
    for address in SENT_WRONG:
        page.goto(address)
        page.locator("#main .act.one").click()
        expect(page.locator("#wrong")).to_be_visible()
        yield f"{address}, with errors"
    page.get_by_role("button", name="Sign out").click()
    for address in ("/sign-in", "/set-up/x", f"/invitation/{invite(at, person.id)}"):
        page.goto(address)
        yield address


def invite(at: Desk, person_id: int) -> str:
    here = parts_of(at.app)
    return here.store.invitations.invite("password", person_id, here.clock())


def test_every_one_of_these_pages_is_fit_for_a_phone_a_small_screen_and_the_dark(
    chromium: Browser, tmp_path: Path
) -> None:
    found: list[object] = []
    with desk(chromium, tmp_path, PHONE, role="manager") as at:
        for name in tour(at):
            found += faults_day_and_night(at.page, name) + too_wide(at.page, name)
            found += [(name, one) for one in at.page.evaluate(TOO_SMALL)]
    assert found == []


def left_alone(at: Desk, address: str = "/account") -> Page:
    """A page on which nobody did anything for 14 minutes."""
    at.page.clock.install(time=at.clock())
    at.page.goto(address)
    at.clock.put_on(minutes=14)
    at.page.clock.fast_forward(14 * MINUTE)
    expect(at.page.get_by_text("Are you still there?")).to_be_visible()
    return at.page


def test_who_is_still_there_stays_signed_in(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        page = left_alone(at)
        page.get_by_role("button", name="Stay signed in").click()
        expect(page.get_by_text("Are you still there?")).to_be_hidden()
        at.clock.put_on(minutes=10)
        page.reload()
        expect(page.locator("h1")).to_have_text("My account")


def test_a_screen_that_nobody_looks_after_is_left(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        page = left_alone(at)
        at.clock.put_on(minutes=1)
        page.clock.fast_forward(MINUTE)
        page.wait_for_url(re.compile("/sign-in.why=idle"))
        expect(page.get_by_text("nothing was done for 15 minutes")).to_be_visible()


def test_who_works_in_another_tab_is_not_asked(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        at.page.clock.install(time=at.clock())
        at.page.goto("/account")
        other = at.page.context.new_page()
        at.clock.put_on(minutes=10)
        other.goto("/account")
        at.clock.put_on(minutes=4)
        with at.page.expect_response("**/presence"):
            at.page.clock.fast_forward(14 * MINUTE)
        expect(at.page.get_by_text("Are you still there?")).to_be_hidden()


def test_what_was_typed_is_not_lost_but_out_of_sight(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET, role="manager") as at:
        at.page.clock.install(time=at.clock())
        at.page.goto("/people/add")
        at.page.fill("#name", "Somebody new")
        at.clock.put_on(minutes=15)
        at.page.clock.fast_forward(15 * MINUTE)
        expect(at.page.get_by_role("heading", name="You are signed out")).to_be_visible()
        expect(at.page.locator("#name")).to_be_hidden()
        at.page.get_by_role("button", name="Show what I typed").click()
        expect(at.page.locator("#name")).to_have_value("Somebody new")
