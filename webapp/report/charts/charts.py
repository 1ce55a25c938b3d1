"""Charts as SVG, for the screen and for paper: readable in grey, and described in words for screen readers.

A range is drawn as a range, and what is not known is never drawn as zero. A chart is always shown with its
table.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from markupsafe import Markup

from webapp.assessment import Trend
from webapp.assessment.tracked_values import ValueRange
from webapp.cldr.wide_signs import is_wide
from webapp.localization.localizer import ENGLISH, Localizer
from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.numbers import Number, decimal_places
from webapp.report.charts import svg
from webapp.report.charts.scales import spread, ticks
from webapp.report.views.gauges import Gauge
from webapp.report.views.ranges import level_name, level_range, no_value, range_words

STRONGEST = int(Level.STRONG)

# The profile: a line of words over a bar, so that it can be read on a telephone.
WIDE = 360
ROW = 34
BAR = 11
GAP = 6
BLOCK = (WIDE - 2 * GAP - 2) // STRONGEST
HEAD = 22
KEY = 24

# The trend.
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 66, 340, 30, 130
TREND = (WIDE, 162)
BAR_OF_RANGE = 10
LETTER, WIDE_LETTER = 6, 11  # the width of a letter of a label: more than most have, so that two never touch
BETWEEN_LABELS = 8
BETWEEN_MARKS = 20  # of the key
FACTOR = "factor"


class ProfileRow(Protocol):
    """What a bar of the profile is drawn from."""

    @property
    def title(self) -> str: ...

    @property
    def gauge(self) -> Gauge: ...


def profile(rows: Sequence[ProfileRow], *, prefix: str, title: str, words: Localizer = ENGLISH) -> Markup:
    """Draw the factors as bars of three blocks, in the order given.

    Full blocks are sure, hatched ones possible. `prefix` begins every id, so that two charts never clash.
    """
    says = words.join_phrases(words.labelled(row.title, _level(row.gauge, words)) for row in rows)
    size = (WIDE, HEAD + ROW * len(rows) + KEY)
    return svg.frame(size, prefix, title, says, _profile(rows, size[1], words))


def trend(
    line: Trend,
    visits: Sequence[str],
    *,
    prefix: str,
    times: Sequence[Number] = (),
    cuts: Sequence[Number] = (),
    words: Localizer = ENGLISH,
) -> Markup:
    """Draw one factor or measure over visits, oldest first: a dot for an exact value, a bar for a range.

    `visits` has a short label for each point, and `times` says how far apart they stand; without it, all
    stand at equal steps. At each of `cuts`, the cut-offs of a measure, there is a dashed line.
    """
    plot = _Plot(line, times, cuts, words)
    title = f"{line.title} ({line.unit})" if line.unit else line.title
    said = [words.labelled(visit, plot.words(ends)) for visit, ends in zip(visits, line.points, strict=True)]
    said += [words.gettext("cut-off: %(number)s", number=plot.number(cut)) for cut in cuts]
    return svg.frame(TREND, prefix, title, words.join_phrases(said), plot.draw(title, visits))


def step(was: Gauge | None, now: Gauge | None, title: str) -> Markup:
    """Draw two visits of one factor for a cell: the earlier above, the later below. `title` says it."""
    drawn = [svg.faded(_small_blocks(was, 0)), *_small_blocks(now, 12)]
    return svg.small((57, 21), title, drawn)


def pair(was: ValueRange, now: ValueRange, decimals: int, words: Localizer = ENGLISH) -> Markup:
    """Draw two visits of one measure on one scale for a cell: the earlier above, the later below."""
    title = was_and_now(range_words(was, decimals, words), range_words(now, decimals, words), words)
    most = max((ends[1] for ends in (was, now) if ends), default=0) or 1
    drawn = [svg.line((1, 0), (1, 22), strength="0.4"), svg.faded(_span(was, most, 5)), *_span(now, most, 17)]
    return svg.small((104, 22), title, drawn)


def was_and_now(was: str, now: str, words: Localizer) -> str:
    """Say what two visits had."""
    return words.gettext("was %(was)s, now %(now)s", was=was, now=now)


def _level(gauge: Gauge | None, words: Localizer) -> str:
    return level_range(None if gauge is None else (gauge.lowest, gauge.highest), words)


class _Side:
    """Places of a chart that begins where the language does: at the left, or mirrored."""

    def __init__(self, words: Localizer) -> None:
        self._is_mirrored = words.is_rtl

    def box(self, left: int, width: int) -> int:
        """Return the left edge of what begins so far from the side and is so wide."""
        return WIDE - left - width if self._is_mirrored else left

    def text(
        self,
        at: tuple[int, int],
        words: str,
        *,
        is_at_end: bool = False,
        size: int = 12,
        strength: str = "1",
    ) -> Markup:
        """Write words that begin or end so far from the side."""
        anchor = "end" if is_at_end != self._is_mirrored else "start"
        return svg.text((self.box(at[0], 0), at[1]), words, anchor=anchor, size=size, strength=strength)


def _profile(rows: Sequence[ProfileRow], height: int, words: Localizer) -> Iterator[Markup]:
    side = _Side(words)
    for level in range(1, STRONGEST + 1):
        name = level_name(Level(level), words)
        yield side.text((_block_left(level - 1), 12), name, size=11, strength="0.75")
    for number, row in enumerate(rows):
        top = HEAD + number * ROW
        yield side.text((0, top + 11), row.title)
        yield side.text((WIDE - 2, top + 11), _level(row.gauge, words), is_at_end=True, strength="0.75")
        for block in range(STRONGEST):
            corner, size = (side.box(_block_left(block), BLOCK), top + 16), (BLOCK, BAR)
            yield _block(row.gauge, block, corner, size)
    yield from _key(height - 10, words, side)


def _key(base: int, words: Localizer, side: _Side) -> Iterator[Markup]:
    left = 1
    for draw, meaning in (
        (svg.full, words.gettext("sure")),
        (svg.hatched, words.gettext("possible, not settled by the answers")),
    ):
        yield draw((side.box(left, 15), base - 9), (15, 9))
        yield side.text((left + 21, base), meaning, size=11, strength="0.75")
        left += 21 + _width(meaning) + BETWEEN_MARKS


def _block_left(block: int) -> int:
    return 1 + block * (BLOCK + GAP)


def _block(gauge: Gauge, block: int, corner: tuple[int, int], size: tuple[int, int]) -> Markup:
    if block < gauge.lowest:
        return svg.full(corner, size)
    return svg.hatched(corner, size) if block < gauge.highest else svg.empty(corner, size)


def _small_blocks(gauge: Gauge | None, top: int) -> Iterator[Markup]:
    if gauge is None:
        yield svg.text((1, top + 8), "–", size=10)
        return
    for block in range(STRONGEST):
        yield _block(gauge, block, (1 + block * 19, top + 1), (17, 7))


def _span(ends: ValueRange, most: Number, middle: int) -> Iterator[Markup]:
    if ends is None:
        yield svg.text((6, middle + 4), "?", size=10)
        return
    low, high = (5 + max(end, 0) * Fraction(94) / most for end in ends)
    if low == high:
        yield svg.line((1, middle), (low, middle), width="2")
        yield svg.dot((low, middle))
    else:
        yield svg.hatched((low, middle - 4), (high - low, 8))


class _Plot:
    """Places and words of one trend."""

    def __init__(
        self, line: Trend, times: Sequence[Number], cuts: Sequence[Number], localizer: Localizer
    ) -> None:
        self.line = line
        self.cuts = cuts
        self.localizer = localizer
        steps = times if len(times) == len(line.points) else range(len(line.points))
        self.places = spread(steps, PLOT_LEFT + 10, PLOT_RIGHT)
        known = [end for ends in line.points if ends for end in ends]
        self.ticks = list(range(STRONGEST + 1)) if line.kind == FACTOR else ticks([*known, *cuts])

    def words(self, ends: ValueRange) -> str:
        if self.line.kind == FACTOR:
            return no_value(self.localizer) if ends is None else level_range(ends, self.localizer)
        return range_words(ends, self.line.decimals, self.localizer)

    def draw(self, title: str, visits: Sequence[str]) -> Iterator[Markup]:
        yield svg.text((0, 13), title)
        yield from self._scale()
        yield from (
            svg.dashed((PLOT_LEFT, self._y(cut)), (PLOT_RIGHT + 10, self._y(cut))) for cut in self.cuts
        )
        yield from self._joins()
        for number, ends in enumerate(self.line.points):
            yield from self._point(self._x(number), ends)
        yield from self._labels(visits)

    def _scale(self) -> Iterator[Markup]:
        for tick in self.ticks:
            y = self._y(tick)
            yield svg.line((PLOT_LEFT, y), (PLOT_RIGHT + 10, y), strength="0.25")
            yield svg.text((PLOT_LEFT - 8, y + 4), self._name(tick), anchor="end", size=11, strength="0.75")

    def _name(self, tick: Number) -> str:
        if self.line.kind == FACTOR:
            return level_name(Level(int(tick)), self.localizer)
        return self.number(tick)

    def number(self, tick: Number) -> str:
        decimals = 0 if tick == int(tick) else max(decimal_places(tick), self.line.decimals)
        return range_words((tick, tick), decimals, self.localizer)

    def _joins(self) -> Iterator[Markup]:
        """Draw from visit to visit a line, or where one of them is a range, the band between their ends."""
        for number, (left, right) in enumerate(pairwise(self.line.points)):
            if left is None or right is None:
                continue
            near, far = self._x(number), self._x(number + 1)
            ends = (near, self._y(left[0])), (far, self._y(right[0]))
            tops = (far, self._y(right[1])), (near, self._y(left[1]))
            yield (
                svg.line(*ends, width="1.6")
                if ends[0] == tops[1] and ends[1] == tops[0]
                else svg.area(*ends, *tops)
            )

    def _point(self, x: Number, ends: ValueRange) -> Iterator[Markup]:
        if ends is None:
            yield svg.text((x, PLOT_BOTTOM - 6), "?", anchor="middle", strength="0.75")
        elif ends[0] == ends[1]:
            yield svg.dot((x, self._y(ends[0])))
        else:
            top, bottom = self._y(ends[1]), self._y(ends[0])
            yield svg.hatched((x - BAR_OF_RANGE // 2, top), (BAR_OF_RANGE, bottom - top))

    def _labels(self, visits: Sequence[str]) -> Iterator[Markup]:
        """Draw the days beneath: the first, the last, and those between that have room."""
        base, last = TREND[1] - 10, len(visits) - 1
        if last == 0:
            yield svg.text((self._x(0), base), visits[0], anchor="middle", size=11)
            return
        yield svg.text((PLOT_LEFT, base), visits[0], anchor="start", size=11)
        reached: Number = PLOT_LEFT + _width(visits[0])
        end = WIDE - 2 - _width(visits[last])
        for number in range(1, last):
            left, right = (self._x(number) + sign * Fraction(_width(visits[number]), 2) for sign in (-1, 1))
            if left >= reached + BETWEEN_LABELS and right <= end - BETWEEN_LABELS:
                yield svg.text((self._x(number), base), visits[number], anchor="middle", size=11)
                reached = right
        yield svg.text((WIDE - 2, base), visits[last], anchor="end", size=11)

    def _x(self, number: int) -> Number:
        return self.places[number]

    def _y(self, value: Number) -> Number:
        low, high = self.ticks[0], self.ticks[-1]
        return PLOT_BOTTOM - Fraction(value - low) * (PLOT_BOTTOM - PLOT_TOP) / (high - low)


def _width(label: str) -> int:
    return sum(WIDE_LETTER if is_wide(letter) else LETTER for letter in label)
