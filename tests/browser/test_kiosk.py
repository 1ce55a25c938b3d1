"""A kiosk in a real browser: nothing of one patient is ever shown to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.kiosk_browser import (
    LANDSCAPE,
    PORTRAIT,
    House,
    begin,
    house,
    pass_first_section,
    run,
    send_in_brief,
)
from tests.browser.kiosk_pages import first_screen, out_of_sight, wrong_sizes
from tests.browser.page_tour import IN_BRIEF, fill, press_first
from tests.pdf.people import pdf_of
from tests.web.fakes import Printer
from tests.web.kiosk.tablet import tablet
from webapp.report.views.documents import Printable

pytestmark = pytest.mark.browser

AXED = ("section/about_you", "section/safety/more", "section/fibre", "notice?section=stress&then=on", "check")
"""Pages that have everything between them."""


TYPED = "[...document.querySelectorAll('#main input[id]')].some(one => one.checked || one.value > 0)"


KEPT = """async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length
  + (await caches.keys()).length"""


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

    def pdf(self, view: Printable) -> bytes:
        super().pdf(view)
        return pdf_of("W08")


def test_a_touch_prints_the_report_itself_or_says_that_it_cannot(
    chromium_with_windows: Browser, tmp_path: Path
) -> None:
    press = Press()
    with house(chromium_with_windows, tmp_path, press) as clinic:
        page = clinic.kiosk(PORTRAIT)
        send_in_brief(page)
        page.route("**/result/paper/large", lambda route: route.fulfill(status=500))
        page.get_by_role("button", name="Print it in large letters").click()
        expect(page.locator("#unprinted")).to_be_visible()
        assert faults(page, "not printed") == []
        assert shown_in_frames(page) == []
        page.get_by_role("button", name="Print my report").click(no_wait_after=True)
        # A browser without a window never returns from print(): after it, only frames can be looked at.
        for _ in range(100):
            if "/result/paper/standard" in shown_in_frames(page):
                break
            page.wait_for_timeout(100)
        assert set(shown_in_frames(page)) == {"/result/paper/standard"}
        assert [view.edition for view in press.asked] == ["standard"]


def shown_in_frames(page: Page) -> list[str]:
    """The addresses of this kiosk in frames: the browser's own reader has one in another."""
    return [urlsplit(frame.url).path for frame in page.frames[1:] if frame.url.startswith("http")]


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
