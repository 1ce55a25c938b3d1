"""Submissions are judged by the questionnaire that they answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prints.stored import stored
from tests.project import QUESTIONNAIRE
from webapp.prints import stored_questionnaire


def test_a_stored_questionnaire_is_loaded_once(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store = stored(request, tmp_path)
    loaded = stored_questionnaire(store, QUESTIONNAIRE.digest)
    assert loaded == QUESTIONNAIRE
    assert stored_questionnaire(store, QUESTIONNAIRE.digest) is loaded


def test_a_questionnaire_that_was_never_stored_is_an_error(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with pytest.raises(LookupError, match="kept under none"):
        stored_questionnaire(stored(request, tmp_path), "none")
