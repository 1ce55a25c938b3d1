"""Passkeys in a real browser, with Chromium's virtual authenticator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.accessibility import too_wide
from tests.browser.axe import faults_day_and_night
from tests.browser.desk_browser import browsing
from tests.web.fakes import Clock, Printer, cache_templates
from tests.web.staff import PASSWORD, account_with_password, store_of
from webapp.application import create_app
from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import open_store

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page at localhost, the one name to which browsers give passkeys without https."""
    settings = Settings.for_instance(tmp_path)
    store = open_store(settings.database_url, settings.key_file)
    clinic = Clinic(name="Riverside", region="CA", numbers_phoned="Ann, 1 May 2026")
    app = cache_templates(
        create_app(settings, store=store, clinic=clinic, clock=Clock(), render_pool=Printer())
    )
    account_with_password(app)
    with browsing(chromium, app, PHONE) as (context, address):
        page = context.new_page()
        page.goto(address.replace("127.0.0.1", "localhost") + "/sign-in")
        yield page
    assert store_of(app).audit.verify().is_whole
    store.close()


def device(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device with a fingerprint reader; return its session and number."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(made["authenticatorId"])


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?why=left")


def make_passkey(page: Page) -> None:
    """Sign in by name and password, and add a passkey."""
    page.fill("#login", "jo")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/passkeys".join((page.url.partition("/desk")[0], "")))
    page.get_by_role("link", name="Add a passkey").click()
    page.fill("#old", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("Your passkey is added.")).to_be_visible()


def test_a_passkey_is_made_signs_in_and_proves_who_one_is(page: Page) -> None:
    session, number = device(page)
    make_passkey(page)
    expect(page.locator("tbody th")).to_have_text("Chrome, Linux")
    found = faults_day_and_night(page, "passkeys") + too_wide(page, "passkeys")
    sign_out(page)
    found += faults_day_and_night(page, "sign-in") + too_wide(page, "sign-in")
    assert found == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".staff h1")).to_be_visible()
    (held,) = session.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]
    assert (held["isResidentCredential"], held["rpId"]) == (True, "localhost")
    page.goto(page.url.partition("/desk")[0] + "/account/password")
    page.fill("#password", "five grey geese on ice")
    page.fill("#again", "five grey geese on ice")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()


def test_a_device_that_knows_nobody_says_so_and_the_password_still_works(page: Page) -> None:
    session, number = device(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("status").get_by_text("The passkey was not used.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": True})
    make_passkey(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.fill("#old", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("This device has a passkey of yours already.")).to_be_visible()
