"""The text of questions.toml."""

from pathlib import Path

from webapp.questionnaire.encoding import decode
from webapp.settings.errors import SettingsError


def read_questions(path: Path) -> str:
    """Read the file. Raise SettingsError if that fails, and QuestionnaireErrors if it is not UTF-8."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError([f"the questionnaire {path} cannot be read: {error.strerror}"]) from error
    return decode(content)
