"""A kiosk in a real browser: nothing of one patient is ever shown to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.accessibility import SIDEWAYS, TOO_SMALL, faults
from tests.browser.kiosk_browser import LANDSCAPE, PORTRAIT, House, begin, house, run
from tests.browser.page_tour import IN_BRIEF, fill, press_first
from tests.pdf.people import pdf_of
from tests.web.fakes import Printer
from tests.web.kiosk.tablet import tablet
from webapp.report.views.documents import DocumentView

pytestmark = pytest.mark.browser

SMALLEST_TARGET = 60
SMALLEST_TYPE = 20

AXED = ("section/about_you", "section/safety/more", "section/fibre", "notice?section=stress&then=on", "check")
"""Pages that have everything between them."""

TOO_FINE = """smallest => [...document.querySelectorAll('body *')]
  .filter(one => one.checkVisibility() && !one.closest('.visually-hidden, .skip, svg'))
  .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < smallest)
  .map(one => `${one.textContent.trim().slice(0, 40)}: ${getComputedStyle(one).fontSize}`)"""

TYPED = "[...document.querySelectorAll('#main input[id]')].some(one => one.checked || one.value > 0)"

LETTERS = "parseFloat(getComputedStyle(document.querySelector('legend')).fontSize)"

KEPT = """async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length
  + (await caches.keys()).length"""


@pytest.fixture(scope="module")
def clinic(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(chromium, tmp_path_factory.mktemp("kiosk")) as made:
        yield made


def first_screen(page: Page) -> None:
    expect(page.get_by_role("button", name="Touch to start")).to_be_visible()


def wrong_sizes(page: Page, name: str) -> list[str]:
    """What is too small for somebody who stands."""
    found: list[str] = page.evaluate(TOO_SMALL, SMALLEST_TARGET) + page.evaluate(TOO_FINE, SMALLEST_TYPE)
    return [f"{name}: {one}" for one in [*found, *(["sideways"] if page.evaluate(SIDEWAYS) > 0 else [])]]


def all_shown(page: Page, addresses: set[str]) -> str:
    """What all these addresses give this device, and what Back, Forward and Reload show, in one text."""
    texts = [page.context.request.get(address).text() for address in sorted(addresses)]
    for step in (page.go_back, page.go_back, page.go_forward, page.reload):
        step()
        texts.append(page.content())
    return "\n".join(texts)


def whole_sitting(page: Page) -> list[str]:
    """Come to the last screen as a patient does; give what is wrong with any page on the way."""
    found = []
    for name in run(page):
        found += wrong_sizes(page, name) + (faults(page, name) if name in AXED else [])
    page.check("#way-send")
    found += wrong_sizes(page, "hand over") + faults(page, "hand over")
    press_first(page)
    page.wait_for_url("**/result")
    return [*found, *wrong_sizes(page, "last"), *faults(page, "last"), *out_of_sight(page, ".ends")]


def out_of_sight(page: Page, what: str) -> list[str]:
    """The sizes of a tablet on which this does not stand on the screen as a whole."""
    found, before = [], page.viewport_size or {"width": 0, "height": 0}
    for width, height in ((768, 1024), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        end = page.locator(what).evaluate("one => one.getBoundingClientRect().bottom + scrollY")
        found += [f"{what} ends at {end} of {height}"] if end > height else []
    page.set_viewport_size(before)
    return found


def test_the_first_screen_stands_on_a_tablet_as_a_whole(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    first_screen(page)
    assert out_of_sight(page, ".foot") == []


def only_the_report_is_printed(page: Page) -> None:
    glance = page.get_by_text("Your picture at a glance")
    expect(glance).to_be_hidden()
    page.emulate_media(media="print")
    expect(glance).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.emulate_media(media="screen")


def test_after_a_whole_sitting_nothing_of_it_is_shown_to_anybody(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    seen: set[str] = set()
    page.on("request", lambda request: seen.add(request.url))
    assert whole_sitting(page) == []
    only_the_report_is_printed(page)
    code = page.locator(".code").inner_text()
    old: list[Any] = [one for one in page.context.cookies() if one["name"] != "kiosk"]
    assert page.evaluate(KEPT) == 0
    page.get_by_role("button", name="I am done").click()
    first_screen(page)

    secrets = (code, "54 years", "Nearly every day", "41.5", "Your answers are sent", 'value="54"')
    pages = {url for url in seen if "/look/" not in url}
    assert len(pages) > 25
    other = clinic.context()
    other.add_cookies(old)
    texts = [all_shown(page, pages), all_shown(other.new_page(), pages)]
    begin(page)
    texts += [page.content()]
    page.context.add_cookies(old)
    texts += [all_shown(page, pages)]
    assert [secret for secret in secrets for text in texts if secret in text] == []
    assert "Touch to start" in texts[0]


class Press(Printer):
    """Gives everybody the same report, a real one."""

    def pdf(self, view: DocumentView) -> bytes:
        super().pdf(view)
        return pdf_of("W08")


def test_a_touch_prints_the_report_itself_or_says_that_it_cannot(chromium: Browser, tmp_path: Path) -> None:
    press = Press()
    with house(chromium, tmp_path, press) as clinic:
        page = clinic.kiosk(PORTRAIT)
        for _ in run(page):
            pass
        page.check("#way-send")
        press_first(page)
        page.wait_for_url("**/result")
        page.route("**/result/paper/large", lambda route: route.fulfill(status=500))
        page.get_by_role("button", name="Print it in large letters").click()
        expect(page.locator("#unprinted")).to_be_visible()
        assert faults(page, "not printed") == []
        assert shown_in_frames(page) == []
        page.get_by_role("button", name="Print my report").click(no_wait_after=True)
        # A browser without a window waits for ever in print(): after it, only frames can be looked at.
        for _ in range(100):
            if "/result/paper/standard" in shown_in_frames(page):
                break
            page.wait_for_timeout(100)
        assert set(shown_in_frames(page)) == {"/result/paper/standard"}
        assert [view.edition for view in press.asked] == ["standard"]


def shown_in_frames(page: Page) -> list[str]:
    """The addresses of this kiosk in frames: the browser's own reader has one in another."""
    return [urlsplit(frame.url).path for frame in page.frames[1:] if frame.url.startswith("http")]


