"""Numbers and levels that may be ranges, in the fewest words."""

from webapp.questionnaire.rules.nodes import write_levels
from webapp.questionnaire.rules.numbers import Number, fixed, write_range

NO_VALUE = "no value"
ABSENT = "not in this version"

Ends = tuple[Number, Number] | None


def range_words(ends: Ends, decimals: int) -> str:
    """Write a number, a range as "11–28", or that there is none."""
    if ends is None:
        return NO_VALUE
    return write_range(fixed(end, decimals) for end in ends)


def level_range(levels: Ends) -> str:
    """Return the id of a level, "slight–strong", or that there is none."""
    return ABSENT if levels is None else write_levels(levels)
