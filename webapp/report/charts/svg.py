"""Pieces of charts: frames, texts and blocks. Attributes and no styles: no policy of a page forbids them."""

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from webapp.cldr.direction import in_right_to_left
from webapp.questionnaire.rules.numbers import Number

INK = "currentColor"  # the colour of the text around the chart, on a light and on a dark screen and on paper
HATCH = 5  # between two strokes of a hatched block

FRAME = (
    '<svg class="chart" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" direction="ltr"'
    ' aria-labelledby="{p}-title {p}-desc" font-family="Noto Sans, sans-serif" font-size="12">'
    '<title id="{p}-title">{title}</title><desc id="{p}-desc">{says}</desc>{inside}</svg>'
)
SMALL = (
    '<svg class="chart-small" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img">'
    "<title>{title}</title>{inside}</svg>"
)
PICTURE = (
    '<svg class="number-line" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" direction="ltr"'
    ' font-family="Noto Sans, sans-serif" font-size="12"><title>{title}</title>{inside}</svg>'
)
TEXT = (
    '<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{ink}" fill-opacity="{strength}"'
    ' font-size="{size}"{weight}>{words}</text>'
)
BOLD = ' font-weight="{weight}"'
PATH = '<path d="{d}" fill="none" stroke="{ink}" stroke-width="{width}" stroke-opacity="{strength}"/>'
DASHED = '<path d="{d}" fill="none" stroke="{ink}" stroke-dasharray="4 3"/>'
RECT = (
    '<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}" fill-opacity="{strength}" stroke="{ink}"'
    ' stroke-opacity="{edge}"/>'
)
BAND = (
    '<rect class="band" x="{x}" y="{y}" width="{w}" height="{h}" fill="{ink}" fill-opacity="{strength}"'
    ' stroke="{ink}"/>'
)
SOLID = '<path d="{d}" fill="{ink}"/>'
RING = '<circle cx="{x}" cy="{y}" r="4" fill="none" stroke="{ink}" stroke-width="2"/>'
AREA = '<path d="{d}" fill="{ink}" fill-opacity="0.13"/>'
DOT = '<circle cx="{x}" cy="{y}" r="{r}" fill="{ink}"/>'


def frame(size: tuple[int, int], prefix: str, title: str, says: str, inside: Iterable[Markup]) -> Markup:
    """Return the chart; `says` describes all that it shows. Ids begin with `prefix`."""
    drawn = Markup("").join(inside)
    return _filled(FRAME, w=size[0], h=size[1], p=prefix, title=title, says=says, inside=drawn)


def small(size: tuple[int, int], title: str, inside: Iterable[Markup]) -> Markup:
    """Return a drawing for a cell, whose title says what it shows."""
    return _filled(SMALL, w=size[0], h=size[1], title=title, inside=Markup("").join(inside))


def drawing(size: tuple[int, int], title: str, inside: Iterable[Markup]) -> Markup:
    """Return a drawing with numbers in it, whose title says what it shows."""
    return _filled(PICTURE, w=size[0], h=size[1], title=title, inside=Markup("").join(inside))


def text(
    at: tuple[Number, Number],
    words: str,
    *,
    anchor: str = "start",
    size: int = 12,
    strength: str = "1",
    weight: str = "",
) -> Markup:
    """Write words at a place; `anchor` is "start", "middle" or "end".

    A chart runs from left to right; its words run as their own letters do.
    """
    x, y = map(coordinate, at)
    bold = _filled(BOLD, weight=weight) if weight else ""
    return _filled(
        TEXT,
        x=x,
        y=y,
        anchor=anchor,
        ink=INK,
        strength=strength,
        size=size,
        weight=bold,
        words=in_right_to_left(words),
    )


def line(*points: tuple[Number, Number], width: str = "1", strength: str = "1") -> Markup:
    """Draw a line through points."""
    return _filled(PATH, d="M" + "L".join(map(_pair, points)), ink=INK, width=width, strength=strength)


def dashed(*points: tuple[Number, Number]) -> Markup:
    """Draw a dashed line through points."""
    return _filled(DASHED, d="M" + "L".join(map(_pair, points)), ink=INK)


def area(*points: tuple[Number, Number]) -> Markup:
    """Draw a pale shape."""
    return _filled(AREA, d="M" + "L".join(map(_pair, points)) + "Z", ink=INK)


def solid(*points: tuple[Number, Number]) -> Markup:
    """Draw a full shape."""
    return _filled(SOLID, d="M" + "L".join(map(_pair, points)) + "Z", ink=INK)


def ring(at: tuple[Number, Number]) -> Markup:
    """Draw an empty dot: an end of a range."""
    return _filled(RING, x=coordinate(at[0]), y=coordinate(at[1]), ink=INK)


def band(corner: tuple[Number, Number], size: tuple[Number, Number], ink: str, strength: str) -> Markup:
    """Draw a shaded piece of a line."""
    x, y, w, h = map(coordinate, (*corner, *size))
    return _filled(BAND, x=x, y=y, w=w, h=h, ink=ink, strength=strength)


def _filled(template: str, **values: object) -> Markup:
    """Put values into a template of ours; `Markup.format` does the same in Python, ten times as slowly."""
    return Markup(template.format(**{name: escape(value) for name, value in values.items()}))  # noqa: S704


def faded(inside: Iterable[Markup]) -> Markup:
    """Draw something pale: what was, beside what is."""
    return Markup('<g opacity="0.5">{}</g>').format(Markup("").join(inside))


def dot(at: tuple[Number, Number], radius: str = "4") -> Markup:
    """Draw a full dot."""
    return _filled(DOT, x=coordinate(at[0]), y=coordinate(at[1]), r=radius, ink=INK)


def full(corner: tuple[Number, Number], size: tuple[Number, Number], ink: str = INK) -> Markup:
    """Draw a block for what is certain."""
    return _rect(corner, size, ink, ("1", ink, "1"))


def empty(corner: tuple[Number, Number], size: tuple[Number, Number]) -> Markup:
    """Draw a block for what is ruled out."""
    return _rect(corner, size, INK, ("0", INK, "0.4"))


@lru_cache(maxsize=256)
def hatched(corner: tuple[Number, Number], size: tuple[Number, Number], ink: str = INK) -> Markup:
    """Draw a block for what is possible, wide or tall."""
    edge = _rect(corner, size, ink, ("0", ink, "1"))
    return edge + _filled(PATH, d="".join(_strokes(corner, size)), ink=ink, width="1.3", strength="1")


def _strokes(corner: tuple[Number, Number], size: tuple[Number, Number]) -> Iterable[str]:
    """Yield slanting strokes, each cut at the edges of the block."""
    (x, y), (width, height) = corner, size
    for reach in range(HATCH, int(width + height), HATCH):
        left, low = max(0, reach - height), min(reach, height)
        right, high = min(reach, width), max(0, reach - width)
        yield f"M{_pair((x + left, y + low))}L{_pair((x + right, y + high))}"


def _rect(
    corner: tuple[Number, Number], size: tuple[Number, Number], ink: str, look: tuple[str, str, str]
) -> Markup:
    x, y, w, h = map(coordinate, (*corner, *size))
    return _filled(RECT, x=x, y=y, w=w, h=h, ink=ink, strength=look[0], fill=look[1], edge=look[2])


def _pair(point: tuple[Number, Number]) -> str:
    return f"{coordinate(point[0])} {coordinate(point[1])}"


def coordinate(number: Number) -> str:
    """Write a coordinate to one decimal place, alike on every machine."""
    if isinstance(number, int):
        return str(number)
    tenths = round(number * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"
