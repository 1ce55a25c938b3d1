"""Languages without a text which protects people are not offered, and those who can mend that read why."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask

from tests.web.admin.managers import manager
from tests.web.fakes import NOON, MakeApp
from tests.web.staff import app_context_of
from webapp.application import make_context
from webapp.cli import doctor_instance, doctor_machine
from webapp.clinic import Clinic
from webapp.localization.catalogues import TRANSLATIONS
from webapp.settings import Settings

STALE = "kind: consent\n", "kind: consent\n#, fuzzy\n"
LINE = "a text of consent, safety or scored instruments missing or out of date ("
ONE_TEXT = "1 text about consent or safety is missing or out of date. On the server, this command names it:"
COMMAND = "gutfactors languages check fr"


@pytest.fixture
def translations(tmp_path: Path) -> Path:
    """French with one stale text of consent, and Dutch without words of pages."""
    folder = tmp_path / "translations"
    french = copytree(TRANSLATIONS / "fr", folder / "fr") / "pages.po"
    french.write_text(french.read_text("utf-8").replace(*STALE, 1), "utf-8")
    (folder / "nl").mkdir()
    (folder / "nl" / "questions.po").write_bytes((TRANSLATIONS / "de" / "questions.po").read_bytes())
    return folder


def test_the_log_and_the_doctor_name_it_with_a_text_and_a_command(
    tmp_path: Path, translations: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = replace(Settings.for_instance(tmp_path / "instance"), translations=translations)
    found = [check.subject for check in doctor_machine.served_languages(settings)]
    with caplog.at_level(logging.WARNING, logger="gutfactors"):
        made = make_context(settings)
    made.store.close()
    made.render_pool.close()  # type: ignore[attr-defined]
    logged = [said for said in caplog.messages if "is not offered" in said]
    for said in (found, logged):
        assert len(said) == 2
        assert "language fr" in said[0]
        assert LINE in said[0]
        assert COMMAND in said[0]
        assert "it has no pages.po. Run: gutfactors languages update nl" in said[1]


def test_a_manager_reads_it_where_languages_are_chosen(make_app: MakeApp, translations: Path) -> None:
    device = manager(make_app(live=True, translations=translations))
    for address in ("/settings", "/settings/clinic"):
        page = device.open(address).text
        assert "Not offered yet:" in page
        assert f"{ONE_TEXT} {COMMAND}" in page[page.index("Français") :]
        dutch = page[page.index("Nederlands") :]
        assert "words of pages or questions are missing" in dutch
        assert "gutfactors languages update nl" in dutch


CHOSEN = Clinic(name="Elm", region="ZZ", timezone="Europe/London", languages=("ar", "de"))


@pytest.fixture
def without_words(make_app: MakeApp, tmp_path: Path) -> Flask:
    """A clinic that chose a region and languages which today's questionnaire does not have."""
    (tmp_path / "none").mkdir()
    app = make_app(live=True, translations=tmp_path / "none")
    app_context_of(app).store.clinic_settings.save_clinic(CHOSEN, 0, "command", NOON)
    return app


def test_saving_something_else_keeps_languages_and_a_region_that_are_not_offered(
    without_words: Flask,
) -> None:
    device = manager(without_words)
    device.open("/settings/clinic")
    device.press("Save", {"clinic_name": "Oak"})
    settings = app_context_of(without_words).store.clinic_settings
    assert settings.clinic(NOON) == replace(CHOSEN, name="Oak")
    page = device.open("/settings/clinic")
    assert "العربية not offered now" in page.text
    assert "ZZ, which is not in these questions: each patient is asked" in page.text
    device.press("Save", {"languages": ["de"], "region": "UK"})
    assert settings.clinic(NOON) == replace(CHOSEN, name="Oak", languages=("de",), region="UK")


def test_settings_and_health_name_each_choice_that_is_not_offered(without_words: Flask) -> None:
    page = manager(without_words).open("/settings").text
    assert "Chosen for patients, and not offered now: العربية, Deutsch." in page
    assert "gutfactors languages update ar" in page
    assert "ZZ, which is not in these questions: each patient is asked" in page
    said = without_words.test_client().get("/health").get_json()
    assert said["status"] == "ok"
    lost = next(each for each in said["problems"] if "languages" in each)
    assert "de: the questionnaire has no words in it. Run: gutfactors languages update de" in lost
    assert any("region ZZ is not in the questionnaire" in each for each in said["problems"])


def test_the_doctor_names_each_choice_that_is_not_offered(without_words: Flask) -> None:
    settings = app_context_of(without_words).settings
    (chosen,) = [one for one in doctor_instance.stores(settings, NOON) if "clinic chose" in one.subject]
    assert [said.partition(":")[0] for said in chosen.problems] == [
        "language ar was chosen and is not offered",
        "language de was chosen and is not offered",
        "region ZZ is not in the questionnaire, so each patient is asked",
    ]
