"""Scales of charts: places of visits, and round numbers beside a plot."""

from collections.abc import Sequence
from fractions import Fraction

from webapp.questionnaire.rules.numbers import Number

MOST_TICKS = 4
BETWEEN_POINTS = 12  # at least, from the middle of one to the middle of the next, where there is room


def spread(times: Sequence[Number], left: int, right: int) -> list[Number]:
    """Place visits between two edges: as far apart as they were, but never one upon the other."""
    last = len(times) - 1
    if last == 0:
        return [Fraction(left + right, 2)]
    span = times[last] - times[0]
    steps = times if span else range(len(times))
    width = Fraction(right - left) / (steps[last] - steps[0])
    gap = min(Fraction(BETWEEN_POINTS), Fraction(right - left, last))
    places: list[Number] = [left + (step - steps[0]) * width for step in steps]
    for number in range(1, last + 1):
        places[number] = max(places[number], places[number - 1] + gap)
    places[last] = min(places[last], Fraction(right))
    for number in range(last - 1, 0, -1):
        places[number] = min(places[number], places[number + 1] - gap)
    return places


def ticks(numbers: Sequence[Number]) -> list[Number]:
    """Return round numbers from zero (or below) to the largest, in at most `MOST_TICKS` steps."""
    low, high = min([0, *numbers]), max([0, *numbers])
    stride = _round_up(Fraction(high - low, 1) / MOST_TICKS or Fraction(1, 4))
    first, last = low // stride, -(-high // stride)
    return [stride * number for number in range(int(first), max(int(last), int(first) + 1) + 1)]


def _round_up(number: Fraction) -> Fraction:
    """Return the next number among 1, 2, 5, 10, 20 and so on, and 0.5, 0.2, 0.1 and so on."""
    power = Fraction(1)
    while power * 10 <= number:
        power *= 10
    while power > number:
        power /= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= number)
