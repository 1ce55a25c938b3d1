"""Numbers and levels that may be ranges, in the fewest words."""

from __future__ import annotations

from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.numbers import Number, fixed

NO_VALUE = "no value"
ABSENT = "not in this version"

Ends = tuple[Number, Number] | None


def range_words(ends: Ends, decimals: int) -> str:
    """A number, a range as "11–28", or that there is none."""
    if ends is None:
        return NO_VALUE
    low, high = (fixed(end, decimals) for end in ends)
    return low if low == high else f"{low}–{high}"


def level_range(levels: Ends) -> str:
    """The id of a level, "slight–strong", or that there is none."""
    if levels is None:
        return ABSENT
    low, high = (Level(int(level)).word for level in levels)
    return low if low == high else f"{low}–{high}"