def pass_first_section(page: Page) -> None:
    begin(page)
    fill(page)
    press_first(page)
    fill(page)
    press_first(page)
    page.wait_for_url("**/section/safety")


def test_an_idle_wipe_in_the_middle_of_a_section_leaves_nothing_on_the_screen(clinic: House) -> None:
    page = clinic.kiosk(LANDSCAPE)
    for section in IN_BRIEF[2:]:
        pass_first_section(page)
        page.goto(f"/section/{section}")
        fill(page)
        assert page.evaluate(TYPED)
        clinic.clock.put_on(seconds=81)
        page.locator(".button-primary").first.click()
        first_screen(page)
        shown = all_shown(page, {f"{clinic.address}/section/{section}", f"{clinic.address}/check"})
        assert " checked" not in shown
        assert not page.evaluate(TYPED)
        assert shown.count("Touch to start") >= 2


def test_without_the_script_the_history_shows_nothing_either(clinic: House) -> None:
    page = clinic.kiosk({**PORTRAIT, "java_script_enabled": False})
    pass_first_section(page)
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name="Yes, delete").first.click()
    first_screen(page)
    for step in (page.go_back, page.go_back, page.go_back, page.go_forward, page.reload):
        step()
        assert 'value="54"' not in page.content()
        first_screen(page)


def test_a_browser_that_crashed_begins_anew_once_the_sitting_is_over(clinic: House) -> None:
    device = tablet(clinic.app)
    page = clinic.page(device)
    pass_first_section(page)
    page.context.close()
    again = clinic.page(device)
    expect(again.get_by_role("heading", name="One moment, please")).to_be_visible()
    assert faults(again, "one moment") == []
    clinic.clock.put_on(seconds=81)
    again.reload()
    first_screen(again)
    assert "Touch to start" in all_shown(again, {f"{clinic.address}/section/about_you"})


def touch(page: Page) -> None:
    """Touch the page, and wait until the server knows it."""
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/kiosk/here")):
        page.locator("h1").click()
        page.clock.run_for(6_000)


