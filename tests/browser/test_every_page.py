"""Every kind of page, in every mode: nothing that axe finds, no side scrolling, large targets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import SMALLEST_TARGET, TOO_SMALL, misnamed, too_wide
from tests.browser.axe import faults, faults_day_and_night
from tests.browser.page_tour import IN_BRIEF, NewPage, answering, tour

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
TABLET = {"viewport": {"width": 1024, "height": 768}}


def test_every_page_is_fit_for_a_phone_a_small_screen_large_letters_and_the_dark(new_page: NewPage) -> None:
    page, found = new_page({**PHONE, "java_script_enabled": True}), []
    for name in tour(page):
        found += faults_day_and_night(page, name) + misfits(page, name)
        found += misnamed(page, name) if page.locator("input[name=shown]").count() else []
    assert not found, "\n".join(found)


def test_a_long_name_of_the_clinic_widens_no_page(new_page: NewPage, long_named_site: str) -> None:
    page, found = new_page({**PHONE, "java_script_enabled": True}, long_named_site), []
    for name in answering(page, IN_BRIEF):
        found += too_wide(page, name)
    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_a_tablet_from_right_to_left(new_page: NewPage, arabic_site: str) -> None:
    page = new_page({**TABLET, "java_script_enabled": True}, arabic_site)
    assert [fault for name in answering(page, IN_BRIEF) for fault in faults(page, name)] == []


def misfits(page: Page, name: str) -> list[str]:
    """What is too small for a finger, or has to be scrolled sideways, also in letters twice as large."""
    found = [f"{name}: {one}" for one in page.evaluate(TOO_SMALL, SMALLEST_TARGET)]
    return found + too_wide(page, name, widths=(320, 390, 640))
