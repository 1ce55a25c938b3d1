"""Pages that are read aloud: what a voice of the device is given to say is what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import too_wide
from tests.browser.axe import faults_day_and_night
from tests.browser.conftest import serving
from tests.browser.kiosk_browser import House, begin
from tests.browser.kiosk_pages import do_nothing_until, wrong_sizes
from tests.browser.page_tour import NewPage, fill, hand_over, press, press_first
from tests.web.fakes import Printer
from webapp.clinic import Clinic

pytestmark = pytest.mark.browser

VOICES = """given => {
  window.said = [];
  window.stops = 0;
  const voices = given.map(
    ([lang, localService]) => ({lang, localService, default: !localService, name: lang}));
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const voice = {
    getVoices: () => voices,
    addEventListener: () => {},
    cancel: () => { window.stops += 1; },
    speak: one => {
      window.said.push({text: one.text, lang: one.lang, isLocal: one.voice.localService,
                        marked: document.querySelectorAll('.being-read').length});
      if (!window.isSlow) queueMicrotask(() => one.onend());
    },
  };
  Object.defineProperty(window, 'speechSynthesis', {value: voice});
}"""
"""A device with these voices, each a language and whether it is on the device; it says everything at once."""

PRESS_ALL = """async () => {
  const plain = text => text.replace(/[\\u00ad\\u200b\\u2060]/g, '').replace(/\\s+/g, ' ').trim();
  const placeOf = (button, row) => {
    const ask = row.closest('.ask');
    if (ask) return button === row.querySelector('button') ? ask : ask.querySelector('.tiles');
    if (!row.closest('.card, .box')) {
      const before = row.previousElementSibling;
      return before?.matches('[role=alert], [role=status]') ? before : document.querySelector('main');
    }
    return row.closest('.card, .box');
  };
  const shownIn = place => {
    const unread = [...document.querySelectorAll('.aloud, .visually-hidden, [aria-hidden=true], svg')];
    const before = unread.map(one => one.style.display);
    unread.forEach(one => { one.style.display = 'none'; });
    const boxes = [...place.querySelectorAll("input[type=text], textarea")];
    const typed = boxes.map(box => [box, new Text(` ${box.value} `)]);
    typed.forEach(([box, value]) => box.before(value));
    const text = plain(place.innerText);
    typed.forEach(([, value]) => value.remove());
    unread.forEach((one, number) => { one.style.display = before[number]; });
    return text;
  };
  const pairs = [];
  for (const button of document.querySelectorAll('main .aloud button')) {
    const shown = shownIn(placeOf(button, button.closest('.aloud')));
    window.said = [];
    button.click();
    await new Promise(done => setTimeout(done));
    pairs.push({shown, said: window.said, isPressed: button.ariaPressed});
  }
  return pairs;
}"""


NAMED = "all => all.map(one => [one.innerText.trim(), one.lang])"
"""The other languages: each is named in itself, and said so."""


@pytest.fixture(scope="module")
def site_in_languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    clinic = Clinic(
        name="Riverside",
        region="CA",
        language="fr",
        languages=("ar", "zh-Hans"),
        numbers_phoned="Ann, 1 May 2026",
        asks_self_harm=True,
    )
    with serving(tmp_path_factory.mktemp("languages"), clinic, Printer()) as address:
        yield address


def pressed(page: Page) -> list[dict[str, Any]]:
    """Press every button that reads aloud; return what was shown and what was said."""
    pairs: list[dict[str, Any]] = page.evaluate(PRESS_ALL)
    return pairs


def unspaced(text: str) -> str:
    """Return a text without its blanks: no voice says them, and two parts of a line may have none."""
    return "".join(text.split())


def with_voices(page: Page, *voices: tuple[str, bool]) -> Page:
    page.add_init_script(f"({VOICES})({[[lang, int(is_local)] for lang, is_local in voices]})")
    return page


def kinds_of_pages(page: Page) -> Iterator[str]:
    """Come to a page of each kind that has something to read, in brief."""
    page.goto("/")
    yield "start"
    press_first(page)
    page.fill("#q-age_years", "many")
    press_first(page)
    yield "errors"
    for _ in range(2):
        fill(page)
        press_first(page)
    while "/section/fibre" not in page.url:
        if "/section" in page.url:
            fill(page)
        else:
            yield "notice"
        press_first(page)
    yield "numbers"
    page.goto("/check")
    yield "check"
    hand_over(page, "send")
    yield "result"


@pytest.mark.parametrize("language", ["ar", "fr", "zh-Hans"])
def test_what_is_said_is_what_is_shown(new_page: NewPage, language: str, site_in_languages: str) -> None:
    voices = [(one, True) for one in ("ar", "en-CA", "fr-FR", "zh-CN")]
    page = with_voices(new_page({"java_script_enabled": True}, site_in_languages), *voices)
    page.goto("/")
    if language != "fr":
        press(page, page.locator(f"button[name=language][value={language}]"))
    buttons = {}
    for kind in kinds_of_pages(page):
        named = dict(page.locator(".languages [lang]").evaluate_all(NAMED))
        pairs = pressed(page)
        assert language[:2] in {one["lang"][:2] for pair in pairs for one in pair["said"]}
        buttons[kind] = len(pairs)
        for pair in pairs:
            assert unspaced("".join(one["text"] for one in pair["said"])) == unspaced(pair["shown"]), kind
            assert {(one["isLocal"], one["marked"]) for one in pair["said"]} == {(1, 1)}
            assert all(
                one["lang"][:2] in (named.get(one["text"], language)[:2], "en") for one in pair["said"]
            )
            assert pair["isPressed"] == "false"
    assert buttons["errors"] > 5
    assert buttons["result"] > 6


def test_what_was_typed_is_said_with_its_unit(new_page: NewPage) -> None:
    page = with_voices(new_page({"java_script_enabled": True}), ("en", True))
    page.goto("/")
    press_first(page)
    page.fill("#q-age_years", "54")
    page.get_by_role("button", name="Read to me How old are you?").click()
    assert "54 years" in " ".join(one["text"] for one in page.evaluate("said"))


@pytest.mark.parametrize("voices", [(), (("de", True),), (("en", False), ("fr", True))])
def test_without_a_voice_on_the_device_for_the_language_there_is_no_button(
    new_page: NewPage, voices: tuple[tuple[str, bool], ...]
) -> None:
    page = with_voices(new_page({"java_script_enabled": True}), *voices)
    page.goto("/")
    assert page.locator(".aloud").count() == 0


def test_a_button_stops_what_it_began_and_begins_again(new_page: NewPage) -> None:
    page = with_voices(new_page({"java_script_enabled": True}), ("en", True))
    page.goto("/")
    page.evaluate("window.isSlow = true")
    assert page.evaluate("said") == []
    button = page.get_by_role("button", name="Read this page to me")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".being-read")).to_have_text("Easy read")
    found = faults_day_and_night(page, "read aloud") + too_wide(page, "read aloud")
    assert not found
    stops = page.evaluate("stops")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("stops") > stops
    expect(page.locator(".being-read")).to_have_count(0)
    button.press("Enter")
    assert [one["text"] for one in page.evaluate("said")] == ["Easy read"] * 2


def test_a_kiosk_asks_for_headphones_and_its_wipe_stops_the_voice(clinic: House) -> None:
    page = with_voices(clinic.kiosk(), ("en", True))
    page.clock.install()
    page.goto("/kiosk")
    expect(page.locator(".aloud .hint")).to_contain_text("headphones")
    begin(page)
    assert wrong_sizes(page, "read aloud at a kiosk") == []
    page.evaluate("window.isSlow = true")
    button = page.get_by_role("button", name="Read this page to me")
    button.click()
    stops = page.evaluate("stops")
    do_nothing_until(page, page.get_by_role("dialog", name="Are you still there?"))
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("stops") > stops
    assert len(page.evaluate("said")) == 1


def test_the_policy_of_a_patient_s_page_lets_its_script_reach_no_server(new_page: NewPage) -> None:
    page = with_voices(new_page({"java_script_enabled": True}), ("en", True))
    page.goto("/")
    assert page.evaluate("fetch('/health').then(() => 'reached', () => 'refused')") == "refused"
