"""What a tool finds on a page: axe in the light and in the dark, targets too small, pages too wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
SMALLEST_TARGET = 44
CONTRAST = ("color-contrast",)
"""What the dark changes; the rest of a page is the same as in the light."""

TOO_SMALL = """smallest => [...document.querySelectorAll(
  'button, summary, .tile, input[type=text], main .acts a, main .link, .links a, .rows a')]
  .filter(one => one.checkVisibility())
  .map(one => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
  .filter(([_, box]) => box.height < smallest || box.width < smallest)
  .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page, name: str, only: Sequence[str] = ()) -> list[str]:
    """What axe finds on this page, with the elements; of its rules all, or `only` some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    rules = {"runOnly": {"type": "rule", "values": list(only)}} if only else {}
    found: dict[str, Any] = page.evaluate("axe.run", {"resultTypes": ["violations"], **rules})
    assert found["passes"], "axe looked at nothing"
    return [
        f"{name}: {one['id']}: {[node['html'] for node in one['nodes'][:3]]}" for one in found["violations"]
    ]


def faults_day_and_night(page: Page, name: str) -> list[str]:
    """What axe finds on this page in the light, and what is too pale in the dark."""
    found = faults(page, name)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # and no colour on its way to another
    found += faults(page, f"{name}, in the dark", CONTRAST)
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page, name: str) -> list[str]:
    """Whether the page has to be scrolled sideways on a screen of 320 px."""
    before = page.viewport_size or {"width": 0, "height": 0}
    page.set_viewport_size({"width": 320, "height": 640})
    found = [f"{name} on a small screen"] if page.evaluate(SIDEWAYS) > 0 else []
    page.set_viewport_size(before)
    return found
