"""The screens of a kiosk in a real browser: sizes, letters, the keypad, and what axe finds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.browser.kiosk_browser import PORTRAIT, House, begin, send_in_brief
from tests.browser.kiosk_pages import first_screen, out_of_sight, wrong_sizes
from tests.browser.page_tour import fill, press_first
from tests.web.kiosk.tablet import tablet

pytestmark = pytest.mark.browser

LETTERS = "parseFloat(getComputedStyle(document.querySelector('legend')).fontSize)"


def test_the_first_screen_stands_on_a_tablet_as_a_whole(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    first_screen(page)
    assert out_of_sight(page, ".foot") == []


def test_larger_letters_keep_what_was_typed_and_stay_on_the_next_page(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    begin(page)
    fill(page)
    before = page.evaluate(LETTERS)
    page.get_by_role("button", name="Larger letters").click()
    assert page.evaluate(LETTERS) > before * 1.25
    expect(page.locator("#q-age_years")).to_have_value("54")
    found = faults(page, "larger letters") + wrong_sizes(page, "larger letters")
    press_first(page)
    page.wait_for_url("**/section/about_you/more")
    expect(page.locator("html")).to_have_class("larger")
    page.get_by_role("button", name="Smaller letters").click()
    expect(page.locator("html")).not_to_have_class("larger")
    assert found == []


def test_the_time_that_is_left_is_said_now_and_then(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    page.clock.install()
    send_in_brief(page)
    status = page.get_by_role("status")
    expect(status).to_be_empty()
    for passed, said in ((31, "60"), (31, "30"), (20, "10")):
        clinic.clock.put_on(seconds=passed)
        page.clock.run_for(passed * 1000)
        expect(status).to_have_text(f"This screen will clear in {said} seconds.")
    page.get_by_role("button", name="More time").click()
    page.clock.run_for(1000)
    expect(status).to_have_text(re.compile(r"This screen will clear in (89|90) seconds\."))


def test_the_screen_that_rests_and_the_one_that_enrols_are_sound(clinic: House) -> None:
    device = tablet(clinic.app)
    page = clinic.page(device)
    found = faults(page, "first") + wrong_sizes(page, "first")
    device.here.store.kiosks.lock(device.number, "command", clinic.clock())
    page.goto("/check")
    expect(page.locator("h1")).to_have_text("This screen is resting")
    found += faults(page, "resting") + wrong_sizes(page, "resting")
    device.here.store.kiosks.revoke(device.number, "command", clinic.clock())
    page.goto("/check")
    expect(page.locator("h1")).to_have_text("Make this device a kiosk")
    assert found + faults(page, "enrol") + wrong_sizes(page, "enrol") == []
