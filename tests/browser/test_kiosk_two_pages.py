"""Two tabs of one kiosk in a real browser: the one that a patient left behind shows and sends nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kiosk_browser import House, begin, pass_first_section, send_in_brief
from tests.browser.page_tour import fill

pytestmark = pytest.mark.browser

FORM = "new URLSearchParams(new FormData(document.querySelector('main form'))).toString()"
"""What the form of a page would send."""


RANDOM = re.compile(r'<input type="hidden"[^>]*>')
"""Form tokens, in which any two digits may stand."""

DEAF = "window.BroadcastChannel = class { addEventListener() {} postMessage() {} }"
"""A page that hears nothing of the others."""


def left_behind(clinic: House) -> tuple[Page, Page]:
    """Let a patient fill a section in in a second tab; return both tabs."""
    first = clinic.kiosk()
    begin(first)
    second = first.context.new_page()
    second.goto("/section/about_you")
    fill(second)
    expect(second.locator("#q-age_years")).to_have_value("54")
    first.bring_to_front()
    return first, second


def next_patient(page: Page) -> None:
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name="Yes, delete").click()
    begin(page)


def no_answer_on(page: Page) -> None:
    expect(page.locator("#q-age_years")).to_have_value("")


def test_the_tab_of_the_patient_before_leaves_when_the_next_one_begins(clinic: House) -> None:
    first, second = left_behind(clinic)
    next_patient(first)
    no_answer_on(second)
    second.bring_to_front()
    no_answer_on(second)


def test_the_tab_of_the_patient_before_writes_nothing_into_the_next_draft(clinic: House) -> None:
    """Also where its page does not leave: the server refuses its form, and shows none of it."""
    first, second = left_behind(clinic)
    form = second.evaluate(
        "new URLSearchParams(new FormData(document.querySelector('main form'))).toString()"
    )
    assert "age_years=54" in form
    next_patient(first)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(2):
        answer = first.context.request.post("/section/about_you", data=form, headers=headers)
        assert answer.url.endswith("/section/about_you")
        assert "54" not in RANDOM.sub("", answer.text().partition("<main")[2].partition("</main")[0])
    first.reload()
    no_answer_on(first)


def test_a_tab_without_messages_leaves_when_its_time_is_up(clinic: House) -> None:
    first, second = left_behind(clinic)
    deaf = first.context.new_page()
    deaf.add_init_script(DEAF)
    deaf.clock.install()
    deaf.goto("/section/about_you")
    fill(deaf)
    first.bring_to_front()
    next_patient(first)
    expect(deaf.locator("#q-age_years")).to_have_value("54")
    deaf.clock.run_for(120_000)
    no_answer_on(deaf)
    second.close()


def test_a_link_of_the_patient_before_leads_to_no_page_of_the_next_one(clinic: House) -> None:
    first = clinic.kiosk()
    pass_first_section(first)
    deaf = first.context.new_page()
    deaf.add_init_script(DEAF)
    deaf.goto("/check")
    link = deaf.locator("main a[href^='/section/safety']").first
    expect(link).to_be_visible()
    next_patient(first)
    with deaf.expect_request(lambda request: request.is_navigation_request()) as asked:
        link.click()
    assert asked.value.url.endswith("/kiosk")
    deaf.wait_for_url("**/section/about_you")
    no_answer_on(deaf)


def test_a_print_of_the_patient_before_prints_nothing_of_the_next_one(clinic: House) -> None:
    first = clinic.kiosk()
    send_in_brief(first)
    deaf = first.context.new_page()
    deaf.add_init_script(DEAF)
    deaf.goto("/result")
    printing = deaf.get_by_role("button", name="Print my report")
    expect(printing).to_be_visible()
    first.get_by_role("button", name="I am done").click()
    send_in_brief(first)
    with deaf.expect_request(
        lambda request: request.url.endswith(("/kiosk", "/result/paper/standard"))
    ) as asked:
        printing.click()
    assert asked.value.url.endswith("/kiosk")
