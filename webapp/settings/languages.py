"""The languages of the pages: English, and those with a message catalogue."""

from collections.abc import Collection
from pathlib import Path

from webapp.clinic import Clinic
from webapp.localization.catalogues import TRANSLATIONS, fallbacks, languages
from webapp.questionnaire.model import Questionnaire
from webapp.settings.errors import SettingsError


def is_translated(language: str, folder: Path = TRANSLATIONS) -> bool:
    """Return whether the pages exist in this language, in any regional form."""
    return not set(fallbacks(language)).isdisjoint(languages(folder))


def missing_translation(language: str, folder: Path = TRANSLATIONS) -> str:
    """Return a message that the pages lack this language, or ""."""
    if is_translated(language, folder):
        return ""
    there = ", ".join(languages(folder))
    return f'the pages have no words in "{language}" yet, only in {there}'


def require_matching_language(
    clinic: Clinic,
    questionnaire: Questionnaire,
    folder: Path = TRANSLATIONS,
    translations: Collection[str] = (),
) -> None:
    """Raise SettingsError if pages and questions would be in different languages.

    `translations` are the other languages in which the questions can be asked.
    """
    asked = questionnaire.language
    lacking = missing_translation(asked, folder)
    if lacking:
        raise SettingsError([_NO_PAGES.format(asked=asked, lacking=lacking)])
    if _plain(clinic.language) != _plain(asked) and _lack(clinic.language, translations):
        raise SettingsError([_TWO_LANGUAGES.format(language=clinic.language, asked=asked)])


def _lack(language: str, translations: Collection[str]) -> bool:
    return set(fallbacks(language)).isdisjoint(translations)


_NO_PAGES = (
    'the questionnaire is in "{asked}", and {lacking}: make a catalogue, as webapp/translations/README.md '
    "says, or name a questionnaire in one of these languages"
)
_TWO_LANGUAGES = (
    'clinic.toml: language is "{language}", and the questionnaire is in "{asked}": take language out, or '
    "name a questionnaire in that language with GUTFACTORS_QUESTIONS"
)


def _plain(language: str) -> str:
    return language.partition("-")[0].lower()
