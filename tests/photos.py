"""Made-up photos and scans of a filled-in form, drawn over its real printed pages."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from webapp.paper.layout import BoxPlace

PRINT_DPI = 300
DOTS = PRINT_DPI / 2540  # dots of a printed page in a hundredth of a millimetre
FINE = 2  # how many times finer marks are drawn

PENS = {"black": (25, 25, 30), "blue": (30, 45, 140), "pencil": (95, 95, 100)}
MARKS = ("cross", "cross", "cross", "tick", "tick", "line", "blob", "scribble")
PAPERS = [(255, 255, 255)] * 5 + [(252, 248, 225), (225, 238, 250), (250, 228, 228), (228, 246, 226)]


def printed(pdf: bytes, page: int, dpi: int = PRINT_DPI) -> Image.Image:
    """A page (from 1) as the printer puts it on white paper."""
    with pypdfium2.PdfDocument(pdf) as opened:
        picture: Image.Image = opened[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    return picture


@dataclass(frozen=True)
class Pen:
    """What marks are made with. `width` is in millimetres."""

    ink: tuple[int, int, int]
    width: float
    mark: str


def pen(chance: random.Random) -> Pen:
    """One that somebody may have at hand. A thin pencil's tick is not made thinner than real ones."""
    name = chance.choice(["black", "blue", "blue", "pencil"])
    return Pen(PENS[name], chance.uniform(0.35, 0.7), chance.choice(MARKS))


def marked(
    sheet: Image.Image, boxes: Sequence[BoxPlace], marks: Mapping[str, str], pen: Pen, chance: random.Random
) -> Image.Image:
    """The page with its boxes marked: by key, "x" for a mark of this pen or "filled" for one taken back."""
    page = sheet.convert("RGB")
    for box in boxes:
        kind = marks.get(box.key)
        if kind:
            _draw(page, box, pen, pen.mark if kind == "x" else kind, chance)
    return page


def _draw(page: Image.Image, box: BoxPlace, pen: Pen, kind: str, chance: random.Random) -> None:
    around = box.side * 0.8
    left, top = (box.left - around) * DOTS, (box.top - around) * DOTS
    size = math.ceil((box.side + 2 * around) * DOTS)
    at = round(left), round(top)
    layer = Image.new("L", (size * FINE, size * FINE), 0)
    draw = ImageDraw.Draw(layer)
    unit, shift = box.side * DOTS * FINE, around * DOTS * FINE
    width = max(1, round(pen.width * 100 * DOTS * FINE))

    def point(x: float, y: float, loose: float = 0.07) -> tuple[float, float]:
        return (shift + (x + chance.gauss(0, loose)) * unit, shift + (y + chance.gauss(0, loose)) * unit)

    for stroke in STROKES[kind](chance):
        draw.line([point(x, y) for x, y in stroke], fill=255, width=width, joint="curve")
    if kind in ("blob", "filled"):
        edge = 0.22 if kind == "blob" else 0.02
        draw.ellipse([*point(edge, edge, 0.03), *point(1 - edge, 1 - edge, 0.03)], fill=255)
    if kind == "filled":
        draw.rectangle([*point(0.06, 0.06, 0.02), *point(0.94, 0.94, 0.02)], fill=255)
    mask = layer.resize((size, size), Image.Resampling.BOX).point(lambda value: value * 0.92)
    page.paste(pen.ink, at, mask)


Stroke = Sequence[tuple[float, float]]


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
    steps = 5
    return [[(0.1 + 0.8 * (step % 2), 0.15 + 0.7 * step / steps) for step in range(steps + 1)]]


def _none(_: random.Random) -> list[Stroke]:
    return []


STROKES = {
    "cross": _cross,
    "tick": _tick,
    "line": _line,
    "scribble": _scribble,
    "blob": _none,
    "filled": _none,
}


@dataclass(frozen=True)
class Shot:
    """How a page is taken. Angles in degrees, lengths in dots of the picture.

    `dpi` is that of the page in the picture; `quality` is of the JPEG; `shadow` and `crease` go from 0 to 1;
    `cut` is the share of the page that is missing at its foot.
    """

    dpi: int = 200
    tilt: float = 0
    turn: float = 0
    blur: float = 0
    quality: int = 80
    shadow: float = 0
    crease: float = 0
    noise: float = 0
    paper: tuple[int, int, int] = (255, 255, 255)
    is_scan: bool = False
    cut: float = 0


def shot(chance: random.Random) -> Shot:
    """A photo or scan as one is taken at a desk."""
    if chance.random() < 0.3:
        return Shot(
            dpi=chance.choice([150, 200, 300, 600]),
            turn=chance.choice([0, 0, 180]) + chance.uniform(-2, 2),
            quality=chance.randint(40, 90),
            noise=chance.uniform(0, 3),
            paper=chance.choice(PAPERS),
            is_scan=True,
        )
    dpi = chance.choice([150, 200, 250, 300])
    return Shot(
        dpi=dpi,
        tilt=chance.uniform(0, 25),
        turn=chance.choice([0, 0, 0, 90, 180, 270]) + chance.uniform(-8, 8),
        blur=chance.uniform(0, 0.9 * dpi / 200),
        quality=chance.randint(40, 90),
        shadow=chance.uniform(0, 0.6),
        crease=chance.choice([0, 0, chance.uniform(0, 1)]),
        noise=chance.uniform(0, 5),
        paper=chance.choice(PAPERS),
    )


