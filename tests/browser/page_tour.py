"""The way through every kind of page, for tests that look at all of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page

CHROMIUM = "/usr/bin/chromium"
QUICK_CHROMIUM = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same engine without windows, which takes two thirds of the time; it has no reader of PDFs."""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

TIMEOUT = 8000
"""Milliseconds that a page may take."""

Modes = Mapping[str, Any]
NewPage = Callable[..., Page]

PHONE, DESK, SMALL = (390, 844, 16), (1440, 900, 16), (320, 568, 32)
"""Width and height of a screen, and the size of its letters."""


ANSWERS: Mapping[str, str | list[str]] = {
    "consent": "yes",
    "age_years": "54",
    "sex": "female",
    "pregnant": "no",
    "signs_now": ["none"],
    "red_flags": ["blood_stool", "bowel_change"],
    "conditions": ["coeliac", "ibs"],
    "coeliac_gluten_free": "no",
    "medicines": ["nsaid", "thinner"],
    "nsaid_days_per_week": "4",
    "food_limits": ["none"],
    "veg_per_day": "1",
    "fruit_per_day": "1",
    "legumes_per_week": "0",
    "nuts_per_week": "1",
    "refined_per_day": "4",
    "sugary_drinks_per_week": "7",
    "sugary_drink_kind": "hfcs",
    "juice_per_week": "3",
    "sweets_per_week": "10",
    "sweetener_tsp_per_day": "2",
    "sweetener_kind": "honey",
    "fastfood_per_week": "3",
    "meat_per_week": "7",
    "upf_per_day": "3",
    "audit1": "4",
    "audit2": "2",
    "audit3": "2",
    "alcohol_withdrawal": "not_sure",
    "stress_now": "5",
    "stress_duration": "over_3m",
    "phq4_1": "2",
    "phq4_2": "2",
    "phq4_3": "3",
    "phq4_4": "2",
    "self_harm": "yes",
    "physical_stress": ["surgery"],
    "physical_stress_when": "12m",
    "vitd_test": "yes",
    "vitd_value": "41,5",
    "vitd_unit": "nmol",
    "vitd_supplement": "upto_400",
    "diabetes": "prediabetes",
    "glucose_kind": "a1c_pct",
    "glucose_value": "6.1",
    "gut_infections": ["gastro_12m"],
    "body_oxygen": ["smoke_some"],
    "supplements": ["probiotic", "sugar_herbs"],
    "way": "send",
    "name": "Ana Lima",
    "number": "C-17",
}
"""One answer to all that this patient is asked; what is not here is "not sure"."""


SECTIONS = (
    "about_you",
    "safety",
    "fibre",
    "sugar",
    "other_foods",
    "alcohol",
    "stress",
    "vitamin_d",
    "blood_sugar",
    "gut_and_body",
    "supplements",
)
IN_BRIEF = ("about_you", "safety", "fibre", "stress")
"""Sections that have every kind of question and of page between them."""


# One look at the page for all of its questions. Nobody answers what is not to be seen: then this fails.
GIVE = """answers => {
  const control = selector => {
    const one = document.querySelector(selector);
    if (one?.checkVisibility({visibilityProperty: true}) && !one.disabled) return one;
    throw Error(`not to be seen: ${selector}`);
  };
  const choose = selector => {
    const one = control(selector);
    if (!one.checked) one.click();
    if (!one.checked) throw Error(`not to be chosen: ${selector}`);
  };
  const type = (selector, text) => {
    const box = control(selector);
    box.focus();
    box.value = text;
    ['input', 'change'].forEach(event => box.dispatchEvent(new Event(event, {bubbles: true})));
  };
  for (const name of document.querySelector('input[name=shown]').value.split(' ')) {
    const answer = answers[name] ?? '';
    if (!document.querySelector(`input[type=text][name=${name}]`))
      [answer].flat().forEach(option => choose(`input[name=${name}][value='${option}']`));
    else if (answer) type(`#q-${name}`, answer);
    else choose(`#q-${name}-unsure`);
  }
}"""


