"""The keys that a kiosk gives to touch: they type, so does a keyboard, and they never cover their box."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kiosk_browser import PORTRAIT, House, begin
from tests.browser.kiosk_pages import wrong_sizes

pytestmark = pytest.mark.browser

SCREENS = ((1024, 768), (1280, 720), (800, 480), (384, 512), (512, 384))
"""Pixels of tablets across, of low screens, and of tablets on which the browser shows everything at 200 %."""

LETTERS = ("", "larger", "easy", "easy larger")
"""Classes of the page: as it is, with larger letters, in easy read, in easy read with larger letters."""

COVERED = """box => {
  const top = document.querySelector('.keypad').getBoundingClientRect().top;
  const shown = box.getBoundingClientRect();
  return shown.bottom > top || shown.top < 0 ? `${shown.top} to ${shown.bottom}, keys from ${top}` : '';
}"""

KEYS_OUT_OF_REACH = """() => [...document.querySelectorAll('.keypad button:enabled')].filter(key => {
  key.scrollIntoView({ block: 'nearest' });
  const at = key.getBoundingClientRect();
  const touched = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
  return touched !== key || key.scrollWidth > key.clientWidth;
}).map(key => key.textContent)"""


def test_digits_are_touched_and_a_keyboard_can_do_all_of_it(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/section/about_you")
    page.locator("#q-age_years").tap()
    keys = page.get_by_role("group", name="Digits")
    for key in ("4", "7", "Delete the last digit", "1"):
        keys.get_by_role("button", name=key, exact=True).tap()
    expect(page.locator("#q-age_years")).to_have_value("41")
    expect(page.locator("#q-age_years")).to_be_focused()
    assert page.locator("#q-age_years").evaluate("box => box.inputMode") == "none"
    assert wrong_sizes(page, "keypad") == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "1", "the keys follow their box"
    keys.get_by_role("button", name="Done").tap()
    expect(keys).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "field"), [("/section/about_you", "#q-age_years"), ("/invited", "#words")]
)
def test_the_keys_leave_their_box_in_sight(clinic: House, address: str, field: str) -> None:
    page = clinic.kiosk(PORTRAIT)
    begin(page)
    page.goto(address)
    found = []
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        found += [
            f"{width}x{height} {one}" for letters in LETTERS for one in wrong_keys(page, field, letters)
        ]
    assert found == []


def wrong_keys(page: Page, field: str, letters: str) -> list[str]:
    """Open the keys of a box in letters of this size; return what they cover, and which cannot be touched."""
    page.evaluate("letters => document.documentElement.className = letters", letters)
    page.evaluate("scrollTo(0, 0)")
    page.locator(field).blur()
    page.locator(field).tap()
    found = [page.locator(field).evaluate(COVERED), *page.evaluate(KEYS_OUT_OF_REACH)]
    page.locator(".keypad").get_by_role("button", name="Done").tap()
    return [f"{letters}: {one}" for one in found if one] + wrong_sizes(page, letters)


def test_letters_of_easy_read_grow_too(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    begin(page)
    sizes = []
    for letters in LETTERS:
        page.evaluate("letters => document.documentElement.className = letters", letters)
        sizes.append(float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")))
    assert sizes == sorted(set(sizes)), "each is larger than the one before"
