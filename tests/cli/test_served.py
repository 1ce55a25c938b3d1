"""Reports of the command are in the words and the look of the questionnaire that was asked for."""

from __future__ import annotations

import pytest

from tests.project import QUESTIONNAIRE, TEXT
from webapp.cli.served import exact_questionnaire, load_served, questionnaire_in
from webapp.clinic import Clinic
from webapp.localization.questionnaires import QuestionnaireTranslations, ServedQuestionnaires
from webapp.localization.territories import localizer_for, territory_of
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.easy import easy_edition
from webapp.questionnaire.problems import QuestionnaireErrors


def test_a_report_in_easy_words_is_laid_out_for_easy_read() -> None:
    assert localizer_for(Clinic(), load(easy_edition(TEXT))).is_easy
    assert not localizer_for(Clinic(), QUESTIONNAIRE).is_easy


def test_no_language_is_loaded_but_the_one_that_is_asked_for() -> None:
    served = ServedQuestionnaires(
        QUESTIONNAIRE, TEXT, QuestionnaireTranslations({"fr": "This cannot be loaded."})
    )
    assert questionnaire_in(served, Clinic(), None) is QUESTIONNAIRE
    assert questionnaire_in(served, Clinic(language="fr"), "en") is QUESTIONNAIRE
    with pytest.raises(QuestionnaireErrors):
        questionnaire_in(served, Clinic(), "fr")


@pytest.mark.parametrize(
    ("region", "zone", "language", "tag"),
    [
        ("CA", "", None, "en-CA"),
        ("US", "", None, "en-US"),
        ("UK", "", None, "en-GB"),
        ("AU_NZ", "Australia/Sydney", None, "en-AU"),
        ("EU", "Europe/Berlin", None, "en"),
        ("CA", "", "en", "en-CA"),
        ("CA", "", "en-GB", "en-GB"),
        ("CA", "", "en-simple", "en-CA-simple"),
        ("UK", "", "en-simple", "en-GB-simple"),
        ("CA", "", "de", "de"),
    ],
)
def test_commands_speak_as_the_desk_of_the_clinic_does(
    region: str, zone: str, language: str | None, tag: str
) -> None:
    served, clinic = load_served(None), Clinic(region=region, timezone=zone)
    asked = questionnaire_in(served, clinic, language)
    assert asked.language == tag
    assert asked is served.in_language(language or "en", territory_of(clinic))


def test_the_questionnaire_for_other_programs_is_of_the_very_tag_that_is_named() -> None:
    served = load_served(None)
    assert exact_questionnaire(served, None) is exact_questionnaire(served, "en") is served.source
    assert exact_questionnaire(served, "en-CA").language == "en-CA"