def do_nothing_until(page: Page, shown: Locator) -> None:
    """Second by second, as the page also has to hear what the server said."""
    for _ in range(90):
        page.clock.run_for(1_000)
        if shown.is_visible():
            return
    raise AssertionError("nobody is asked")


def test_somebody_who_stopped_is_asked_and_keeps_what_was_typed(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    page.clock.install()
    begin(page)
    fill(page)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    for _ in range(2):
        touch(page)
        do_nothing_until(page, dialog)
        clinic.clock.put_on(seconds=61)
        assert faults(page, "still there") == []
        dialog.get_by_role("button", name="Yes, go on").click()
        expect(dialog).to_be_hidden()
        expect(page.locator("#q-age_years")).to_have_value("54")
    clinic.clock.put_on(seconds=81)
    page.clock.run_for(82_000)
    first_screen(page)


def test_a_touch_tells_the_server_that_somebody_is_there(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    page.clock.install()
    begin(page)
    clinic.clock.put_on(seconds=70)
    touch(page)
    clinic.clock.put_on(seconds=70)
    page.reload()
    expect(page.locator("h1")).to_have_text("About you")


def test_when_the_server_cannot_be_reached_it_says_so_and_tries_again_by_itself(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    begin(page)
    fill(page)
    page.context.set_offline(offline=True)
    page.locator(".button-primary").first.click()
    moment = page.get_by_role("alertdialog", name="One moment")
    expect(moment).to_be_visible()
    expect(page.locator("#q-age_years")).to_have_value("54")
    page.context.set_offline(offline=False)
    page.wait_for_url("**/section/about_you/more")
    expect(moment).to_be_hidden()


def test_starting_over_is_asked_first(clinic: House) -> None:
    page = clinic.kiosk(LANDSCAPE)
    begin(page)
    fill(page)
    page.get_by_role("button", name="Start over").click()
    assert faults(page, "start over") == []
    page.get_by_role("button", name="No, go on").click()
    expect(page.locator("#q-age_years")).to_have_value("54")
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name="Yes, delete").click()
    first_screen(page)


def test_larger_letters_keep_what_was_typed_and_stay_on_the_next_page(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    begin(page)
    fill(page)
    before = page.evaluate(LETTERS)
    page.get_by_role("button", name="Larger letters").click()
    assert page.evaluate(LETTERS) > before * 1.25
    expect(page.locator("#q-age_years")).to_have_value("54")
    found = faults(page, "larger letters") + wrong_sizes(page, "larger letters")
    press_first(page)
    page.wait_for_url("**/section/about_you/more")
    expect(page.locator("html")).to_have_class("larger")
    page.get_by_role("button", name="Smaller letters").click()
    expect(page.locator("html")).not_to_have_class("larger")
    assert found == []


def test_the_time_that_is_left_is_said_now_and_then(clinic: House) -> None:
    page = clinic.kiosk(PORTRAIT)
    page.clock.install()
    for _ in run(page):
        pass
    page.check("#way-send")
    press_first(page)
    page.wait_for_url("**/result")
    status = page.get_by_role("status")
    expect(status).to_be_empty()
    for passed, said in ((31, "60"), (31, "30"), (20, "10")):
        clinic.clock.put_on(seconds=passed)
        page.clock.run_for(passed * 1000)
        expect(status).to_have_text(f"This screen is cleared in {said} seconds.")
    page.get_by_role("button", name="More time").click()
    page.clock.run_for(1000)
    expect(status).to_have_text(re.compile(r"This screen is cleared in (89|90) seconds\."))


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


def test_the_screen_that_rests_and_the_one_that_enrols_are_sound(clinic: House) -> None:
    device = tablet(clinic.app)
    page = clinic.page(device)
    found = faults(page, "first") + wrong_sizes(page, "first")
    device.here.store.kiosks.lock(device.number, "command", clinic.clock())
    page.goto("/check")
    expect(page.locator("h1")).to_have_text("This screen is resting")
    found += faults(page, "resting") + wrong_sizes(page, "resting")
    device.here.store.kiosks.revoke(device.number, "command", clinic.clock())
    page.goto("/check")
    expect(page.locator("h1")).to_have_text("Make this device a kiosk")
    assert found + faults(page, "enrol") + wrong_sizes(page, "enrol") == []
