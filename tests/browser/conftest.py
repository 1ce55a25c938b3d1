"""A real server, a real Chromium, and pages in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.kiosk_browser import House, house
from tests.browser.page_tour import CHROMIUM, FLAGS, QUICK_CHROMIUM, TIMEOUT, Modes, NewPage
from tests.live_server import live_server
from tests.web.fakes import Printer, cache_templates, with_practitioner
from webapp.application import create_app
from webapp.clinic import Clinic, Policy
from webapp.localization.catalogues import TRANSLATIONS
from webapp.report.pool.pool import RenderPool
from webapp.settings import Settings
from webapp.storage import open_store
from webapp.web import Renderer


@contextmanager
def serving(
    folder: Path, clinic: Clinic, printer: Renderer, translations: Path = TRANSLATIONS
) -> Iterator[str]:
    """Serve a whole application on a free port of this machine; give its address."""
    settings = replace(Settings.for_instance(folder), translations=translations)
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        app = cache_templates(create_app(settings, store=store, clinic=clinic, render_pool=printer))
        with_practitioner(app, Policy(asks_person=True))
        with live_server(app) as address:
            yield address


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    clinic = Clinic(
        numbers_phoned="Ann, 1 May 2026",
        name="Riverside",
        contact=("12 River Road", "250 555 0123"),
        region="CA",
        asks_self_harm=True,
    )
    with RenderPool(1) as pool, serving(tmp_path_factory.mktemp("english"), clinic, pool) as address:
        yield address


@pytest.fixture(scope="session")
def arabic_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    clinic = Clinic(
        name="Riverside", region="CA", language="ar", numbers_phoned="Ann, 1 May 2026", asks_self_harm=True
    )
    with serving(tmp_path_factory.mktemp("arabic"), clinic, Printer()) as address:
        yield address


@pytest.fixture(scope="session")
def long_named_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    clinic = Clinic(name=f"Naturheilpraxisgemeinschaft Müller {'Ä' * 80}", contact=("x" * 90,), region="CA")
    with serving(tmp_path_factory.mktemp("long"), clinic, Printer()) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    with closing(playwright.chromium.launch(executable_path=QUICK_CHROMIUM, args=FLAGS)) as browser:
        yield browser


@pytest.fixture(scope="session")
def chromium_with_windows(playwright: Playwright) -> Iterator[Browser]:
    """A browser that shows PDFs and prints."""
    with closing(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)) as browser:
        yield browser


@pytest.fixture
def new_page(chromium: Browser, site: str) -> Iterator[NewPage]:
    """Open a page on a device of its own; scripts are off unless asked for."""
    contexts: list[BrowserContext] = []

    def make(modes: Modes | None = None, address: str = site) -> Page:
        asked = {"java_script_enabled": False, "viewport": {"width": 390, "height": 844}, **(modes or {})}
        context = chromium.new_context(base_url=address, **asked)
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def clinic(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A clinic with a kiosk."""
    with house(chromium, tmp_path_factory.mktemp("kiosk")) as made:
        yield made
