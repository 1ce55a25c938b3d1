"""Every kind of page, in every mode: nothing that axe finds, no side scrolling, large targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.places import IN_BRIEF, NewPage, tour

pytestmark = [pytest.mark.browser, pytest.mark.no_cover]

PHONE = {"viewport": {"width": 390, "height": 844}}
TABLET = {"viewport": {"width": 1024, "height": 768}}
# Under forced colours axe takes the colours that the style sheet names, not those that are painted.
UNSEEN = ["color-contrast"]
SMALLEST_TARGET = 44
FEWEST_PASSES = 10

TOO_SMALL = """smallest => [...document.querySelectorAll(
  'button, summary, .tile, input[type=text], main .acts a, main .link, .links a, .rows a')]
  .filter(one => one.checkVisibility())
  .map(one => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
  .filter(([_, box]) => box.height < smallest || box.width < smallest)
  .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_every_page_is_fit_for_a_phone_a_small_screen_and_large_letters(new_page: NewPage) -> None:
    page = new_page({**PHONE, "java_script_enabled": True})
    assert [fault for name in tour(page) for fault in (*faults(page, name), *misfits(page, name))] == []


def test_axe_finds_nothing_in_the_dark_or_under_forced_colours(new_page: NewPage) -> None:
    page = new_page({**PHONE, "color_scheme": "dark", "java_script_enabled": True})
    found = []
    for name in tour(page, IN_BRIEF):
        page.emulate_media(forced_colors="none")
        found += faults(page, name)
        page.emulate_media(forced_colors="active")
        found += faults(page, f"{name}, forced colours", UNSEEN)
    assert found == []


def test_axe_finds_nothing_on_a_tablet_from_right_to_left(new_page: NewPage, arabic_site: str) -> None:
    page = new_page({**TABLET, "java_script_enabled": True}, arabic_site)
    assert [fault for name in tour(page, IN_BRIEF) for fault in faults(page, name)] == []


def misfits(page: Page, name: str) -> list[str]:
    """What is too small for a finger, or has to be scrolled sideways."""
    page.set_viewport_size({"width": 320, "height": 640})
    found = [f"{name}: {one}" for one in page.evaluate(TOO_SMALL, SMALLEST_TARGET)]
    found += [f"{name} on a small screen"] if page.evaluate(SIDEWAYS) > 0 else []
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"{name} in letters twice as large"] if page.evaluate(SIDEWAYS) > 0 else []
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 390, "height": 844})
    return found


def faults(page: Page, name: str, left_out: Sequence[str] = ()) -> list[str]:
    """What axe finds on this page, with the elements."""
    options = {"rules": {rule: {"enabled": False} for rule in left_out}}
    found: dict[str, Any] = Axe().run(page, options=options).response
    assert len(found["passes"]) > FEWEST_PASSES, "axe looked at nothing"
    return [
        f"{name}: {one['id']}: {[node['html'] for node in one['nodes'][:3]]}" for one in found["violations"]
    ]
