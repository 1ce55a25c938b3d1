"""Patients' pages by keyboard alone, in a real browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_tour import ANSWERS, NewPage, pass_first_section, press_first

pytestmark = pytest.mark.browser


MOST_KEYS = 2000

FOCUSED = """() => { const one = document.activeElement;
  return {tag: one.tagName, type: one.type || '', name: one.name || '', value: one.value || '',
          options: one.type === 'radio' ? [...one.form.elements[one.name]].map(each => each.value) : [],
          main: one.matches('.button-primary')} }"""


def test_the_whole_form_can_be_filled_in_by_keyboard_without_scripts(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    use_keys_until("/result", page)
    expect(page.locator("h1")).to_have_text("Your result")
    expect(page.locator(".code")).to_be_visible()
    expect(page.locator("body")).to_contain_text("You matter")


def test_a_keyboard_comes_to_every_kind_of_page_on_a_tablet_too(new_page: NewPage) -> None:
    page = new_page({"viewport": {"width": 1024, "height": 768}})
    page.goto("/")
    use_keys_until("/sugar", page)
    page.goto("/check")
    use_keys_until("/result", page)
    expect(page.locator(".code")).to_be_visible()


def use_keys_until(end: str, page: Page) -> None:
    """Go on from one control to the next, and use each, until a page with this address."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        use(page, page.evaluate(FOCUSED))
        if page.url.endswith(end):
            return
    raise AssertionError(f"no key leads to {end}")


def use(page: Page, focused: Mapping[str, Any]) -> None:
    """Do with the keyboard what the focused control is for."""
    if focused["main"]:
        with page.expect_navigation():
            page.keyboard.press("Enter")
    elif focused["type"] == "text":
        page.keyboard.type(str(ANSWERS.get(focused["name"], "")))
    elif focused["type"] == "radio":
        choose(page, focused)
    elif focused["type"] == "checkbox" and is_wanted(focused):
        page.keyboard.press("Space")


def choose(page: Page, focused: Mapping[str, Any]) -> None:
    """Take the first radio button with Space, and the next ones with an arrow."""
    page.keyboard.press("Space")
    for _ in range(focused["options"].index(ANSWERS.get(focused["name"], "unsure"))):
        page.keyboard.press("ArrowDown")
    assert is_wanted(page.evaluate(FOCUSED))


def is_wanted(focused: Mapping[str, Any]) -> bool:
    answer = ANSWERS.get(focused["name"], "unsure")
    return focused["value"] in answer if isinstance(answer, list) else focused["value"] == answer


def test_the_enter_key_goes_on(new_page: NewPage) -> None:
    page = new_page()
    pass_first_section(page)
    page.goto("/section/other_foods")
    page.fill("#q-upf_per_day", "2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/section/alcohol")


@pytest.mark.parametrize("address", ["/come-back", "/invited"])
def test_enter_in_the_box_for_six_words_sends_them(new_page: NewPage, address: str) -> None:
    page = new_page({"java_script_enabled": True})
    page.goto(address)
    page.locator("#words").press_sequentially("six words that nobody ever had")
    page.keyboard.press("Enter")
    expect(page.locator("#words-wrong")).to_contain_text("Those words do not match")
    expect(page.locator("#words")).to_have_value("six words that nobody ever had")


def test_a_line_that_enter_began_without_a_script_counts_as_a_blank(new_page: NewPage) -> None:
    page = new_page()
    pass_first_section(page)
    page.get_by_role("button", name="Save and leave").click()
    words = page.locator(".sentence").inner_text().split()
    other = new_page()
    other.goto("/come-back")
    other.locator("#words").press_sequentially(" ".join(words[:3]))
    other.keyboard.press("Enter")
    other.locator("#words").press_sequentially(" ".join(words[3:]))
    press_first(other)
    expect(other.locator("#words")).to_have_count(0)
