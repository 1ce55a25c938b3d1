"""From an open submission to the printed plan: few actions, no script, the keys alone."""

from __future__ import annotations

import subprocess
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.desk_browser import desk
from tests.web.submissions import case, kept, send
from webapp.report import RenderPool

pytestmark = pytest.mark.browser

MOST_ACTIONS, MOST_SECONDS = 12, 60


class Hands:
    """Somebody who uses the keyboard alone; `actions` counts each thing that is chosen, typed or pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def press(self, selector: str, key: str) -> None:
        self.page.locator(selector).focus()
        self.page.keyboard.press(key)
        self.actions += 1


def is_print(response: Response) -> bool:
    """Whether it is the print, and not the icon of the page that a browser may ask for first."""
    return "/print/" in urlsplit(response.url).path


def test_a_plan_is_printed_in_a_minute_and_twelve_actions_without_a_script(
    chromium: Browser, tmp_path: Path
) -> None:
    modes = {"viewport": {"width": 1440, "height": 900}, "java_script_enabled": False}
    with RenderPool(1) as pool, desk(chromium, tmp_path, modes, pool) as at:
        reference = send(at.app, case("W55"), name="Ana Lima")
        at.page.goto(f"/desk/{reference}")
        hands, began = Hands(at.page), monotonic()
        hands.press("#plan", "Enter")
        for box in (
            "offer-legumes_per_week-3",
            "offer-veg_per_day-3",
            "offer-meat_per_week-3",
            "test-liver_test",
        ):
            hands.press(f"#{box}", "Space")
        hands.press("#see-doctor", "Space")
        hands.press("#weeks-6", "Space")
        hands.press("text=Save the plan", "Enter")
        at.page.wait_for_url("**/plan?done=saved")
        with at.page.context.expect_event("response", is_print) as fetched:
            hands.press("#print", "Enter")
        pdf = at.page.context.request.get(fetched.value.url).body()
        seconds = monotonic() - began
        plan = kept(at.app, reference).plan
    assert plan is not None
    assert len(plan.agreed) == 3
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    assert "Beans and lentils: from never to 3" in " ".join(read.stdout.decode().split())
    assert hands.actions <= MOST_ACTIONS
    assert seconds <= MOST_SECONDS
