"""What is tested: the project's folder, its questions.toml, and what that loads as, once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from webapp.localization.catalogues import TRANSLATIONS
from webapp.localization.questionnaires import ServedQuestionnaires, served_questionnaires
from webapp.questionnaire.load import LoadedDocument, load, load_document

ROOT = Path(__file__).resolve().parents[1]

TEXT = (ROOT / "questions.toml").read_text("utf-8")
QUESTIONNAIRE = load(TEXT)


@cache
def document() -> LoadedDocument:
    return load_document(TEXT)


@cache
def served() -> ServedQuestionnaires:
    """Return the questionnaire in the shipped languages."""
    return served_questionnaires(TEXT, TRANSLATIONS)
