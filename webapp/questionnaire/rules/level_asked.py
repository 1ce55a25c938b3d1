"""The levels that a comparison asks for."""

from typing import NamedTuple

from webapp.questionnaire.rules.intervals import COMPARISONS, Interval


class LevelAsked(NamedTuple):
    """A sign, such as ">=", and the level (or range of levels) on its right."""

    sign: str
    bound: Interval

    def may_be(self, levels: Interval) -> bool:
        """Return whether one of these levels may be such a level."""
        return COMPARISONS[self.sign](levels, self.bound) is not False
