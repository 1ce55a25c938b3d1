"""Reports of the command are in the words and the look of the questionnaire that was asked for."""

from __future__ import annotations

from tests.project import QUESTIONNAIRE, TEXT
from webapp.clinic import Clinic
from webapp.localization.territories import localizer_for
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.easy import easy_edition


def test_a_report_in_easy_words_is_laid_out_for_easy_read() -> None:
    assert localizer_for(Clinic(), load(easy_edition(TEXT))).is_easy
    assert not localizer_for(Clinic(), QUESTIONNAIRE).is_easy
