"""Links that lead to a question: what is seen of it, and where the focus is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.page_tour import (
    DESK,
    PHONE,
    SMALL,
    NewPage,
    on_screen,
    pass_first_section,
    press_first,
)

pytestmark = pytest.mark.browser

UNSEEN = """id => {
  const control = document.getElementById(id), ask = control.closest('.ask');
  const seen = one => {
    const box = one.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  };
  const parts = {
    'the focus': document.activeElement === control,
    'the control': seen(control),
    'the question': seen(ask.querySelector('legend, .question')),
  };
  for (const [name, place] of [['the help', '[id$=-help]'], ['the error', '.field-error']]) {
    const one = ask.querySelector(place);
    if (one?.checkVisibility()) parts[name] = seen(one);
  }
  return Object.keys(parts).filter(name => !parts[name]);
}"""
"""The parts of a question that are not on the screen, at least not as a whole."""


def unseen_after(page: Page, address: str) -> list[str]:
    return [str(part) for part in page.evaluate(UNSEEN, address.partition("#")[2])]


def with_errors(page: Page, section: str) -> list[str]:
    """Type into each box of a section what cannot be, and return the addresses of the links of its errors."""
    page.goto(f"/section/{section}")
    for box in page.locator("input[type=text]").all():
        box.fill("1 in 2 days")
    press_first(page)
    return links(page, "[role=alert] a")


def links(page: Page, place: str) -> list[str]:
    return [str(one.get_attribute("href")) for one in page.locator(place).all()]


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_an_error_leads_to_the_question_as_a_whole(new_page: NewPage, screen: tuple[int, int, int]) -> None:
    page = on_screen(new_page, screen)
    pass_first_section(page)
    for section in ("about_you", "safety", "fibre", "sugar"):
        addresses = with_errors(page, section)
        assert addresses
        for address in addresses:
            page.locator(f"[role=alert] a[href='{address}']").click()
            assert unseen_after(page, address) == [], address


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_change_leads_to_the_question_as_a_whole(new_page: NewPage, screen: tuple[int, int, int]) -> None:
    page = on_screen(new_page, screen)
    pass_first_section(page)
    page.goto("/check")
    addresses = links(page, ".rows a")
    assert len(addresses) > 30
    for address in addresses[::3]:
        page.goto(address)
        assert unseen_after(page, address) == [], address


ERROR_ABOVE = """address => {
  const control = document.querySelector(address).getBoundingClientRect();
  const error = document.querySelector(`${address}-wrong`).getBoundingClientRect();
  return Math.min(error.height, innerHeight * 2 / 3) <= error.bottom + 1;
}"""
"""Whether the error is seen above its control: as a whole, or two thirds of a screen of it."""


def test_on_a_small_screen_in_large_letters_a_link_shows_the_box_below_its_error(new_page: NewPage) -> None:
    """Question and help alone fill more than the screen here."""
    page = on_screen(new_page, SMALL)
    pass_first_section(page)
    for section in ("about_you", "fibre"):
        for address in with_errors(page, section):
            page.locator(f"[role=alert] a[href='{address}']").click()
            assert not {"the focus", "the control"} & set(unseen_after(page, address)), address
            assert page.evaluate(ERROR_ABOVE, address), address


def test_tab_does_not_move_the_page_where_the_next_control_is_seen(new_page: NewPage) -> None:
    page = on_screen(new_page, DESK)
    pass_first_section(page)
    page.goto("/section/fibre#q-fruit_per_day")
    before = page.locator("#q-fruit_per_day-unsure").bounding_box()
    page.keyboard.press("Tab")
    assert re.search("unsure", str(page.evaluate("document.activeElement.id")))
    assert page.locator("#q-fruit_per_day-unsure").bounding_box() == before
