"""Which languages the pages can be in, and what is refused: words of one language marked as another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.project import QUESTIONNAIRE
from webapp.clinic import Clinic
from webapp.localization.catalogues import languages
from webapp.localization.questionnaires import QuestionnaireTranslations
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.settings import SettingsError, missing_translation, require_matching_language


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    """Two with words of pages, and one with those of documents alone."""
    for name, file in (("fr", "pages.po"), ("pt-BR", "pages.po"), ("de", "report.po")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).touch()
    return tmp_path


def test_a_language_is_not_loaded_to_see_whether_it_is_there() -> None:
    found = QuestionnaireTranslations({"fr": "no questionnaire"})
    assert "fr" in found
    assert "de" not in found
    with pytest.raises(QuestionnaireErrors):
        found["fr"]


def test_english_is_always_there_and_others_once_pages_have_words(catalogues: Path) -> None:
    assert languages(catalogues) == ("en", "fr", "pt-BR")
    assert languages(catalogues / "de") == ("en",)


@pytest.mark.parametrize("language", ["en", "en-GB", "fr", "fr-CA", "pt-BR"])
def test_a_country_s_own_way_of_a_language_needs_no_catalogue_of_its_own(
    catalogues: Path, language: str
) -> None:
    assert missing_translation(language, catalogues) == ""


@pytest.mark.parametrize("language", ["de", "pt", "ar", "zz"])
def test_another_says_which_there_are(catalogues: Path, language: str) -> None:
    said = missing_translation(language, catalogues)
    assert said == f'the pages have no words in "{language}" yet, only in en, fr, pt-BR'


@pytest.mark.parametrize(
    ("asked", "clinic", "says"),
    [
        ("de", "de", 'the questionnaire is in "de", and the pages have no words in "de" yet'),
        ("fr", "en", 'language is "en", and the questionnaire is in "fr": take language out'),
        ("en", "fr", 'language is "fr", and the questionnaire is in "en"'),
    ],
)
def test_pages_and_questions_are_in_one_language(
    catalogues: Path, asked: str, clinic: str, says: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        require_matching_language(Clinic(language=clinic), replace(QUESTIONNAIRE, language=asked), catalogues)
    assert says in refused.value.problems[0]


def test_staff_may_read_a_language_that_the_questions_are_translated_into(catalogues: Path) -> None:
    clinic = Clinic(language="fr-CA")
    require_matching_language(clinic, QUESTIONNAIRE, catalogues, translations=("fr",))
    with pytest.raises(SettingsError):
        require_matching_language(clinic, QUESTIONNAIRE, catalogues, translations=("es",))


@pytest.mark.parametrize(("asked", "clinic"), [("en", "en-GB"), ("en-IE", "en"), ("fr", "fr-CA")])
def test_two_countries_ways_of_one_language_go_together(catalogues: Path, asked: str, clinic: str) -> None:
    require_matching_language(Clinic(language=clinic), replace(QUESTIONNAIRE, language=asked), catalogues)
