"""The desk in a real browser: what comes in by itself, the keys, and forms on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.desk_browser import Desk, desk
from tests.browser.page_tour import Modes
from tests.web.staff import store_of
from tests.web.submissions import BLEEDS, send
from webapp.storage import KioskConfig

pytestmark = pytest.mark.browser

TABLET: Modes = {"viewport": {"width": 1024, "height": 768}}
POLL = 11_000
"""Milliseconds after which the script has asked for news."""


def opened(at: Desk) -> Page:
    """The list, with a clock that the test puts on."""
    at.page.clock.install(time=at.clock())
    at.page.goto("/desk")
    return at.page


def test_the_keys_lead_from_one_submission_to_the_next(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        older, newer = send(at.app), send(at.app)
        at.page.goto("/desk")
        at.page.locator(f"#row-{newer}").click()
        at.page.wait_for_url(f"**/desk/{newer}")
        at.page.keyboard.press("j")
        at.page.wait_for_url(f"**/desk/{older}")
        at.page.keyboard.press("j")
        at.page.keyboard.press("k")
        at.page.wait_for_url(f"**/desk/{newer}")
        at.page.get_by_role("button", name="Close, and open the next").click()
        at.page.wait_for_url(f"**/desk/{older}?done=closed_before")


def test_a_new_submission_comes_in_by_itself_and_is_announced(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        page = opened(at)
        expect(page.get_by_text("Nobody has sent answers yet")).to_be_visible()
        reference = send(at.app, BLEEDS)
        page.clock.run_for(POLL)
        expect(page.get_by_role("link", name=reference)).to_be_visible()
        at.clock.put_on(minutes=1)
        send(at.app)
        page.clock.run_for(POLL)
        expect(page.locator("#said")).to_have_text("1 new submission")


def test_a_desk_that_is_loaded_while_an_alarm_stands_does_all_it_does(
    chromium_with_windows: Browser, tmp_path: Path
) -> None:
    with desk(chromium_with_windows, tmp_path, TABLET) as at:
        reference = send(at.app)
        kiosks, now = store_of(at.app).kiosks, at.clock()
        ids = [kiosks.create(KioskConfig(name), "command", now) for name in ("Corner", "Hall", "Stairs")]
        for one in ids[:2]:
            kiosks.raise_flag(one, now)
        page = opened(at)
        kiosks.raise_flag(ids[2], now)
        newer = send(at.app)
        page.clock.run_for(POLL)
        expect(page.get_by_role("heading", name="“Stairs” may need you now")).to_be_visible()
        expect(page.locator(f"#row-{newer}")).to_be_visible()
        page.locator(f"#see-to-{ids[0]}").click()
        expect(page.get_by_text("The alarm is taken down.")).to_be_visible()
        expect(page.get_by_role("heading", name="“Corner” may need you now")).to_be_hidden()
        page.check(f"#pick-{reference}")
        for button, kind in (("Table (CSV)", "csv"), ("Data (JSON)", "json")):
            with page.expect_download() as file:
                page.get_by_role("button", name=button).click()
            assert file.value.suggested_filename == f"submission-{reference}.{kind}"
        for button, sheet in (
            ("Print practitioner pages", "practitioner"),
            ("Print patient reports", "report"),
        ):
            with page.context.expect_page() as beside:
                page.get_by_role("button", name=button).click()
            beside.value.wait_for_url(f"**/desk/print/{sheet}?r={reference}")


def test_what_is_ticked_and_focused_stays_so_while_rows_come_in(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        reference = send(at.app)
        page = opened(at)
        page.check(f"#pick-{reference}")
        page.focus(f"#row-{reference}")
        at.clock.put_on(minutes=1)
        newer = send(at.app)
        page.clock.run_for(POLL)
        expect(page.locator(f"#row-{newer}")).to_be_visible()
        expect(page.locator(f"#pick-{reference}")).to_be_checked()
        assert at.focus == f"row-{reference}"


def test_the_list_goes_when_the_sign_in_has_ended_elsewhere(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        send(at.app, name="Amira Haddad")
        page = opened(at)
        at.clock.put_on(hours=1)
        page.clock.run_for(POLL)
        page.wait_for_url("**/sign-in**")


def test_the_keys_move_select_open_and_come_back(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        older, newer = send(at.app), send(at.app)
        page = opened(at)
        page.keyboard.press("j")
        assert at.focus == f"row-{newer}"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("x")
        expect(page.locator(f"#pick-{older}")).to_be_checked()
        page.keyboard.press("o")
        page.wait_for_url(f"**/desk/{older}")
        page.keyboard.press("u")
        page.wait_for_url("**/desk")


def test_the_key_for_printing_opens_the_pdf_beside_the_desk(
    chromium_with_windows: Browser, tmp_path: Path
) -> None:
    with desk(chromium_with_windows, tmp_path, TABLET) as at:
        reference = send(at.app)
        page = opened(at)
        page.keyboard.press("j")
        with page.context.expect_page() as beside:
            page.keyboard.press("p")
        beside.value.wait_for_url(f"**/desk/print/practitioner?r={reference}")
        assert page.url.endswith("/desk")


def test_letters_that_somebody_types_do_nothing_else(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        send(at.app)
        page = opened(at)
        page.keyboard.press("/")
        page.keyboard.type("jxp?")
        expect(page.locator("#words")).to_have_value("jxp?")
        expect(page.locator("#keys")).to_be_hidden()


def test_the_help_tells_the_keys_and_closes(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        page = opened(at)
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="Keys")).to_be_visible()
        page.get_by_role("button", name="Close").click()
        expect(page.locator("#keys")).to_be_hidden()


def test_a_button_without_a_tick_says_so_without_leaving(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        send(at.app)
        page = opened(at)
        page.get_by_role("button", name="Table (CSV)").click()
        expect(page.get_by_text("Nothing is selected.")).to_be_visible()


def test_everything_of_one_page_is_selected_by_one_button(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        send(at.app)
        send(at.app)
        page = opened(at)
        page.get_by_role("button", name="Select all of this page").click()
        expect(page.get_by_text("2 selected")).to_be_visible()


def test_a_form_on_paper_is_typed_in_by_the_keyboard_alone(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        at.page.goto("/desk/paper/type")
        rows = at.page.locator(".paper-row")
        first = rows.nth(0).locator("input").first
        expect(first).to_be_focused()
        at.page.keyboard.press("1")
        expect(first).to_be_checked()
        expect(rows.nth(1).locator("input").first).to_be_focused()
        at.page.keyboard.press("Enter")
        expect(rows.nth(2).locator("input").first).to_be_focused()
        flags = at.page.locator("[name=a-red_flags]")
        flags.first.focus()
        at.page.keyboard.press("b")
        expect(flags.nth(10)).to_be_checked()
        rows.last.locator("input").first.focus()
        at.page.keyboard.press("Enter")
        expect(at.page.get_by_label("Number of the form")).to_be_focused()


def test_a_form_that_is_being_read_says_so_and_is_sent_once(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, TABLET) as at:
        asked: list[str] = []

        def stay(route: Route) -> None:
            asked.append(route.request.method)
            route.fulfill(status=204)  # the page stays

        at.page.goto("/desk/paper")
        at.page.route("**/desk/paper/read", stay)
        for _ in range(2):
            at.page.get_by_role("button", name="Read the form").click()
            expect(at.page.get_by_role("status").filter(has_text="The pages are being read.")).to_be_visible()
        assert asked == ["POST"]
