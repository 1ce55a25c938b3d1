"""The questionnaire of a command in its languages."""

from pathlib import Path

import click

from webapp.assessment import Answers
from webapp.cli.exit_codes import BAD_INPUT, exit_on_config_errors, exit_with, settings_from
from webapp.clinic import Clinic
from webapp.localization.questionnaires import (
    ServedQuestionnaires,
    questions_folder,
    served_questionnaires,
)
from webapp.localization.reading_language import as_asked, reworded
from webapp.localization.territories import territory_of
from webapp.questionnaire.model import Questionnaire
from webapp.settings import read_questions

language_option = click.option(
    "--language",
    metavar="TAG",
    help="A language of the questionnaire, such as fr. Default: the clinic's.",
)


def load_served(questions: Path | None) -> ServedQuestionnaires:
    """Load this questionnaire, or the instance's own, in all of its languages. Exits on errors."""
    settings = settings_from({})
    path = questions or settings.questions
    with exit_on_config_errors(path):
        folder = questions_folder(path, settings.translations)
        return served_questionnaires(read_questions(path), folder, settings.translations)


def questionnaire_in(served: ServedQuestionnaires, clinic: Clinic, language: str | None) -> Questionnaire:
    """Return the questionnaire in this language, or the clinic's, as the clinic's country has it.

    Exits where it is not there.
    """
    _refuse_unknown(served, language)
    return served.in_language(language or clinic.language, territory_of(clinic))


def exact_questionnaire(served: ServedQuestionnaires, language: str | None) -> Questionnaire:
    """Return the questionnaire of this very tag, or the source. Exits where it is not there."""
    _refuse_unknown(served, language)
    return served.source if language in (None, served.source.language) else served.translations[language]


def _refuse_unknown(served: ServedQuestionnaires, language: str | None) -> None:
    known = (served.source.language, *served.translations)
    if language and language not in known:
        there = ", ".join(known)
        exit_with([f'the questionnaire is not there in "{language}", only in: {there}'], BAD_INPUT)


def in_words_of(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Return the answers in the words of this questionnaire, if only the words differ.

    Instruments count by the wording that was answered.
    """
    asked = answers.questionnaire
    if asked.meaning != questionnaire.meaning or asked.language == questionnaire.language:
        return answers
    return reworded(as_asked(questionnaire, asked), answers)
