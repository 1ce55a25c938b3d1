"""The four levels, the one ordered scale of every finding."""

from enum import IntEnum


class Level(IntEnum):
    """How much a factor shows up in the answers: none < slight < moderate < strong."""

    NONE = 0
    SLIGHT = 1
    MODERATE = 2
    STRONG = 3

    @property
    def word(self) -> str:
        """Return the id used in rules, in JSON and in the questionnaire's text."""
        return self.name.lower()


LEVEL_WORDS = {level.word: level for level in Level}  # word to level, in ascending order
