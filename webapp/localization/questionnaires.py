"""Questionnaires in other languages: the text of one with the words of a translator."""

from collections.abc import Mapping
from pathlib import Path

from babel.messages.pofile import read_po

from webapp.localization.catalogues import QUESTIONS, TRANSLATIONS
from webapp.project_files import project_file
from webapp.questionnaire.loading.wording import translated

SHIPPED = project_file("questions.toml")


def questions_folder(questions: Path) -> Path:
    """Return the folder with the words of a questionnaire: beside it, or for the shipped one among all."""
    return TRANSLATIONS if questions.resolve() == SHIPPED.resolve() else questions.parent / "translations"


def question_words(folder: Path, language: str) -> Mapping[tuple[str, str], str]:
    """Return the translations of a language by context and words of the source; none where there is no file.

    Fuzzy ones, whose source has changed, are left out. Raise PoFileError for what is no PO file.
    """
    path = folder / language / f"{QUESTIONS}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    return {
        (one.context or "", one.id): one.string
        for one in catalogue
        if isinstance(one.id, str) and isinstance(one.string, str) and one.id and one.string and not one.fuzzy
    }


def questionnaire_text(text: str, language: str, folder: Path) -> str:
    """Return the text of a questionnaire in another language."""
    return translated(text, language, question_words(folder, language))
