"""A safety message that becomes more urgent after it was read is shown again, and no other is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.web.conftest import CLINIC
from tests.web.device import PASSED, SAFE, Device
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.kiosk.tablet import tablet
from tests.web.pages import Page
from tests.web.patient.server_side import change_elsewhere, draft_of
from tests.web.staff import app_context_of
from webapp.web.patient.draft_content import DraftContent

NOTICE = "Please read this now"
READ = "I have read this"
VOMITS = {**SAFE, "signs_now": "vomiting"}
BLEEDS = {**SAFE, "red_flags": "blood_stool"}
DRY, EMERGENCY = "Get medical help today", "With diabetes, go to an emergency department now."
EASIER = "You take a medicine that makes bleeding easier: call a doctor today."


def who_read(device: Device, typing: dict[str, str]) -> Device:
    """Begin, answer the second section, and read the message that comes."""
    device.begin()
    assert device.press("Continue", typing).h1 == [NOTICE]
    assert device.press(READ).url == "/section/fibre"
    return device


def says(device: Device, section: str, typing: dict[str, str | list[str]], *, after: str = "") -> Page:
    """Answer a section, and return the page that comes."""
    device.open(f"/section/{section}{after}")
    return device.press("Continue", typing)


def test_a_message_with_a_sentence_more_is_shown_again_at_once(device: Device) -> None:
    who_read(device, VOMITS)
    page = says(device, "blood_sugar", {"diabetes": "type1", "glucose_kind": "none"})
    assert page.h1 == [NOTICE]
    assert DRY in page.text
    assert EMERGENCY in page.text
    assert device.press(READ).url == "/section/blood_sugar/more"
    assert device.press("Continue").url == "/section/gut_and_body", "the same words are read once"


def test_a_message_that_is_sooner_after_a_change_comes_before_the_check_page(device: Device) -> None:
    who_read(device, BLEEDS)
    device.open("/check")
    device.open(device.page.link("Change Medicines"))
    page = device.press("Continue", {"medicines": "thinner"})
    assert page.h1 == [NOTICE]
    assert EASIER in page.text
    assert device.press(READ).url.startswith("/check")
    device.open("/check")
    assert device.hand_over().url == "/result"


def test_each_further_sentence_is_shown_and_one_that_goes_interrupts_nobody(device: Device) -> None:
    device.begin()
    more = "Some pills for depression add to bleeding."
    page = device.press("Continue", {**SAFE, "medicines": ["nsaid", "thinner"]})
    while page.h1 != [NOTICE]:
        page = device.press("Continue")
    assert more not in page.text
    device.press(READ)
    steps = (
        (["nsaid", "thinner", "antidepressant"], True),
        (["nsaid", "thinner"], False),
        (["nsaid", "thinner"], False),
        (["nsaid", "antidepressant"], True),
        (["nsaid", "thinner", "antidepressant"], True),
    )
    for medicines, is_shown in steps:
        page = says(device, "safety", {"medicines": medicines}, after="?from=check")
        assert (page.h1 == [NOTICE]) == is_shown, medicines
        if is_shown:
            device.press(READ)


def test_what_was_read_in_one_language_is_read_in_all(make_app: MakeApp) -> None:
    device = Device(with_practitioner(make_app(clinic=replace(CLINIC, languages=("fr",)))))
    who_read(device, BLEEDS)
    device.press("Français")
    device.open("/section/safety")
    assert device.press("Continuer").url == "/section/fibre"
    device.open("/section/safety")
    assert device.press("Continuer", {"medicines": "thinner"}).url.startswith("/notice")
    device.press("Lecture facile")
    assert device.press("J’ai lu ceci").url == "/section/fibre"
    device.press("English")
    device.open("/section/safety")
    assert device.press("Continue").url == "/section/fibre"


@pytest.mark.parametrize(("diabetes", "is_shown"), [("none_tested", False), ("type1", True)])
def test_of_a_draft_of_an_earlier_release_only_sentences_that_may_be_unread_are_shown(
    device: Device, diabetes: str, *, is_shown: bool
) -> None:
    who_read(device, VOMITS)
    change_elsewhere(device, diabetes=diabetes)
    here, draft = app_context_of(device.app), draft_of(device)
    content = draft.content | {"noted": ["vomit"]}
    assert here.store.drafts.save(device.cookie(), draft.version, content, here.clock())
    page = says(device, "fibre", {})
    assert (page.h1 == [NOTICE]) == is_shown
    if is_shown:
        assert EMERGENCY in page.text
        device.press(READ)
    assert says(device, "fibre", {}).url == "/section/sugar"


def test_an_earlier_release_finds_the_flags_in_a_draft(device: Device) -> None:
    who_read(device, VOMITS)
    noted = draft_of(device).content["noted"]
    assert list(noted) == ["vomit"]
    assert DraftContent.from_json(draft_of(device).content).to_json()["noted"] == noted


def test_a_page_from_before_confirms_only_what_it_showed(device: Device) -> None:
    device.begin()
    (old,) = [one for one in device.press("Continue", VOMITS).forms if "/notice" in one.action]
    change_elsewhere(device, diabetes="type1")
    page = device.send(old, {})
    assert page.h1 == [NOTICE]
    assert EMERGENCY in page.text
    assert device.press(READ).url == "/section/fibre"
    assert device.send(old, {}).url == "/section/fibre"


def test_nothing_is_sent_before_the_further_sentence_was_read(device: Device) -> None:
    who_read(device, BLEEDS)
    assert says(device, "supplements", {}).url == "/check"
    assert device.press("Continue").url == "/hand-over"
    change_elsewhere(device, medicines="thinner")
    page = device.press("Continue", {"way": "send"})
    assert (page.h1, EASIER in page.text) == ([NOTICE], True)


def test_a_kiosk_shows_it_again_too(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    kiosk.press("Continue", PASSED)
    kiosk.press("Continue", VOMITS)
    kiosk.press(READ)
    page = says(kiosk, "blood_sugar", {"diabetes": "type1", "glucose_kind": "none"})
    assert page.h1 == [NOTICE]
    assert EMERGENCY in page.text
    assert kiosk.press(READ).url == "/section/blood_sugar/more"
    assert kiosk.press("Continue").url == "/section/gut_and_body"
    kiosk.open("/check")
    assert kiosk.press("Continue").url == "/hand-over"
