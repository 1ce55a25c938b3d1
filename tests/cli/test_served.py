"""Reports of the command are in the words and the look of the questionnaire that was asked for."""

from __future__ import annotations

import pytest

from tests.project import QUESTIONNAIRE, TEXT
from webapp.cli.served import questionnaire_in
from webapp.clinic import Clinic
from webapp.localization.questionnaires import ServedQuestionnaires, Translations
from webapp.localization.territories import localizer_for
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.easy import easy_edition
from webapp.questionnaire.problems import QuestionnaireErrors


def test_a_report_in_easy_words_is_laid_out_for_easy_read() -> None:
    assert localizer_for(Clinic(), load(easy_edition(TEXT))).is_easy
    assert not localizer_for(Clinic(), QUESTIONNAIRE).is_easy


def test_no_language_is_loaded_but_the_one_that_is_asked_for() -> None:
    served = ServedQuestionnaires(QUESTIONNAIRE, TEXT, Translations({"fr": "This cannot be loaded."}))
    assert questionnaire_in(served, Clinic(), None) is QUESTIONNAIRE
    assert questionnaire_in(served, Clinic(language="fr"), "en") is QUESTIONNAIRE
    with pytest.raises(QuestionnaireErrors):
        questionnaire_in(served, Clinic(), "fr")
