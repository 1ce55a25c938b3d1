"""A language that ends while somebody answers in it: the next page says so, once, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web.conftest import CLINIC
from tests.web.device import PASSED, Device
from tests.web.fakes import NOON, MakeApp
from tests.web.patient.leaving import typed_age
from tests.web.staff import app_context_of
from webapp.localization.localizer import Localizer
from webapp.web.kit.app_context import EXTENSION, AppContext
from webapp.web.kit.ended_language import ENDED

ENGLISH = "We cannot ask you in French any more. This page is in English. Nothing that you answered is lost."
FRENCH = Localizer("fr").gettext(ENDED, language="français", other="anglais")


def french(make_app: MakeApp) -> Device:
    """Somebody who answers in French at a clinic that can change its languages."""
    app = make_app(live=True)
    save(app_context_of(app), ("fr",), 0)
    device = Device(app)
    device.open("/")
    device.press("Français")
    device.press("Commencer")
    return device


def save(context: AppContext, languages: tuple[str, ...], version: int) -> None:
    clinic = replace(CLINIC, languages=languages)
    context.store.clinic_settings.save_clinic(clinic, version, "command", NOON)


def test_the_next_page_says_once_that_the_language_ended(make_app: MakeApp) -> None:
    device = french(make_app)
    first = device.page.url
    device.press("Continuer", PASSED)
    address = device.page.url
    save(app_context_of(device.app), (), 1)
    page = device.open(address)
    assert page.all("html")[0]["lang"] == "en"
    said = {one["lang"]: one["words"] for one in page.all("p") if "care" in one.get("class", "")}
    assert (said["fr"], said["en"]) == (FRENCH, ENGLISH)
    again = device.open(address)
    assert again.all("html")[0]["lang"] == "en"
    assert ENGLISH not in again.text
    assert FRENCH not in again.text
    assert typed_age(device.open(first)) == PASSED["age_years"]


def test_words_that_open_a_draft_elsewhere_bring_it_along(make_app: MakeApp) -> None:
    device = french(make_app)
    device.press("English")
    device.press("Français")
    page = device.press("Enregistrer et partir", {"age_years": "44"})
    (words,) = [one["words"] for one in page.all("p") if one.get("class") == "sentence"]
    save(app_context_of(device.app), (), 1)
    other = Device(device.app)
    other.open("/come-back")
    page = other.press("Find my answers", {"words": words})
    assert ENGLISH in page.text
    assert typed_age(page) == "44"


def test_an_easy_edition_that_ended_leaves_its_plain_words(make_app: MakeApp) -> None:
    device = french(make_app)
    device.client.set_cookie("language", "fr-simple")
    assert "easy" in device.open("/").all("html")[0]["class"]
    context = app_context_of(device.app)
    kept = replace(context, served=context.served.printable({"fr-simple": "its letters"}))
    device.app.extensions[EXTENSION] = kept
    page = device.open("/")
    assert page.all("html")[0]["lang"] == "fr"
    assert FRENCH not in page.text


@pytest.mark.parametrize("nothing", ["", "klingon", "../fr", "<b>", "fr_CA", "en-simple"])
def test_what_is_no_language_that_ended_is_not_spoken_of(make_app: MakeApp, nothing: str) -> None:
    device = Device(make_app(live=True))
    device.client.set_cookie("language", nothing)
    assert "We cannot ask you" not in device.open("/").text
