"""Larger letters at a kiosk, and the time left for screen readers."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import PASSED
from tests.web.kiosk.tablet import tablet
from tests.web.pages import Page


def root_of(page: Page) -> str:
    return page.all("html")[0].get("class", "")


def test_letters_are_larger_up_to_the_wipe(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    kiosk.press("Continue", PASSED)
    page = kiosk.press("Larger letters")
    assert (page.url, root_of(page)) == ("/section/safety", "larger")
    kiosk.press("Continue", {"signs_now": "none", "red_flags": "none"})
    assert root_of(kiosk.page) == "larger"
    kiosk.press("Smaller letters")
    assert root_of(kiosk.page) == ""
    kiosk.press("Larger letters")
    kiosk.open("/check")
    kiosk.hand_over()
    assert root_of(kiosk.page) == "larger"
    kiosk.press("I am done")
    assert (kiosk.is_at_first_screen, root_of(kiosk.page)) == (True, "")
    assert root_of(kiosk.touch()) == ""


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/nowhere", ""])
def test_letters_lead_to_no_page_but_ours(app: Flask, back: str) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    assert kiosk.press("Larger letters", {"back": back}).url == "/section/about_you"


def test_nobody_changes_letters_where_nobody_sits(app: Flask) -> None:
    kiosk = tablet(app)
    assert kiosk.client.post("/kiosk/letters").location == "/kiosk"
    assert kiosk.cookie("letters") == ""


def test_the_time_that_is_left_is_told_to_screen_readers_too(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.sit()
    page = kiosk.hand_over()
    assert "This screen will clear in 90 seconds." in page.text
    (status,) = (attributes for _, attributes in page.tags if "data-tell" in attributes)
    assert status["role"] == "status"
    assert status["data-tell"] == "This screen will clear in # seconds."
    assert page.text.index("On your phone") < page.text.index("I am done")
