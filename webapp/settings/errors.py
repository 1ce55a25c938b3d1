"""What is said when settings cannot be used."""

from __future__ import annotations

from collections.abc import Sequence


class SettingsError(Exception):
    """Nothing starts. Each of `problems` is a sentence: which setting, what is wrong, what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
