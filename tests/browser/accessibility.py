"""What is wrong with a page for fingers, small screens and screen readers; what axe finds is in `axe.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page

SMALLEST_TARGET = 44

TOO_SMALL = """smallest => [...document.querySelectorAll(
  'button, summary, .tile, input[type=text], textarea, main .button-row a, main .link, .links a, .rows a')]
  .filter(one => one.checkVisibility())
  .map(one => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
  .filter(([_, box]) => box.height < smallest || box.width < smallest)
  .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

STICKING_OUT = """[...document.querySelectorAll(':is(.card, .box) *')].filter(one => {
  const [around, own] = [one.closest('.card, .box'), one].map(each => each.getBoundingClientRect());
  return own.width > 2 && !one.closest('.visually-hidden, svg, thead, .wide')
    && (own.right > around.right + 1 || own.left < around.left - 1);
}).slice(0, 2).map(one => one.outerHTML.slice(0, 90))"""

CUT_OFF = """[...document.querySelectorAll('[inputmode=numeric], [inputmode=decimal]')].filter(one =>
  one.checkVisibility() && one.scrollWidth > one.clientWidth).map(one => `${one.id}: ${one.value}`)"""

WIDE_AT = f"""size => {{
  document.documentElement.style.fontSize = size;
  return [{SIDEWAYS}, {STICKING_OUT}, {CUT_OFF}];
}}"""
"""What is too wide in letters of this size, in one look at the page."""

ASKED = """[...document.querySelectorAll('.ask')].map(one => ({
  question: one.querySelector('[id$=-asks]').textContent.trim().replace(/\\s+/g, ' '),
  unit: one.querySelector('[id$=-unit]')?.textContent ?? '',
  boxes: [...one.querySelectorAll('input')].map(box => box.type),
}))"""


def misnamed(page: Page, name: str) -> list[str]:
    """Questions whose box, or whose group of choices, a screen reader does not call by the question."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    named = [(one["role"]["value"], " ".join(_said(one).split())) for one in nodes if "role" in one]
    session.detach()
    return [
        f"{name}: {asked['question']}"
        for asked in page.evaluate(ASKED)
        if not all(any(r == role and w in said for r, said in named) for role, w in _wanted(asked))
    ]


def _said(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", ""))


def _wanted(asked: dict[str, Any]) -> list[tuple[str, str]]:
    """The roles that are to be there, and the words that their names are to hold."""
    if "text" in asked["boxes"]:
        return [("textbox", f"{asked['question']} {asked['unit']}"), ("checkbox", f" {asked['question']}")]
    return [("radiogroup" if "radio" in asked["boxes"] else "group", asked["question"])]


def too_wide(page: Page, name: str, widths: Sequence[int] = (320,)) -> list[str]:
    """What is too wide for a screen of 320 px, its card or its box, also in letters twice as large."""
    before = page.viewport_size or {"width": 0, "height": 0}
    found = []
    for size, width in (("", 320), *(("200%", width) for width in widths)):
        page.set_viewport_size({"width": width, "height": 568})
        sideways, sticking_out, cut_off = page.evaluate(WIDE_AT, size)
        seen = f"{name} at {width} px, in letters of {size or '100%'}"
        found += [seen] if sideways > 0 else []
        found += [f"{seen}: out of its card: {one}" for one in sticking_out]
        found += [f"{seen}: cut off in its box: {one}" for one in cut_off]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(before)
    return found
