"""The error of settings that cannot be used."""

from collections.abc import Sequence


class SettingsError(Exception):
    """Invalid settings. Each of `problems` is a sentence: the setting, its fault, and the remedy."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
