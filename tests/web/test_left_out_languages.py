"""Languages without a text which protects people are not offered, and those who can mend that read why."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from tests.web.admin.managers import manager
from tests.web.fakes import MakeApp
from webapp.application import make_context
from webapp.cli import doctor_machine
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
    found = [check.subject for check in doctor_machine.languages(settings)]
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
        assert "words of pages are missing" in dutch
        assert "gutfactors languages update nl" in dutch
