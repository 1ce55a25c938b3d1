"""Every kind of page, in every mode: nothing that axe finds, no side scrolling, large targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.places import IN_BRIEF, Modes, NewPage, tour

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


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_axe_finds_nothing_on_any_page(new_page: NewPage, size: Modes) -> None:
    page = new_page({**size, "java_script_enabled": True})
    assert [fault for name in tour(page) for fault in faults(page, name)] == []


@pytest.mark.parametrize(
    ("mode", "left_out"), [({}, []), ({"forced_colors": "active"}, UNSEEN)], ids=["plain", "forced colours"]
)
def test_axe_finds_nothing_in_the_dark(new_page: NewPage, mode: Modes, left_out: list[str]) -> None:
    page = new_page({**PHONE, **mode, "color_scheme": "dark", "java_script_enabled": True})
    assert [fault for name in tour(page, IN_BRIEF) for fault in faults(page, name, left_out)] == []


def test_axe_finds_nothing_from_right_to_left(new_page: NewPage, arabic_site: str) -> None:
    page = new_page({**PHONE, "java_script_enabled": True}, arabic_site)
    assert [fault for name in tour(page, IN_BRIEF) for fault in faults(page, name)] == []


def test_nothing_has_to_be_scrolled_sideways_and_every_target_is_large(new_page: NewPage) -> None:
    page = new_page({"viewport": {"width": 320, "height": 640}})
    found = []
    for name in tour(page):
        found += [f"{name}: {one}" for one in page.evaluate(TOO_SMALL, SMALLEST_TARGET)]
        found += [name] if page.evaluate(SIDEWAYS) > 0 else []
    assert found == []


def test_text_can_be_twice_as_large(new_page: NewPage) -> None:
    page = new_page({"viewport": {"width": 640, "height": 800}})
    found = []
    for name in tour(page, IN_BRIEF):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found += [name] if page.evaluate(SIDEWAYS) > 0 else []
    assert found == []


def faults(page: Page, name: str, left_out: Sequence[str] = ()) -> list[str]:
    """What axe finds on this page, with the elements."""
    options = {"rules": {rule: {"enabled": False} for rule in left_out}}
    found: dict[str, Any] = Axe().run(page, options=options).response
    assert len(found["passes"]) > FEWEST_PASSES, "axe looked at nothing"
    return [
        f"{name}: {one['id']}: {[node['html'] for node in one['nodes'][:3]]}" for one in found["violations"]
    ]
