"""Documents that commands make of an instance are those of its server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prints.stored import stored
from tests.project import QUESTIONNAIRE
from webapp.cli.documents import current_documents
from webapp.settings import Settings


def test_a_worker_prints_for_the_staff_in_the_language_of_the_clinic(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    (tmp_path / "clinic.toml").write_text('language = "fr"')
    documents = current_documents(Settings.for_instance(tmp_path), stored(request, tmp_path))()
    assert documents.for_staff(QUESTIONNAIRE).language == "fr"
