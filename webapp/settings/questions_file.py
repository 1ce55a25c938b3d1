"""The text of questions.toml."""

from pathlib import Path

from webapp.settings.errors import SettingsError


def read_questions(path: Path) -> str:
    """Read the file. Raise SettingsError if that fails or it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"the questionnaire {path} cannot be read: {error}"]) from error
