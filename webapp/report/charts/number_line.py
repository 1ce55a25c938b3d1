"""An amount on a line with its cut-offs, as SVG: numbers alone, so it is the same in every language.

The bands are darker the higher their rank. An exact amount is a mark above the line, a range a bar between
two rings. What the picture says is given in words by the page around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from markupsafe import Markup

from webapp.questionnaire.rules.numbers import Number
from webapp.report.charts import svg
from webapp.report.views.amount_line import AmountLine

HEIGHT = 60
LEFT = 8
BAR_TOP, BAR_BOTTOM = 28, 41
MARK = 23  # the middle of what stands above the bar
NUMBERS = 56  # the base line of the cut-offs' numbers
LETTER = Fraction(7, 12)  # of the size; wider than most digits are, so that two numbers never touch
GAP = 8  # between two numbers
WIDTHS = {".": 268, ",": 268, " ": 260, "–": 500}
DIGIT_WIDTH = 572
"""In thousandths of the size, as Noto Sans has them; numbers of other fonts are much the same."""


@dataclass(frozen=True)
class _Format:
    """How wide a line is, and the sizes of its numbers: of the amount, and of the cut-offs."""

    width: int
    amount_size: int
    cut_size: int


USUAL = _Format(360, 14, 12)
EASY = _Format(172, 15, 15)  # as wide as a phone: its numbers are as large as the words of easy read


def number_line(line: AmountLine, says: str, ink: str = svg.INK, *, is_easy: bool = False) -> Markup:
    """Draw the amount on its line; `says` describes the picture, and `ink` is the colour of the bands."""
    scale = _Scale(line, EASY if is_easy else USUAL)
    drawn = (*_bands(line, scale, ink), *_numbers(line, scale), *_marks(line, scale))
    return svg.drawing((scale.format.width, HEIGHT), says, drawn)


class _Scale:
    """Where numbers stand between the two ends of the line."""

    def __init__(self, line: AmountLine, format_: _Format) -> None:
        self.format = format_
        self.right = format_.width - LEFT
        first, last = line.cuts[0], line.cuts[-1]
        span, lowest, highest = last - first, min(line.all_ends), max(line.all_ends)
        self.low = min(first - span, lowest) if span and first > 2 * span else min(0, lowest)
        reach = last - self.low
        usual = line.most if line.most <= 2 * last else last + reach / Fraction(2)
        self.high = max(usual, min(highest * Fraction(21, 20), last + reach))

    def x(self, number: Number) -> Number:
        """Return the place of a number; of one beyond the line, its end."""
        inside = min(max(number, self.low), self.high)
        return LEFT + Fraction(inside - self.low) * (self.right - LEFT) / (self.high - self.low)


def _bands(line: AmountLine, scale: _Scale, ink: str) -> Iterator[Markup]:
    edges = [LEFT, *(scale.x(cut) for cut in line.cuts), scale.right]
    for (left, right), band in zip(pairwise(edges), line.bands, strict=True):
        if right > left:
            yield svg.band((left, BAR_TOP), (right - left, BAR_BOTTOM - BAR_TOP), ink, band.shade)


def _numbers(line: AmountLine, scale: _Scale) -> Iterator[Markup]:
    """Draw a tick at each cut-off, and its number where there is room."""
    reached: Number = 0
    size = scale.format.cut_size
    for cut, words in zip(line.cuts, line.cut_words, strict=True):
        x, half = scale.x(cut), LETTER * size * len(words) / 2
        yield svg.line((x, BAR_BOTTOM), (x, BAR_BOTTOM + 4))
        if x - half >= reached:
            yield _centred((x, NUMBERS), words, size)
            reached = x + half + GAP


def _marks(line: AmountLine, scale: _Scale) -> Iterator[Markup]:
    """Draw the amount with its number, and pale what it was at an earlier visit."""
    middle = Fraction(sum(scale.x(end) for end in line.ends)) / 2
    size = scale.format.amount_size
    half = _width(line.number, size) / 2
    place = min(max(middle, half), scale.format.width - half), 13
    yield _centred(place, line.number, size, "bold")
    if line.was_ends:
        yield svg.faded(_mark(line.was_ends, scale))
    yield from _mark(line.ends, scale)


def _mark(ends: tuple[Number, Number], scale: _Scale) -> Iterator[Markup]:
    low, high = (scale.x(end) for end in ends)
    if ends[0] > scale.high:
        end = scale.right
        yield svg.solid((end, MARK), (end - 9, MARK - 5), (end - 9, MARK + 5))
    elif low == high:
        yield svg.solid((low, BAR_TOP + 2), (low - 6, MARK - 6), (low + 6, MARK - 6))
    else:
        yield svg.line((low + 4, MARK), (high - 4, MARK), width="3")
        yield svg.ring((low, MARK))
        yield svg.ring((high, MARK))


def _centred(place: tuple[Number, Number], words: str, size: int, weight: str = "") -> Markup:
    """Write a number around a place: on paper, a text that is anchored at its middle costs 300 bytes more."""
    return svg.text((place[0] - _width(words, size) / 2, place[1]), words, size=size, weight=weight)


def _width(words: str, size: int) -> Fraction:
    return Fraction(size * sum(WIDTHS.get(letter, DIGIT_WIDTH) for letter in words), 1000)
