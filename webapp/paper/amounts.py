"""Numbers on paper: an answer is the sum of one box in each group, so that nobody writes a digit."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number, reduced

MOST_IN_A_ROW = 16
"""The most whole numbers in one row; for a wider range, tens and ones have a group each."""

TEN = 10
HALF = Fraction(1, 2)

Group = tuple[Number, ...]


def amount_groups(question: Question) -> tuple[Group, ...]:
    """Return the groups of boxes for a number, the largest amounts first.

    Every number within its bounds can be ticked that its step allows. Others can be ticked, too: they are
    refused when the answer is validated.
    """
    low = max(0, ceil(min(row.low for row in question.bounds)))
    high = floor(max(row.high for row in question.bounds))
    whole = _row(low, high) if high - low < MOST_IN_A_ROW else _digits(high)
    return (*whole, *_fractions(question))


def _row(low: int, high: int) -> tuple[Group, ...]:
    return (tuple(range(low, high + 1)),)


def _digits(high: int) -> tuple[Group, ...]:
    powers = [TEN**power for power in range(1, len(str(high)))]
    above = (tuple(range(power, min(high, 9 * power) + 1, power)) for power in reversed(powers))
    return (*above, tuple(range(TEN)))


def _fractions(question: Question) -> tuple[Group, ...]:
    if question.step == HALF:
        return ((HALF,),)
    powers = [Fraction(1, TEN**power) for power in range(1, question.decimals + 1)]
    return tuple(tuple(digit * power for digit in range(1, TEN)) for power in powers)


def total(amounts: Sequence[Number]) -> Number:
    """Return the number that these boxes say together."""
    return reduced(sum(amounts, Fraction(0)))