def taken(page: Image.Image, shot: Shot, chance: random.Random) -> bytes:
    """The page as a JPEG, taken in this way."""
    page = _tinted(page, shot.paper)
    if shot.crease:
        page = _creased(page, shot.crease, chance)
    if shot.cut:
        page = page.crop((0, 0, page.width, round(page.height * (1 - shot.cut))))
    scene = _scene(page, shot, chance)
    if shot.blur:
        scene = scene.filter(ImageFilter.GaussianBlur(shot.blur))
    values = np.asarray(scene).astype(np.float32)
    if shot.shadow:
        values *= _shadow(scene.size, shot.shadow, chance)[:, :, None]
    if shot.noise:
        values += np.random.default_rng(chance.randrange(2**32)).normal(0, shot.noise, values.shape)
    out = io.BytesIO()
    Image.fromarray(values.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=shot.quality)
    return out.getvalue()


def _tinted(page: Image.Image, paper: tuple[int, int, int]) -> Image.Image:
    if paper == (255, 255, 255):
        return page
    tint = np.array(paper, np.float32) / 255
    return Image.fromarray((np.asarray(page) * tint).astype(np.uint8))


def _creased(page: Image.Image, strength: float, chance: random.Random) -> Image.Image:
    """Folded once across and opened again: a bright and a dark line, and paper that moves a little there."""
    values = np.asarray(page).astype(np.float32)
    at = round(page.height * chance.uniform(0.3, 0.7))
    rows = np.arange(page.height)
    lift = strength * 0.4 * PRINT_DPI / 25.4 * np.exp(-(((rows - at) / (page.height * 0.08)) ** 2))
    moved = values[np.clip(np.rint(rows + lift).astype(int), 0, page.height - 1)]
    light = 1 - 0.18 * strength * np.exp(-(((rows - at - 6) / 5) ** 2))
    return Image.fromarray((moved * light[:, None, None]).clip(0, 255).astype(np.uint8))


def _scene(page: Image.Image, shot: Shot, chance: random.Random) -> Image.Image:
    """The page on a table, seen by a camera, or in a scanner."""
    scale = shot.dpi / PRINT_DPI
    width, height = page.width * scale, page.height * scale
    corners = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    turn, tilt, toward = math.radians(shot.turn), math.radians(shot.tilt), chance.uniform(0, 2 * math.pi)
    rotation = np.array([(math.cos(turn), -math.sin(turn)), (math.sin(turn), math.cos(turn))])
    seen = _in_perspective(corners @ rotation.T, tilt, toward, 2.2 * height)
    edge = 4 if shot.is_scan else chance.uniform(0.02, 0.1) * width
    low = seen.min(0) - edge
    size = tuple(np.ceil(seen.max(0) + edge - low).astype(int).tolist())
    original = np.array([(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)], float)
    matrix = _transform(seen - low, original)
    table = (250, 250, 250) if shot.is_scan else tuple(chance.randint(40, 120) for _ in range(3))
    resample = Image.Resampling.BICUBIC if scale > 0.6 else Image.Resampling.BILINEAR
    if scale <= 0.6:
        page = page.filter(ImageFilter.BoxBlur(0.5 / scale - 0.5))
    return page.transform(size, Image.Transform.PERSPECTIVE, matrix, resample, fillcolor=table)


def _in_perspective(points: np.ndarray, tilt: float, toward: float, distance: float) -> np.ndarray:
    axis = np.array([math.cos(toward), math.sin(toward)])
    along = points @ axis
    across = points - along[:, None] * axis
    depth = distance + along * math.sin(tilt)
    seen: np.ndarray = (along[:, None] * math.cos(tilt) * axis + across) * (distance / depth)[:, None]
    return seen


def _transform(seen: np.ndarray, original: np.ndarray) -> tuple[float, ...]:
    """The eight numbers that Pillow wants: from the picture back to the page."""
    rows, right = [], []
    for (x, y), (u, v) in zip(seen, original, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(np.linalg.solve(np.array(rows), np.array(right)).tolist())


def _shadow(size: tuple[int, int], strength: float, chance: random.Random) -> np.ndarray:
    """Light that falls off to one side, and the edge of a hand's shadow."""
    width, height = size
    x, y = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    )
    angle = chance.uniform(0, 2 * math.pi)
    across = x * math.cos(angle) + y * math.sin(angle)
    edge = 1 / (1 + np.exp(-(across - chance.uniform(-0.5, 0.5)) * chance.uniform(5, 30)))
    return np.asarray((1 - 0.25 * strength * (across + 1) / 2) * (1 - 0.55 * strength * edge))
