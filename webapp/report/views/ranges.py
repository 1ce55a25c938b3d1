"""Numbers and levels that may be ranges, in the fewest words."""

import re

from webapp.assessment.tracked_values import ValueRange
from webapp.localization.localizer import ENGLISH, Localizer
from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.numbers import fixed, write_range

REMARK = re.compile(r"(.*?)\s*[(\N{FULLWIDTH LEFT PARENTHESIS}](.*)[)\N{FULLWIDTH RIGHT PARENTHESIS}]")


def no_value(words: Localizer) -> str:
    """Say that there is no number."""
    return words.gettext("no value")


def range_words(ends: ValueRange, decimals: int, words: Localizer = ENGLISH) -> str:
    """Write a number, a range as "11–28", or that there is none."""
    if ends is None:
        return no_value(words)
    return words.number(write_range(fixed(end, decimals) for end in ends))


def split_remark(level: str) -> tuple[str, str]:
    """Return the words of a level, and of the remark in parentheses behind them, "" for none."""
    found = REMARK.fullmatch(level)
    return (found[1], found[2]) if found else (level, "")


def level_name(level: Level, words: Localizer) -> str:
    """Return what practitioners call a level."""
    return {
        Level.NONE: words.pgettext("level of a factor", "none"),
        Level.SLIGHT: words.pgettext("level of a factor", "slight"),
        Level.MODERATE: words.pgettext("level of a factor", "moderate"),
        Level.STRONG: words.pgettext("level of a factor", "strong"),
    }[level]


def level_range(levels: ValueRange, words: Localizer) -> str:
    """Return a level, "slight–strong", or that there is none."""
    if levels is None:
        return words.gettext("not in this version")
    return write_range(level_name(Level(int(level)), words) for level in levels)
