"""A kiosk's browser, and the application behind it, with a clock that a test puts on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.page_tour import Modes, fill, press_first
from tests.live_server import live_server
from tests.web.app_factory import made, opened
from tests.web.fakes import Clock, Printer, with_practitioner
from tests.web.kiosk.tablet import Tablet, tablet
from webapp.clinic import Clinic, Policy
from webapp.settings import Settings
from webapp.storage import KioskConfig
from webapp.web import Renderer

PATIENCE = 20_000
"""Milliseconds that a page may take: on a busy machine, its script asks twice."""

PORTRAIT: Modes = {"viewport": {"width": 768, "height": 1024}, "has_touch": True}
LANDSCAPE: Modes = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}

PLAN = KioskConfig("Window", "Waiting room", offers_print=True)


@dataclass
class House:
    """A clinic: its application, its clock, where it is served, and the browser that visits it."""

    app: Flask
    clock: Clock
    address: str
    browser: Browser

    def kiosk(self, modes: Modes = PORTRAIT, plan: KioskConfig = PLAN) -> Page:
        """The first screen of a new kiosk."""
        return self.page(tablet(self.app, plan), modes)

    def page(self, device: Tablet, modes: Modes = PORTRAIT) -> Page:
        """A browser with the cookies that the device has kept, as after a crash."""
        context = self.context(modes)
        context.add_cookies([{"name": "kiosk", "value": device.cookie("kiosk"), "url": self.address}])
        page = context.new_page()
        page.goto("/kiosk")
        return page

    def context(self, modes: Modes = PORTRAIT) -> BrowserContext:
        context = self.browser.new_context(base_url=self.address, **modes)
        context.set_default_timeout(PATIENCE)
        return context


@contextmanager
def house(browser: Browser, folder: Path, printer: Renderer | None = None) -> Iterator[House]:
    """Serve a whole application on a free port."""
    settings, clock = Settings.for_instance(folder), Clock()
    clinic = Clinic(
        name="Riverside",
        contact=("12 River Road",),
        region="CA",
        numbers_phoned="Ann, 1 May 2026",
        asks_self_harm=True,
    )
    with closing(opened(settings)) as store:
        app = made(settings, store=store, clinic=clinic, clock=clock, render_pool=printer or Printer())
        with_practitioner(app, Policy(asks_person=True))
        with live_server(app) as address:
            try:
                yield House(app, clock, address, browser)
            finally:
                for context in browser.contexts:
                    context.close()


def begin(page: Page) -> None:
    """Touch to start, and wait for the first questions."""
    page.get_by_role("button", name="Touch to start").click()
    page.wait_for_url("**/section/about_you")


def pass_first_section(page: Page) -> None:
    begin(page)
    fill(page)
    press_first(page)
    fill(page)
    press_first(page)
    page.wait_for_url("**/section/safety")


def send_in_brief(page: Page) -> None:
    """Answer what needs an answer, send it, and come to the last screen."""
    pass_first_section(page)
    while "/section/fibre" not in page.url:
        if "/section" in page.url:
            fill(page)
        press_first(page)
    page.goto("/check")
    press_first(page)
    page.wait_for_url("**/hand-over")
    page.check("#way-send")
    press_first(page)
    page.wait_for_url("**/result")


def run(page: Page) -> Iterator[str]:
    """Go through the whole questionnaire as its patient; give a name to each page before it is left."""
    begin(page)
    while "/hand-over" not in page.url:
        if "/section" in page.url:
            fill(page)
        yield page.url.split("/", 3)[3]
        press_first(page)
