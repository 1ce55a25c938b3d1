"""A store with the questionnaire's text, for prints."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.project import QUESTIONNAIRE, TEXT
from webapp.localization.questionnaires import QuestionnaireTranslations, ServedQuestionnaires
from webapp.storage import Store, open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SERVED = ServedQuestionnaires(QUESTIONNAIRE, TEXT, QuestionnaireTranslations({}))


def stored(request: pytest.FixtureRequest, folder: Path) -> Store:
    """It is closed when the test ends."""
    store = open_store(f"sqlite:///{folder}/store.sqlite3", folder / "secret.key")
    request.addfinalizer(store.close)
    store.questionnaires.save(QUESTIONNAIRE.digest, "1", TEXT, NOW)
    return store
