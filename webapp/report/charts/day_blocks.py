"""Counts over the days of some months: blocks as wide as their days, and as high as the count of one day.

The area of a block is then the count of all its days. Readable in grey, and described in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from webapp.localization.localizer import ENGLISH, Localizer
from webapp.questionnaire.rules.numbers import Number, fixed
from webapp.report.charts import svg
from webapp.report.charts.scales import ticks

WIDE, HIGH = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 36, 356, 28, 140
MONTHS, KEY = BOTTOM + 16, HIGH - 8
HALF = 160  # of the key: two fit side by side


@dataclass(frozen=True)
class DayBlock:
    """Consecutive days with the count of all of them, and that part of it which is drawn full."""

    first: date
    last: date
    count: int
    full: int
    words: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class DayWords:
    """The words of a plot: its title, its scale, its months, and what full and empty blocks are."""

    title: str
    scale: str
    months: Sequence[tuple[date, str]]
    full: str
    empty: str = ""


def day_blocks(
    blocks: Sequence[DayBlock], names: DayWords, *, prefix: str, words: Localizer = ENGLISH
) -> Markup:
    """Draw blocks of consecutive days, in their order. `prefix` begins every id."""
    says = words.join_phrases([block.words for block in blocks])
    return svg.frame((WIDE, HIGH), prefix, names.title, says, _DayPlot(blocks, words).draw(names))


class _DayPlot:
    """Places of one plot."""

    def __init__(self, blocks: Sequence[DayBlock], words: Localizer) -> None:
        self.blocks = blocks
        self.words = words
        self.first = blocks[0].first
        self.days = (blocks[-1].last - self.first).days + 1
        self.ticks = ticks([Fraction(block.count, block.days) for block in blocks])

    def draw(self, names: DayWords) -> Iterator[Markup]:
        yield svg.text((0, 12), names.scale, size=11, strength="0.75")
        for tick in self.ticks:
            y = self._y(tick)
            yield svg.line((LEFT, y), (RIGHT, y), strength="0.25")
            yield svg.text((LEFT - 6, y + 4), self._number(tick), anchor="end", size=11, strength="0.75")
        for block in self.blocks:
            yield from self._block(block)
        for day, name in names.months:
            yield svg.line((self._x(day), BOTTOM), (self._x(day), BOTTOM + 5))
            yield svg.text((self._x(day) + 2, MONTHS), name, size=11)
        yield from _key(names)

    def _block(self, block: DayBlock) -> Iterator[Markup]:
        left, width = self._x(block.first), Fraction(block.days * (RIGHT - LEFT), self.days)
        for count, draw in ((block.count, svg.empty), (block.full, svg.full)):
            top = self._y(Fraction(count, block.days))
            yield draw((left + 1, top), (max(Fraction(1), width - 2), BOTTOM - top))

    def _number(self, tick: Number) -> str:
        return self.words.number(fixed(tick, 0 if tick == int(tick) else 1))

    def _x(self, day: date) -> Fraction:
        return LEFT + Fraction((day - self.first).days * (RIGHT - LEFT), self.days)

    def _y(self, count: Number) -> Fraction:
        return BOTTOM - Fraction(count) * (BOTTOM - TOP) / self.ticks[-1]


def _key(names: DayWords) -> Iterator[Markup]:
    drawn = ((LEFT, svg.full, names.full), (LEFT + HALF, svg.empty, names.empty))
    for left, draw, name in drawn:
        if name:
            yield draw((left, KEY - 10), (12, 10))
            yield svg.text((left + 18, KEY), name, size=11)
