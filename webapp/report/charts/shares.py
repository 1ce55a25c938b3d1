"""Shares of many people as bars: one row for each kind, readable in grey."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from webapp.localization.localizer import ENGLISH, Localizer
from webapp.report.charts import svg

WIDE = 360
ROW, BAR = 34, 11
BAR_WIDTH = WIDE - 2


@dataclass(frozen=True)
class ShareRow:
    """A kind of people: the part of all that it is, in words too; None where it is hidden."""

    title: str
    share: Fraction | None
    words: str


def shares(rows: Sequence[ShareRow], *, prefix: str, title: str, words: Localizer = ENGLISH) -> Markup:
    """Draw a bar for each row, in the order given. `prefix` begins every id.

    A hidden share has an empty dashed bar, since it is not nought.
    """
    says = words.enumerate([words.labelled(row.title, row.words) for row in rows])
    return svg.frame((WIDE, ROW * len(rows) + 2), prefix, title, says, _bars(rows))


def _bars(rows: Sequence[ShareRow]) -> Iterator[Markup]:
    for number, row in enumerate(rows):
        top = ROW * number
        yield svg.text((0, top + 11), row.title)
        yield svg.text((BAR_WIDTH, top + 11), row.words, anchor="end", strength="0.75")
        corner = (1, top + 16)
        if row.share is None:
            yield svg.dashed(*_edge(corner))
        else:
            yield svg.empty(corner, (BAR_WIDTH - 1, BAR))
            yield svg.full(corner, (max(1, int(row.share * (BAR_WIDTH - 1))), BAR))


def _edge(corner: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    (x, y), right, low = corner, BAR_WIDTH, corner[1] + BAR
    return (x, y), (right, y), (right, low), (x, low), (x, y)
