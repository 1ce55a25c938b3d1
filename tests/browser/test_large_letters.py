"""Letters twice as large on a small screen: what is larger than the words of the page stays so."""

from __future__ import annotations

import pytest

from tests.browser.page_tour import SMALL, NewPage, answering, hand_over, on_screen

pytestmark = pytest.mark.browser

SMALLER = """() => {
  const size = one => parseFloat(getComputedStyle(one).fontSize);
  return [...document.querySelectorAll('h1, h2, h3, legend, .question, .came-out')]
    .filter(one => one.checkVisibility() && size(one) < size(document.body))
    .map(one => `${one.textContent.trim()}: ${size(one)}`);
}"""
"""The headings in smaller letters than the words of the page."""

DIGITS = """() => [...document.querySelectorAll('.number-line text')]
  .filter(one => one.checkVisibility())
  .map(one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(document.body).fontSize))"""
"""How tall the numbers of number lines are, in letters of the page."""


def test_headings_and_the_numbers_of_lines_grow_with_the_letters(new_page: NewPage) -> None:
    page = on_screen(new_page, SMALL)
    smaller = []
    for name in answering(page, ("about_you", "safety", "sugar")):
        smaller += [f"{name}: {one}" for one in page.evaluate(SMALLER)]
    hand_over(page, "download")
    assert smaller + page.evaluate(SMALLER) == []
    digits = page.evaluate(DIGITS)
    assert len(digits) > 8
    assert min(digits) > 0.6
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
