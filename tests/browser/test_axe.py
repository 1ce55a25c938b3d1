"""Words that are too pale are found: in the dark, on a gradient, and where others like them have passed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import faults_day_and_night
from tests.browser.page_tour import NewPage

pytestmark = pytest.mark.browser

GOOD = "color: #222; background: #fff"
PALE_BY_DAY = "color: #ccc; background: #fff"
PALE_BY_NIGHT = "@media (prefers-color-scheme: dark) { p { color: #333; background: #000 } }"
ON_GRADIENT = "body { background: #fff linear-gradient(#7a7a7a, transparent 22rem) }"


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page({"java_script_enabled": True})


@pytest.mark.parametrize(
    ("style", "paragraph", "found"),
    [
        ("", GOOD, []),
        ("", PALE_BY_DAY, ["by day: color-contrast", "by day, in the dark: color-contrast"]),
        (PALE_BY_NIGHT, "", ["by day, in the dark: color-contrast"]),
        (ON_GRADIENT, "color: #767676", ["by day: color-contrast", "by day, in the dark: color-contrast"]),
        (ON_GRADIENT, "color: #000", []),
    ],
)
def test_pale_words_are_found(page: Page, style: str, paragraph: str, found: list[str]) -> None:
    show(page, style, f"<p style='{paragraph}'>Some words</p>")
    assert [": ".join(one.split(": ")[:2]) for one in faults_day_and_night(page, "by day")] == found
    assert page.evaluate("document.body.style.background") == "", "the page is left as it was"


def test_the_same_words_on_another_colour_are_looked_at_again(page: Page) -> None:
    show(page, "", "<p style='color: #444'>Some words</p>")
    assert faults_day_and_night(page, "on white") == []
    show(page, "div { background: #555 }", "<div><p style='color: #444'>Some words</p></div>")
    assert [one.split(":")[0] for one in faults_day_and_night(page, "on grey")] == [
        "on grey",
        "on grey, in the dark",
    ]


def show(page: Page, style: str, inside: str) -> None:
    """A page with which nothing else is wrong."""
    page.set_content(
        f"<html lang=en><title>Words</title><style>{style}</style><main><h1>Words</h1>{inside}</main></html>"
    )
