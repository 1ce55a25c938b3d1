"""Made-up marks of pens on a printed page, tidy and sloppy."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from webapp.paper.layout import BoxPlace
from webapp.paper.marks import Mark

PRINT_DPI = 300
DOTS = PRINT_DPI / 2540  # dots of a printed page in a hundredth of a millimetre
FINE = 2  # how many times finer marks are drawn
AROUND = 2.2  # sides of a box around it on which a mark may be

PENS = {"black": (25, 25, 30), "blue": (30, 45, 140), "pencil": (95, 95, 100), "hard pencil": (150, 150, 152)}
TIDY = ("cross", "cross", "cross", "tick", "tick", "line", "blob", "scribble")
SLOPPY = ("long tick", "long line", "half", "off", "beside", "circled", "circled cross", "hard pencil")
TAKEN_BACK = ("filled", "gaps", "struck", "scratched")
"""Kinds of marks: of a usual hand, of one in a hurry, and boxes that are meant to be empty again."""

Stroke = Sequence[tuple[float, float]]


def meant(kind: str) -> Mark:
    """Return what somebody means who leaves such a mark in a box ("" for none)."""
    if not kind:
        return Mark.EMPTY
    return Mark.FILLED if kind in TAKEN_BACK else Mark.MARKED


@dataclass(frozen=True)
class Pen:
    """What marks are made with. `width` is in millimetres; `mark` is the kind of its tidy marks."""

    ink: tuple[int, int, int]
    width: float
    mark: str


def pen(chance: random.Random) -> Pen:
    """One that somebody may have at hand."""
    name = chance.choice(["black", "blue", "blue", "pencil"])
    return Pen(PENS[name], chance.uniform(0.35, 0.7), chance.choice(TIDY))


def marked(
    sheet: Image.Image, boxes: Sequence[BoxPlace], marks: Mapping[str, str], pen: Pen, chance: random.Random
) -> Image.Image:
    """The page with its boxes marked: by key, a kind of mark, or "x" for the one that this pen makes."""
    page = sheet.convert("RGB")
    for box in boxes:
        kind = marks.get(box.key)
        if kind:
            _draw(page, box, pen, pen.mark if kind == "x" else kind, chance)
    return page


def _draw(page: Image.Image, box: BoxPlace, pen: Pen, kind: str, chance: random.Random) -> None:
    around = box.side * AROUND
    at = round((box.left - around) * DOTS), round((box.top - around) * DOTS)
    size = math.ceil((box.side + 2 * around) * DOTS)
    layer = Image.new("L", (size * FINE, size * FINE), 0)
    draw = ImageDraw.Draw(layer)
    unit, shift = box.side * DOTS * FINE, around * DOTS * FINE
    width = max(1, round(pen.width * 100 * DOTS * FINE))

    def point(x: float, y: float, loose: float) -> tuple[float, float]:
        return (shift + (x + chance.gauss(0, loose)) * unit, shift + (y + chance.gauss(0, loose)) * unit)

    loose = 0.02 if kind.startswith("circled") else 0.07
    for stroke in STROKES[kind](chance):
        draw.line([point(x, y, loose) for x, y in stroke], fill=255, width=width, joint="curve")
    if kind in ("blob", "filled"):
        edge = 0.22 if kind == "blob" else 0.02
        draw.ellipse([*point(edge, edge, 0.03), *point(1 - edge, 1 - edge, 0.03)], fill=255)
    if kind == "filled":
        draw.rectangle([*point(0.06, 0.06, 0.02), *point(0.94, 0.94, 0.02)], fill=255)
    mask = layer.resize((size, size), Image.Resampling.BOX).point(lambda value: value * 0.92)
    page.paste(PENS.get(kind, pen.ink), at, mask)


def _cross(chance: random.Random) -> list[Stroke]:
    out = chance.uniform(-0.1, 0.3)
    return [[(-out, -out), (1 + out, 1 + out)], [(1 + out, -out), (-out, 1 + out)]]


def _tick(chance: random.Random) -> list[Stroke]:
    out = chance.uniform(0, 0.4)
    return [[(0.1, 0.5), (0.42, 0.95), (1 + out, -out)]]


def _line(chance: random.Random) -> list[Stroke]:
    out = chance.uniform(0, 0.3)
    return [[(-out, 1 + out), (1 + out, -out)]]


def _scribble(_: random.Random) -> list[Stroke]:
    return [_zigzag(5)]


def _zigzag(steps: int) -> Stroke:
    return [(0.1 + 0.8 * (step % 2), 0.15 + 0.7 * step / steps) for step in range(steps + 1)]


def _none(_: random.Random) -> list[Stroke]:
    return []


def _long_tick(chance: random.Random) -> list[Stroke]:
    """A tick whose tail goes on into the box above or beside."""
    out, flat = chance.uniform(0.5, 1.8), chance.uniform(0.2, 1.2)
    return [[(0.1, 0.5), (0.42, 0.95), (0.42 + out * flat, 0.95 - 0.95 - out)]]


def _long_line(chance: random.Random) -> list[Stroke]:
    out, flat = chance.uniform(0.4, 1.4), chance.uniform(0.2, 1)
    return [[(-out * flat, 1 + out), (1 + out * flat, -out)]]


def _half(chance: random.Random) -> list[Stroke]:
    x, y, angle = chance.uniform(0.3, 0.7), chance.uniform(0.3, 0.7), chance.uniform(0, math.pi)
    reach = chance.uniform(0.18, 0.35)
    across, down = reach * math.cos(angle), reach * math.sin(angle)
    return [[(x - across, y - down), (x + across, y + down)]]


def _moved(strokes: Sequence[Stroke], chance: random.Random, least: float, most: float) -> list[Stroke]:
    angle, far = chance.uniform(0, 2 * math.pi), chance.uniform(least, most)
    across, down = far * math.cos(angle), far * math.sin(angle)
    return [[(x + across, y + down) for x, y in stroke] for stroke in strokes]


def _off(chance: random.Random) -> list[Stroke]:
    return _moved(_cross(chance), chance, 0.2, 0.5)


def _beside(chance: random.Random) -> list[Stroke]:
    """A cross before the box, in the margin or where the label of another may end."""
    return [[(x - chance.uniform(1.15, 1.3), y) for x, y in stroke] for stroke in _small(_cross(chance))]


def _small(strokes: Sequence[Stroke]) -> list[Stroke]:
    return [[(0.2 + 0.6 * x, 0.2 + 0.6 * y) for x, y in stroke] for stroke in strokes]


def _circled(chance: random.Random) -> list[Stroke]:
    wide, high, start = chance.uniform(0.7, 1.25), chance.uniform(0.65, 0.95), chance.uniform(0, 6)
    turns = [start + step / 24 * 2 * math.pi * chance.uniform(0.97, 1.05) for step in range(25)]
    return [[(0.5 + wide * math.cos(turn), 0.5 + high * math.sin(turn)) for turn in turns]]


def _circled_cross(chance: random.Random) -> list[Stroke]:
    return [*_circled(chance), *_cross(chance)]


def _gaps(chance: random.Random) -> list[Stroke]:
    """A cross, filled in with strokes that leave gaps."""
    return [*_cross(chance), _zigzag(10), [(y, x) for x, y in _zigzag(8)]]


def _struck(chance: random.Random) -> list[Stroke]:
    """A cross, struck out by a line through the box and the beginning of its label."""
    slant = chance.uniform(-0.15, 0.15)
    return [*_cross(chance), [(-0.9, 0.5 - slant), (2.9, 0.5 + slant)]]


def _scratched(chance: random.Random) -> list[Stroke]:
    """A cross under a wild zigzag that leaves the box."""
    zigzag = [(-0.2 + 1.4 * (step % 2), -0.05 + 1.1 * step / 9) for step in range(10)]
    return [*_cross(chance), zigzag, [(y, x) for x, y in zigzag]]


STROKES: Mapping[str, Callable[[random.Random], list[Stroke]]] = {
    "cross": _cross,
    "tick": _tick,
    "line": _line,
    "scribble": _scribble,
    "blob": _none,
    "filled": _none,
    "long tick": _long_tick,
    "long line": _long_line,
    "half": _half,
    "off": _off,
    "beside": _beside,
    "circled": _circled,
    "circled cross": _circled_cross,
    "hard pencil": _cross,
    "gaps": _gaps,
    "struck": _struck,
    "scratched": _scratched,
}
