"""The questionnaire of a command in its languages."""

from pathlib import Path

import click

from webapp.assessment import Answers, validate_answers
from webapp.cli.exit_codes import BAD_INPUT, exit_on_config_errors, exit_with, settings_from
from webapp.clinic import Clinic
from webapp.localization.catalogues import is_same_language
from webapp.localization.questionnaires import (
    ServedQuestionnaires,
    questions_folder,
    served_questionnaires,
)
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
    """Return the questionnaire in this language, or the clinic's. Exits where it is not there."""
    source = served.source.language
    if language and language != source and language not in served.translations:
        known = ", ".join((source, *served.translations))
        exit_with([f'the questionnaire is not there in "{language}", only in: {known}'], BAD_INPUT)
    if language:
        return served.source if language == source else served.translations[language]
    own = is_same_language(clinic.language, source)
    return served.source if own else served.in_language(clinic.language)


def in_words_of(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Return the answers in the words of this questionnaire, if only the words differ."""
    asked = answers.questionnaire
    if asked.meaning != questionnaire.meaning or asked.language == questionnaire.language:
        return answers
    return validate_answers(questionnaire, answers.to_json())
