"""A practitioner's browser at a desk, and the application behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.page_tour import TIMEOUT, Modes
from tests.live_server import live_server
from tests.web.app_factory import made, opened
from tests.web.fakes import Clock, Printer
from tests.web.staff import account_with_password, signed_in
from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import AccountChange
from webapp.web import Renderer


@dataclass
class Desk:
    """The application, its clock, and a page on which somebody is signed in who uses the keys."""

    app: Flask
    clock: Clock
    page: Page

    @property
    def focus(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))


@contextmanager
def desk(
    chromium: Browser,
    folder: Path,
    modes: Modes,
    printer: Renderer | None = None,
    role: str = "practitioner",
    language: str = "en",
) -> Iterator[Desk]:
    """Serve a whole application on a free port, and open a browser in it."""
    settings, clock = Settings.for_instance(folder), Clock()
    clinic = Clinic(name="Riverside", region="CA", numbers_phoned="Ann, 1 May 2026", language=language)
    with closing(opened(settings)) as store:
        app = made(settings, store=store, clinic=clinic, clock=clock, render_pool=printer or Printer())
        person = account_with_password(app, role=role)  # asked for it, nobody is signed out to set one
        change = AccountChange(uses_shortcuts=True)
        assert store.practitioners.update(person.id, person.version, change, "command", clock())
        with browsing(chromium, app, modes) as (context, address):
            session = signed_in(app).cookie("session")
            context.add_cookies([{"name": "session", "value": session, "url": address}])
            yield Desk(app, clock, context.new_page())


@contextmanager
def browsing(chromium: Browser, app: Flask, modes: Modes) -> Iterator[tuple[BrowserContext, str]]:
    """Serve an application on a free port, and give a browser in it, and the address."""
    with live_server(app) as address, chromium.new_context(base_url=address, **modes) as context:
        context.set_default_timeout(TIMEOUT)
        yield context, address
