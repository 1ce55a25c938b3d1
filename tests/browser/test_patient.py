"""What only a browser shows: going back, two tabs, another device, a small screen in large letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.page_tour import NewPage, answering, fill, hand_over, pass_first_section, press_first
from tests.web.fakes import Printer
from webapp.clinic import Clinic

pytestmark = pytest.mark.browser


def test_an_error_is_announced_and_leads_to_its_field(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    press_first(page)
    page.fill("#q-age_years", "many")
    press_first(page)
    assert page.title().startswith("Error: About you")
    alert = page.get_by_role("alert", name="There is a problem")
    expect(alert).to_be_focused()
    expect(alert).to_be_visible()
    alert.get_by_role("link", name="Age").click()
    expect(page.locator("#q-age_years")).to_be_focused()
    expect(page.locator("#q-age_years")).to_have_value("many")
    described = "Error: Enter a whole number from 0 to 120. This form is for people aged 18 or over."
    expect(page.locator("#q-age_years")).to_have_accessible_description(described)
    group = page.get_by_role("radiogroup", name="What was your sex at birth?")
    expect(group).to_have_accessible_description(
        re.compile("^Error: Please choose an answer .* We ask because")
    )


def test_controls_are_named_by_their_question(new_page: NewPage) -> None:
    page = new_page()
    pass_first_section(page)
    signs = page.get_by_role("group", name="In the last few weeks, have you had any of these?")
    signs_now = page.get_by_role("group", name="Now, or in the last 3 days")
    expect(signs_now).to_have_accessible_description("Tick all that apply.")
    expect(signs.get_by_role("checkbox", name="Yellow skin or yellow whites of the eyes")).not_to_be_checked()
    page.goto("/section/fibre")
    fruit = "On a normal day, how many pieces of whole fruit do you eat?"
    amount = page.get_by_role("textbox", name=f"{fruit} pieces a day", exact=True)
    expect(amount).to_have_attribute("inputmode", "decimal")
    expect(amount).to_have_accessible_description(re.compile("^One piece is an apple"))
    expect(page.get_by_role("checkbox", name=f"Not sure {fruit}", exact=True)).to_be_visible()


def test_the_browser_s_own_back_shows_what_was_typed(new_page: NewPage) -> None:
    page = new_page()
    pass_first_section(page)
    page.goto("/section/fibre")
    page.fill("#q-veg_per_day", "lots")
    press_first(page)
    page.fill("#q-veg_per_day", "3")
    press_first(page)
    page.wait_for_url("**/section/sugar")
    page.go_back()
    expect(page.locator("#q-veg_per_day")).to_have_value("3")
    page.go_back()
    expect(page.locator("#q-veg_per_day")).to_have_value("3")


def test_two_tabs_lose_nothing(new_page: NewPage) -> None:
    first = new_page()
    pass_first_section(first)
    second = first.context.new_page()
    first.goto("/section/fibre")
    second.goto("/section/sugar")
    first.fill("#q-veg_per_day", "2")
    second.fill("#q-juice_per_week", "5")
    press_first(first)
    press_first(second)
    first.goto("/check")
    expect(first.locator("body")).to_contain_text("2 handfuls a day")
    expect(first.locator("body")).to_contain_text("5 glasses a week")


@pytest.mark.parametrize("way", ["words", "link"])
def test_who_leaves_comes_back_on_another_device(new_page: NewPage, way: str) -> None:
    page = new_page()
    pass_first_section(page)
    page.goto("/section/fibre")
    page.fill("#q-veg_per_day", "lots")
    page.get_by_role("button", name="Save and leave").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    words, link = page.locator(".sentence").inner_text(), page.locator("a.url").get_attribute("href")
    other = new_page()
    other.goto("/come-back" if way == "words" else str(link))
    if way == "words":
        other.fill("#words", words)
    press_first(other)
    other.wait_for_url("**/section/fibre?problems=typed")
    expect(other.locator("#q-veg_per_day")).to_have_value("lots")


def test_hostile_text_starts_nothing_and_asks_nobody(new_page: NewPage, site: str) -> None:
    page = new_page({"java_script_enabled": True})
    asked: list[str] = []
    alerts: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    pass_first_section(page)
    page.goto("/section/fibre")
    strings = [
        '"><script>alert(1)</script>',
        "'><img src=//evil.example/x onerror=alert(1)>",
        "url(//evil.example)",
    ]
    for number, question_id in enumerate(("veg_per_day", "fruit_per_day", "wholegrain_per_day")):
        page.fill(f"#q-{question_id}", strings[number])
    press_first(page)
    expect(page.locator("#q-veg_per_day")).to_have_value(strings[0])
    assert not alerts
    assert all(address.startswith(site) for address in asked), asked


PATIENCE = 60_000
"""Milliseconds for a report: a page to wait on asks for it again by itself."""


@pytest.mark.parametrize("way", ["send", "download"])
def test_both_editions_of_the_report_are_pdfs_and_finishing_clears_the_device(
    new_page: NewPage, way: str
) -> None:
    page = new_page({"accept_downloads": True})
    come_to_the_check(page)
    hand_over(page, way)
    expect(page.locator(".code")).to_have_count(1 if way == "send" else 0)
    for words in ("Download the report (PDF)", "In large print (PDF)"):
        page.goto("/result")  # where the machine was busy, a page to wait on stands here now
        with page.expect_download(timeout=PATIENCE) as download:
            page.get_by_role("link", name=words, exact=True).click(timeout=PATIENCE)
        assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
    page.goto("/result")
    page.get_by_role("button", name="Finish and clear this device").click()
    expect(page.locator("h1")).to_have_text("All done")
    assert not page.context.cookies()
    page.go_back()
    expect(page.locator("h1")).to_have_text("We cannot find your answers")


def come_to_the_check(page: Page) -> None:
    """Answer what needs an answer."""
    pass_first_section(page)
    page.check("input[name=signs_now][value=none]")
    page.check("input[name=red_flags][value=none]")
    press_first(page)
    page.goto("/check")


def test_name_and_number_are_asked_for_once_sending_is_chosen(new_page: NewPage) -> None:
    page = new_page()
    come_to_the_check(page)
    press_first(page)
    name = page.get_by_role("textbox", name="Your name (optional)")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(name).to_be_hidden()
    page.get_by_role("radio", name="Send my answers to Riverside").check()
    expect(name).to_be_visible()
    page.get_by_role("radio", name="Only download my report").check()
    expect(name).to_be_hidden()


def test_back_and_reload_after_sending_show_the_same_code(new_page: NewPage) -> None:
    page = new_page()
    come_to_the_check(page)
    hand_over(page, "send")
    code = page.locator(".code").inner_text()
    page.reload()
    expect(page.locator(".code")).to_have_text(code)
    page.go_back()
    page.wait_for_url("**/result")
    expect(page.locator(".code")).to_have_text(code)


def test_a_change_comes_back_to_the_check(new_page: NewPage) -> None:
    page = new_page()
    pass_first_section(page)
    fill(page)
    page.goto("/check")
    page.get_by_role("link", name="Change Age").click()
    expect(page.locator("#q-age_years")).to_be_focused()
    page.fill("#q-age_years", "61")
    press_first(page)
    page.wait_for_url("**/check")
    expect(page.locator("body")).to_contain_text("61 years")


BROKEN = """word => {
  const button = [...document.querySelectorAll('.button')].find(one => one.textContent.includes(word));
  const range = document.createRange();
  const text = [...button.childNodes].find(one => one.textContent.includes(word));
  const start = text.textContent.indexOf(word);
  range.setStart(text, start);
  range.setEnd(text, start + word.length);
  return range.getClientRects().length > 1;
}"""


def test_no_word_of_a_button_is_broken_on_a_small_screen_in_large_letters(new_page: NewPage) -> None:
    page = new_page({"viewport": {"width": 320, "height": 568}, "java_script_enabled": True})
    page.goto("/")
    press_first(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(BROKEN, "Continue") is False


SHORTEST_HYPHENATED = """place => {
  const style = getComputedStyle(document.querySelector(place));
  return style.hyphens === 'auto' ? Number.parseInt(style.hyphenateLimitChars) : Infinity;
}"""


def test_a_small_screen_in_letters_twice_as_large_hyphenates_words_of_ten_letters(new_page: NewPage) -> None:
    """Its width is half as many letters: 160 px in letters of usual size. Chromium here has no dictionary."""
    page = new_page({"viewport": {"width": 160, "height": 284}, "java_script_enabled": True})
    page.goto("/")
    for place in ("h1", ".main p", ".card"):
        assert page.evaluate(SHORTEST_HYPHENATED, place) <= len("everything")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(SHORTEST_HYPHENATED, "h1") == 12


def test_the_box_for_six_words_shows_all_of_them_on_a_small_screen_in_large_letters(
    new_page: NewPage,
) -> None:
    page = new_page({"viewport": {"width": 320, "height": 568}, "java_script_enabled": True})
    page.goto("/invited")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    box = page.locator("#words")
    box.fill("garden river yellow planet window summer")
    assert box.evaluate(
        "box => [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight]"
    ) == [0, 0]


TORN = """() => [...document.querySelectorAll('[href^="tel:"], .phone')].filter(one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1;
}).map(one => `${innerWidth}: ${one.textContent}`)"""


def test_a_number_to_call_is_on_one_line_at_every_width(new_page: NewPage, tmp_path: Path) -> None:
    clinic = Clinic(region="AU_NZ", numbers_phoned="Ann", asks_self_harm=True, contact=("Tel. 02 5550 1234",))
    with serving(tmp_path, clinic, Printer()) as address:
        page = new_page({"java_script_enabled": True}, address)
        for name in answering(page, ("about_you", "safety", "stress")):
            if name.startswith("notice?section=stress"):
                break
        assert page.locator("a[href='tel:131114']").count() > 0
        torn = []
        for width in range(320, 720, 8):
            page.set_viewport_size({"width": width, "height": 844})
            torn += page.evaluate(TORN)
    assert torn == []