def fill(page: Page) -> None:
    """Answer every question on the page. The tests of `test_patient.py` use keys for it, and the mouse."""
    page.evaluate(GIVE, ANSWERS)


def press_first(page: Page) -> None:
    """Press the main button of the page, and wait for the next one."""
    press(page, page.locator(".button-primary").first)


def press(page: Page, button: Locator) -> None:
    """Press a button, and wait for the page that it leads to."""
    with page.expect_navigation():
        button.click()


def on_screen(new_page: NewPage, screen: tuple[int, int, int]) -> Page:
    width, height, letters = screen
    page = new_page({"viewport": {"width": width, "height": height}})
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": letters}})
    return page


def pass_first_section(page: Page) -> None:
    page.goto("/")
    press_first(page)
    fill(page)
    press_first(page)
    fill(page)
    press_first(page)
    page.wait_for_url("**/section/safety")


def tour(page: Page) -> Iterator[str]:
    """Go to every kind of page, and give a name to each when it is on the screen."""
    yield from _around(page)
    page.goto("/")
    yield from _first_section(page)
    yield from _check_too_early(page)
    yield from _answering(page, SECTIONS)
    press_first(page)
    yield from _hand_over(page)
    press(page, page.locator(".button-primary").last)
    yield "ended"


def answering(page: Page, sections: Sequence[str]) -> Iterator[str]:
    """Go through sections alone, with their errors, and to the check."""
    page.goto("/")
    yield "start"
    yield from _first_section(page)
    yield from _answering(page, sections)


def _first_section(page: Page) -> Iterator[str]:
    press_first(page)
    yield "first section, untouched"
    press_first(page)
    yield "first section, with errors"


def _answering(page: Page, sections: Sequence[str]) -> Iterator[str]:
    for section in sections:
        yield from _through_section(page, section)
    page.goto("/check")
    yield "check"


def _around(page: Page) -> Iterator[str]:
    page.goto("/")
    yield "start"
    page.goto("/come-back")
    press_first(page)
    yield "come back, with wrong words"
    page.goto("/come-back/x")
    yield "come back by link"
    page.goto("/again")
    press_first(page)
    yield "again from a report, without a file"
    page.goto("/invited")
    press_first(page)
    yield "invited, without words"
    page.goto("/nowhere")
    yield "no such page"
    page.goto("/check")
    yield "no draft"
    page.goto("/")
    press_first(page)
    page.fill("#q-age_years", "15")
    press_first(page)
    yield "stopped"
    press(page, page.get_by_role("button", name="Stop and delete my answers"))
    yield "ended, stopped"


def _check_too_early(page: Page) -> Iterator[str]:
    page.goto("/check")
    press_first(page)
    yield "check, with errors"


def _through_section(page: Page, section: str) -> Iterator[str]:
    page.goto(f"/section/{section}")
    while f"/{section}" in page.url or "/notice" in page.url:
        if "/notice" not in page.url:
            fill(page)
        yield page.url.split("/", 3)[3]
        if page.url.endswith("/fibre"):
            yield from _leave(page)
        press_first(page)


def _hand_over(page: Page) -> Iterator[str]:
    yield "handing over"
    press_first(page)
    yield "handing over, with errors"
    page.check("#way-download")
    press_first(page)
    yield "result, not sent"
    page.goto("/finish")
    yield "finish, asked first"
    page.goto("/begin-again")
    yield "begin again, asked first"
    page.goto("/hand-over")
    page.check("#way-send")
    yield "handing over, to be sent"
    press_first(page)
    yield "result, sent"


def hand_over(page: Page, way: str) -> None:
    """Go on from the check, and choose."""
    press_first(page)
    page.check(f"#way-{way}")
    press_first(page)
    page.wait_for_url("**/result")


def _leave(page: Page) -> Iterator[str]:
    page.fill("#q-veg_per_day", "lots")
    press_first(page)
    yield "numbers, with errors"
    page.fill("#q-veg_per_day", "1")
    press(page, page.locator("button[value=leave]"))
    yield "leave"
    page.goto("/section/fibre")
