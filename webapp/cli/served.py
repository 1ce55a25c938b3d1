"""The questionnaire of a command in its languages."""

from pathlib import Path

from webapp.cli.exit_codes import exit_on_config_errors, settings_from
from webapp.localization.questionnaires import (
    ServedQuestionnaires,
    questions_folder,
    served_questionnaires,
)
from webapp.settings import read_questions


def load_served(questions: Path | None) -> ServedQuestionnaires:
    """Load this questionnaire, or the instance's own, in all of its languages. Exits on errors."""
    settings = settings_from({})
    path = questions or settings.questions
    with exit_on_config_errors(path):
        folder = questions_folder(path, settings.translations)
        return served_questionnaires(read_questions(path), folder, settings.translations)
