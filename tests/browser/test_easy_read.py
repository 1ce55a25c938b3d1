"""Easy read in a browser: nothing that axe finds, nothing too wide, no letters under 16 points."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import SMALLEST_TARGET, TOO_SMALL, too_wide
from tests.browser.axe import faults_day_and_night
from tests.browser.kiosk_pages import TOO_FINE
from tests.browser.page_tour import NewPage, pass_first_section, press

pytestmark = pytest.mark.browser

SMALLEST_TYPE = 16 * 96 / 72
"""Pixels of 16 points."""


def test_easy_pages_fit_a_small_screen_and_have_large_letters(new_page: NewPage) -> None:
    page, found = new_page({"java_script_enabled": True}), []
    page.goto("/")
    press(page, page.get_by_role("button", name="Easy read"))
    pass_first_section(page)
    for address in ("/", "/section/safety", "/section/fibre"):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "en-simple"
        found += faults_day_and_night(page, address) + too_wide(page, address)
        found += page.evaluate(TOO_SMALL, SMALLEST_TARGET) + page.evaluate(TOO_FINE, SMALLEST_TYPE)
    assert found == []
