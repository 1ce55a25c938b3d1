"""Numbers on paper: an answer is the sum of one box in each group, so that nobody writes a digit."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number, reduced

MOST_IN_A_ROW = 16
"""The most whole numbers in one row; for a wider range, tens and ones have a group each."""

LONG = 1000
"""From this number on, numbers are too long for a row of so many."""

TOO_LONG = 10**7
"""From this number on, nine boxes with their labels are wider than a page in large print."""

TEN = 10
HALF = Fraction(1, 2)

AmountGroup = tuple[Number, ...]


def amount_groups(question: Question) -> tuple[AmountGroup, ...]:
    """Return the groups of boxes for a number, the largest amounts first.

    Every number within its bounds can be ticked that its step allows, but those of `numbers_lost_on_paper`.
    Others can be ticked, too: they are refused when the answer is validated.
    """
    low = max(0, floor(min(row.low for row in question.bounds)))
    high = max(low, floor(max(row.high for row in question.bounds)))
    whole = _row(low, high) if high - low < MOST_IN_A_ROW and high < LONG else _digits(high)
    return (*whole, *_fractions(question))


def numbers_lost_on_paper(question: Question) -> str:
    """Return which numbers the question takes that cannot be ticked, for authors, or ""."""
    if question.kind != "number":
        return ""
    if any(row.low < 0 for row in question.bounds):
        return "numbers below 0"
    return "numbers from 10000000 on" if any(row.high >= TOO_LONG for row in question.bounds) else ""


def _row(low: int, high: int) -> tuple[AmountGroup, ...]:
    return (tuple(range(low, high + 1)),)


def _digits(high: int) -> tuple[AmountGroup, ...]:
    powers = [TEN**power for power in range(1, len(str(high)))]
    above = (tuple(range(power, min(high, 9 * power) + 1, power)) for power in reversed(powers))
    return (*above, tuple(range(TEN)))


def _fractions(question: Question) -> tuple[AmountGroup, ...]:
    if question.step == HALF:
        return ((HALF,),)
    powers = [Fraction(1, TEN**power) for power in range(1, question.decimals + 1)]
    return tuple(tuple(digit * power for digit in range(1, TEN)) for power in powers)


def total(amounts: Sequence[Number]) -> Number:
    """Return the number that these boxes say together."""
    return reduced(sum(amounts, Fraction(0)))
