"""The idle time of a kiosk in a real browser: the dialog, touches, and a server that does not answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.kiosk_browser import LANDSCAPE, PORTRAIT, House, begin
from tests.browser.kiosk_pages import do_nothing_until, first_screen
from tests.browser.page_tour import fill

pytestmark = pytest.mark.browser


def touch(page: Page) -> None:
    """Touch the page, and wait until the server knows it."""
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/kiosk/here")):
        page.locator("h1").click()
        page.clock.run_for(6_000)


def test_somebody_who_stopped_is_asked_and_keeps_what_was_typed(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    page.clock.install()
    begin(page)
    fill(page)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    for _ in range(2):
        touch(page)
        do_nothing_until(page, dialog)
        clinic.clock.put_on(seconds=61)
        assert faults(page, "still there") == []
        dialog.get_by_role("button", name="Yes, go on").click()
        expect(dialog).to_be_hidden()
        expect(page.locator("#q-age_years")).to_have_value("54")
    clinic.clock.put_on(seconds=81)
    page.clock.run_for(82_000)
    first_screen(page)


def test_a_touch_tells_the_server_that_somebody_is_there(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    page.clock.install()
    begin(page)
    clinic.clock.put_on(seconds=70)
    touch(page)
    clinic.clock.put_on(seconds=70)
    page.reload()
    expect(page.locator("h1")).to_have_text("About you")


def test_when_the_server_cannot_be_reached_it_says_so_and_tries_again_by_itself(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    begin(page)
    fill(page)
    page.context.set_offline(offline=True)
    page.locator(".button-primary").first.click()
    moment = page.get_by_role("alertdialog", name="One moment")
    expect(moment).to_be_visible()
    expect(page.locator("#q-age_years")).to_have_value("54")
    page.context.set_offline(offline=False)
    page.wait_for_url("**/section/about_you/more")
    expect(moment).to_be_hidden()


def test_starting_over_is_asked_first(clinic: House) -> None:
    page = clinic.kiosk(LANDSCAPE)
    begin(page)
    fill(page)
    page.get_by_role("button", name="Start over").click()
    assert faults(page, "start over") == []
    page.get_by_role("button", name="No, go on").click()
    expect(page.locator("#q-age_years")).to_have_value("54")
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name="Yes, delete").click()
    first_screen(page)
