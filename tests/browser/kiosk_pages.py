"""What browser tests of kiosks share: their first screen, a whole session, and what they look for."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import SIDEWAYS, TOO_SMALL

SMALLEST_TARGET = 60
SMALLEST_TYPE = 20

TOO_FINE = """smallest => [...document.querySelectorAll('body *')]
  .filter(one => one.checkVisibility() && !one.closest('.visually-hidden, .skip, svg'))
  .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < smallest)
  .map(one => `${one.textContent.trim().slice(0, 40)}: ${getComputedStyle(one).fontSize}`)"""


def first_screen(page: Page) -> None:
    expect(page.get_by_role("button", name="Touch to start")).to_be_visible()


def do_nothing_until(page: Page, shown: Locator) -> None:
    """Second by second, as the page also has to hear what the server said."""
    for _ in range(90):
        page.clock.run_for(1_000)
        if shown.is_visible():
            return
    raise AssertionError("nobody is asked")


def wrong_sizes(page: Page, name: str) -> list[str]:
    """What is too small for somebody who stands."""
    found: list[str] = page.evaluate(TOO_SMALL, SMALLEST_TARGET) + page.evaluate(TOO_FINE, SMALLEST_TYPE)
    return [f"{name}: {one}" for one in [*found, *(["sideways"] if page.evaluate(SIDEWAYS) > 0 else [])]]


def out_of_sight(page: Page, what: str) -> list[str]:
    """The sizes of a tablet on which this does not stand on the screen as a whole."""
    found, before = [], page.viewport_size or {"width": 0, "height": 0}
    for width, height in ((768, 1024), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        end = page.locator(what).evaluate("one => one.getBoundingClientRect().bottom + scrollY")
        found += [f"{what} ends at {end} of {height}"] if end > height else []
    page.set_viewport_size(before)
    return found
