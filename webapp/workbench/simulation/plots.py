"""The plots of a simulation as inline SVG."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from markupsafe import Markup

from webapp.questionnaire.levels import Level
from webapp.report.charts import svg
from webapp.workbench.simulation.summary import FactorRow, Summary
from webapp.workbench.simulation.table import percent

INKS = {Level.NONE: "#dfe9ee", Level.SLIGHT: "#9cc3d3", Level.MODERATE: "#417f99", Level.STRONG: "#0f3f53"}
"""From pale to dark, so that they differ in grey, too."""

NAMES = 230
WIDTH = 900
BAR = 18
STEP = 28
TOP = 36
CELL = 26
COLUMN = 46
TALLEST = 140
FULL = 0.5  # the correlation that fills a square


def levels(summary: Summary) -> Markup:
    """Return a bar for each factor: none to strong, then hatched what stays open."""
    height = TOP + STEP * len(summary.rows)
    says = "; ".join(_said(row, summary) for row in summary.rows)
    inside = [
        *_legend(),
        *(piece for place, row in enumerate(summary.rows) for piece in _bar(place, row, summary)),
    ]
    return svg.frame((WIDTH, height), "levels", "How often each level comes out", says, inside)


def _said(row: FactorRow, summary: Summary) -> str:
    shares = ", ".join(
        f"{level.word} {percent(summary.share(count))}" for level, count in row.settled.items()
    )
    return f"{row.title}: {shares}, open {percent(summary.share(row.open))}"


def _legend() -> Iterator[Markup]:
    for place, level in enumerate(Level):
        yield svg.full((NAMES + 110 * place, 4), (BAR, BAR), INKS[level])
        yield svg.text((NAMES + 110 * place + BAR + 6, 18), level.word)
    yield svg.hatched((NAMES + 440, 4), (BAR, BAR))
    yield svg.text((NAMES + 440 + BAR + 6, 18), "open")


def _bar(place: int, row: FactorRow, summary: Summary) -> Iterator[Markup]:
    top, left = TOP + STEP * place, Fraction(NAMES)
    yield svg.text((NAMES - 10, top + 14), row.factor, anchor="end")
    for level, count in row.settled.items():
        width = _length(count, summary)
        if width:
            yield svg.full((left, top), (width, BAR), INKS[level])
        left += width
    if row.open:
        yield svg.hatched((left, top), (_length(row.open, summary), BAR))


def _length(count: int, summary: Summary) -> Fraction:
    return Fraction(count * (WIDTH - NAMES), summary.tally.people or 1)


def together(summary: Summary) -> Markup:
    """Return a square for every pair of factors: the darker, the higher their correlation."""
    names = list(summary.tally.levels)
    size = (NAMES + CELL * len(names) + 10, TOP + CELL * len(names))
    says = "; ".join(f"{pair.first} and {pair.second}: {pair.correlation:.2f}" for pair in summary.closest)
    inside = [
        *(piece for place, name in enumerate(names) for piece in _name(place, name)),
        *_squares(summary, names),
    ]
    return svg.frame(size, "together", "Which factors go together", says or "None do.", inside)


def _name(place: int, name: str) -> Iterator[Markup]:
    yield svg.text((NAMES - 10, TOP + CELL * place + 17), f"{name} {place + 1}", anchor="end")
    yield svg.text((NAMES + CELL * place + CELL // 2 - 1, TOP - 8), str(place + 1), anchor="middle")


def _squares(summary: Summary, names: list[str]) -> Iterator[Markup]:
    for pair in summary.pairs:
        side = Fraction(round(min(max(pair.correlation, 0) / FULL, 1) * (CELL - 2)))
        for x, y in permutations((names.index(pair.first), names.index(pair.second))):
            left, top = NAMES + CELL * x, TOP + CELL * y
            yield svg.empty((left, top), (CELL - 2, CELL - 2))
            inset = (CELL - 2 - side) / 2
            yield svg.full((left + inset, top + inset), (side, side), INKS[Level.MODERATE])


def minutes(summary: Summary) -> Markup:
    """Return the histogram of the minutes that people take."""
    counts = summary.minutes
    most = max((count for _, count in counts), default=1)
    inside = [
        piece
        for place, (taken, count) in enumerate(counts)
        for piece in _column(COLUMN * place, Fraction(count, most), f"{taken:g}", summary.share(count))
    ]
    says = "; ".join(f"{taken:g} minutes: {percent(summary.share(count))}" for taken, count in counts)
    size = (max(COLUMN * len(counts), COLUMN) + 10, TALLEST + TOP + BAR)
    return svg.frame(size, "minutes", "Minutes to fill in", says, inside)


def _column(left: int, part: Fraction, name: str, share: float) -> Iterator[Markup]:
    height = part * TALLEST
    top, middle = TOP + TALLEST - height, left + Fraction(COLUMN, 2)
    yield svg.full((left + 6, top), (COLUMN - 12, height), INKS[Level.MODERATE])
    yield svg.text((middle, top - 6), percent(share), anchor="middle", size=11)
    yield svg.text((middle, TOP + TALLEST + BAR - 4), name, anchor="middle")
