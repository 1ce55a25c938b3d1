"""Doors, accounts and settings in a real browser: what axe finds, and the warning before a sign-in ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import too_wide
from tests.browser.axe import faults_day_and_night
from tests.browser.desk_browser import Desk, browsing, desk
from tests.browser.page_tour import Modes
from tests.web.fakes import Clock, Printer, cache_templates
from tests.web.staff import PASSWORD, account, account_with_code, account_with_password, app_context_of
from webapp.application import create_app
from webapp.settings import Settings
from webapp.storage import open_store

pytestmark = pytest.mark.browser

PHONE: Modes = {"viewport": {"width": 390, "height": 844}}
TABLET: Modes = {"viewport": {"width": 1024, "height": 768}}
MINUTE = 60_000

TOO_SMALL = """() => [...document.querySelectorAll(
  'button, summary, .tile, select, nav a, .button-row a, .table a,' +
  '.entry input:not([type=radio], [type=checkbox])'
)]
  .filter(one => one.checkVisibility())
  .map(one => [one.textContent.trim() || one.id, one.getBoundingClientRect()])
  .filter(([_, box]) => box.height < 44 || box.width < 44).map(([words]) => words)"""

INSIDE = (
    "/account",
    "/account/welcome",
    "/account/password",
    "/account/code",
    "/account/devices",
    "/manage",
    "/people",
    "/people/add",
    "/people/1",
    "/people/2/reset",
    "/people/2/enable",
    "/kiosks/help",
    "/settings",
    "/settings/policy",
    "/statistics",
    "/log",
    "/log/check",
    "/people/99",
)
LINES_OF_CODES = """(() => {
  const [first, second] = document.querySelectorAll('.codes li');
  const lines = one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return [...range.getClientRects()].map(box => box.top);
  };
  const tops = lines(first);
  return [lines(second)[0] - tops.at(-1), tops[1] - tops[0]];
})()"""
"""The distance from the last line of a code to the next code, and that between the lines of one code."""

SENT_WRONG = ("/account/password", "/people/add")


def tour(at: Desk) -> Iterator[str]:
    """Every page of a manager, some with errors, and the doors."""
    page, person = at.page, account(at.app)
    account_with_code(at.app, "sam")
    for address in INSIDE:
        page.goto(address)
        yield address
    phone = account_with_code(at.app, "jo", "manager")
    for address in (
        "/account",
        "/account/code/phone",
        "/account/code/recovery",
        "/account/code/recovery-used",
    ):
        page.goto(address)
        yield f"{address}, with a second step"
    yield new_codes(at, phone)
    for address in SENT_WRONG:
        page.goto(address)
        page.locator("#main .button-primary").click()
        expect(page.locator("#wrong")).to_be_visible()
        yield f"{address}, with errors"
    page.get_by_role("button", name="Sign out").click()
    for address in ("/sign-in", "/set-up/x", f"/invitation/{invite(at, person.id)}"):
        page.goto(address)
        yield address


def new_codes(at: Desk, phone: pyotp.TOTP) -> str:
    """Ask for ten new recovery codes, which are shown once."""
    at.clock.put_on(seconds=30)
    at.page.goto("/account/code/recovery")
    at.page.fill("#old", PASSWORD)
    at.page.fill("#own_code", phone.at(at.clock()))
    at.page.get_by_role("button", name="Make new ones").click()
    expect(at.page.locator(".codes li")).to_have_count(10)
    at.page.set_viewport_size({"width": 320, "height": 568})
    at.page.evaluate("document.documentElement.style.fontSize = '200%'")
    between, within = at.page.evaluate(LINES_OF_CODES)
    assert between > within * 1.2, "a code on two lines looks like two codes"
    at.page.evaluate("document.documentElement.style.fontSize = ''")
    at.page.set_viewport_size(PHONE["viewport"])
    return "ten recovery codes"


def invite(at: Desk, person_id: int) -> str:
    here = app_context_of(at.app)
    return here.store.one_time_links.create("password", person_id, here.clock())


def test_every_one_of_these_pages_is_fit_for_a_phone_a_small_screen_and_the_dark(
    chromium: Browser, tmp_path: Path
) -> None:
    found: list[object] = []
    with desk(chromium, tmp_path, PHONE, role="manager") as at:
        for name in tour(at):
            found += faults_day_and_night(at.page, name) + too_wide(at.page, name)
            found += [(name, one) for one in at.page.evaluate(TOO_SMALL)]
    assert found == []


def test_the_page_that_sets_the_clinic_up_is_fit_for_them_too(chromium: Browser, tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    store, found = open_store(settings.database_url, settings.key_file), []
    app = cache_templates(
        create_app(settings, store=store, clinic=None, clock=Clock(), render_pool=Printer())
    )
    with browsing(chromium, app, PHONE) as (context, _):
        page = context.new_page()
        page.goto("/set-up/" + store.one_time_links.create("set-up", None, Clock()()))
        found += faults_day_and_night(page, "set-up") + too_wide(page, "set-up")
        page.get_by_role("button", name="Set up, and sign in").click()
        expect(page.locator("#wrong")).to_be_visible()
        found += faults_day_and_night(page, "errors") + too_wide(page, "errors")
    store.close()
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


def test_reading_and_typing_are_use(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        page = at.page
        page.clock.install(time=at.clock())
        page.goto("/account/password")
        acts: list[Callable[[], object]] = [
            lambda: page.mouse.wheel(0, 300),
            lambda: page.keyboard.press("Shift"),
            lambda: page.mouse.move(100, 200),
            lambda: page.press("#old", "y"),
        ]
        for act in acts:
            at.clock.put_on(minutes=10)
            page.clock.fast_forward(10 * MINUTE)
            # The page also asks (GET), as time has passed: only what it says (POST) is use.
            with page.expect_response(lambda response: response.request.method == "POST"):
                act()
        expect(page.get_by_text("Are you still there?")).to_be_hidden()
        page.reload()
        expect(page.locator("h1")).to_have_text("Change my password")


def test_who_does_much_says_so_now_and_then_only(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        page = at.page
        said: list[str] = []
        page.on("request", lambda request: said.append(request.method) if "presence" in request.url else None)
        page.clock.install(time=at.clock())
        page.goto("/account")
        for _ in range(20):
            page.keyboard.press("Shift")
            page.clock.fast_forward(2_000)
        assert said == ["POST"]


def test_what_no_person_does_is_no_use(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        page = at.page
        said: list[str] = []
        page.on("request", lambda request: said.append(request.method) if "presence" in request.url else None)
        page.clock.install(time=at.clock())
        page.goto("/account")
        page.clock.fast_forward(5 * MINUTE)
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))")
        page.evaluate("scrollTo(0, 500)")
        page.clock.fast_forward(2_000)
        assert said == []


def test_a_link_is_copied_at_a_touch(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET, role="manager") as at:
        account_with_password(at.app, "jo", "manager")
        at.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        at.page.goto("/people/add")
        for box, typed in {"name": "Sam Hill", "login": "sam", "old": PASSWORD}.items():
            at.page.fill(f"#{box}", typed)
        at.page.get_by_role("button", name="Add, and make the link").click()
        at.page.get_by_role("button", name="Copy the link").click()
        expect(at.page.get_by_role("button", name="Copied")).to_be_visible()
        link = at.page.locator("#link").inner_text()
        assert at.page.evaluate("navigator.clipboard.readText()") == link
        assert "/invitation/" in link


@pytest.mark.parametrize("width", [1440, 1280, 1024, 800])
def test_the_way_out_stands_beside_the_pages_and_never_alone(
    chromium: Browser, tmp_path: Path, width: int
) -> None:
    with desk(chromium, tmp_path, {"viewport": {"width": width, "height": 900}}, role="manager") as at:
        at.page.goto("/account")
        at.page.evaluate(
            "document.querySelector('.head > span').textContent = 'Riverside Naturopathic Clinic'"
        )
        first = at.page.locator(".nav li:first-child").bounding_box()
        last = at.page.locator(".nav li:last-child").bounding_box()
        out = at.page.locator(".out").bounding_box()
        assert first
        assert last
        assert out
        assert first["y"] == last["y"], "a manager's pages stand in one line"
        assert abs((last["y"] + last["height"] / 2) - (out["y"] + out["height"] / 2)) < 30
        assert out["x"] > last["x"]
        assert last["height"] >= 44, "the page's own place is as high as what it holds"
