"""The language that a patient chose lives on a device for as long as their answers do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pseudo_language import pseudo_translations
from tests.web.conftest import CLINIC
from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp
from tests.web.invitations import invite
from tests.web.kiosk.tablet import tablet
from tests.web.patient.leaving import passphrase_on, typed_age
from webapp.web.patient.draft import PERSISTENCE_COOKIE

KEPT = {"keep": "1"}
NEVER = "never"


def close_browser(device: Device) -> None:
    """Let a browser be closed and opened again: it keeps the cookies that have a time."""
    for name in ("draft", PERSISTENCE_COOKIE, "language", "session"):
        cookie = device.client.get_cookie(name)
        if cookie and cookie.max_age is None:
            device.client.delete_cookie(name)


def language_on(device: Device, url: str) -> str:
    return device.open(url).all("html")[0]["lang"]


def kept_for(device: Device, name: str) -> int | str | None:
    """The seconds for which the browser keeps a cookie, None until it is closed."""
    cookie = device.client.get_cookie(name)
    return cookie.max_age if cookie else NEVER


@pytest.mark.parametrize(
    ("button", "start", "language"), [("Deutsch", "⁅Start⁆", "de"), ("Easy read", "Start", "en-simple")]
)
def test_what_was_chosen_before_the_first_question_is_kept_with_the_answers(
    bilingual: Device, button: str, start: str, language: str
) -> None:
    bilingual.open("/")
    bilingual.press(button)
    bilingual.press(start, KEPT)
    bilingual.press("⁅Continue⁆" if language == "de" else "Continue", PASSED)
    address = bilingual.page.url
    close_browser(bilingual)
    assert [language_on(bilingual, one) for one in ("/", address, "/check")] == [language] * 3


def test_what_is_chosen_later_is_kept_too_and_as_long_as_the_answers(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Start", KEPT)
    assert kept_for(bilingual, "language") == NEVER
    page = bilingual.press("Deutsch", {"age_years": "44"})
    assert typed_age(page) == "44"
    assert kept_for(bilingual, "language") == kept_for(bilingual, "draft") == 604_800
    bilingual.open("/check")
    bilingual.press("English")
    assert (bilingual.cookie("language"), kept_for(bilingual, "language")) == ("en", 604_800)
    bilingual.open("/come-back")
    bilingual.press("Deutsch")
    close_browser(bilingual)
    assert language_on(bilingual, "/") == "de"


def test_without_the_box_it_ends_with_the_browser(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Deutsch")
    bilingual.press("⁅Start⁆")
    bilingual.press("English")
    assert (kept_for(bilingual, "language"), kept_for(bilingual, "draft")) == (None, None)


def test_keeping_the_answers_later_keeps_the_language(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Deutsch")
    bilingual.press("⁅Start⁆")
    bilingual.press("⁅Save and leave⁆", {"age_years": "44"})
    bilingual.press("⁅Keep my answers")
    assert kept_for(bilingual, "language") == 604_800


def test_it_is_gone_with_the_answers(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Deutsch")
    bilingual.press("⁅Start⁆", KEPT)
    bilingual.press("⁅Save and leave⁆")
    bilingual.press("⁅Leave, and clear this device⁆")
    assert kept_for(bilingual, "language") == kept_for(bilingual, PERSISTENCE_COOKIE) == NEVER


@pytest.mark.parametrize("url", ["/", "/check"])
def test_where_the_answers_ended_by_themselves_it_ends_with_the_browser(make_app: MakeApp, url: str) -> None:
    clock = Clock()
    clinic = replace(CLINIC, languages=("de",))
    device = Device(make_app(clock=clock, clinic=clinic, translations=pseudo_translations()))
    device.open("/")
    device.press("Deutsch")
    device.press("⁅Start⁆", KEPT)
    clock.put_on(days=8)
    assert language_on(device, url) == "de"
    assert (kept_for(device, "language"), kept_for(device, PERSISTENCE_COOKIE)) == (None, NEVER)


def test_a_kiosk_keeps_it_for_the_session_alone(bilingual: Device) -> None:
    kiosk = tablet(bilingual.app)
    kiosk.open("/kiosk")
    kiosk.press("Deutsch⁅:⁆ ⁅Touch to start⁆")
    kiosk.press("English")
    kiosk.press("Deutsch", KEPT)
    assert (kiosk.cookie("language"), kept_for(kiosk, "language")) == ("de", None)


def test_words_bring_the_language_along_that_was_chosen_before_the_first_question(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Deutsch")
    bilingual.press("⁅Start⁆")
    words = (
        passphrase_on(
            bilingual,
        )
        if bilingual.press("⁅Save and leave⁆")
        else ""
    )
    other = Device(bilingual.app)
    other.open("/come-back")
    page = other.press("Find my answers", {"words": words, **KEPT})
    assert page.all("html")[0]["lang"] == "de"
    assert kept_for(other, "language") == 604_800


def test_an_invitation_leads_back_in_the_language_of_the_draft(bilingual: Device) -> None:
    device, invitation = Device(bilingual.app), invite(bilingual.app, language="de")
    address = f"/invited/{invitation.invitee.token}"
    device.open(address)
    device.press("⁅Start⁆", KEPT)
    assert kept_for(device, "language") == 604_800
    device.client.delete_cookie("language")
    assert language_on(device, address) == "de"
    assert device.press("⁅Go on").all("html")[0]["lang"] == "de"


def test_a_device_with_other_answers_is_asked_in_the_language_of_the_invitation(bilingual: Device) -> None:
    invitation = invite(bilingual.app, language="de")
    bilingual.begin()
    bilingual.open(f"/invited/{invitation.invitee.token}")
    page = bilingual.press("⁅Start⁆")
    assert page.all("html")[0]["lang"] == "de"
