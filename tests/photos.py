"""Made-up photos and scans of the real printed pages of a form, with the marks of tests/pen_marks.py."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from tests.pen_marks import PRINT_DPI

PAPERS = [(255, 255, 255)] * 5 + [(252, 248, 225), (225, 238, 250), (250, 228, 228), (228, 246, 226)]


def printed(pdf: bytes, page: int, dpi: int = PRINT_DPI) -> Image.Image:
    """A page (from 1) as the printer puts it on white paper."""
    with pypdfium2.PdfDocument(pdf) as opened:
        picture: Image.Image = opened[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    return picture


@dataclass(frozen=True)
class Shot:
    """How a page is taken. Angles in degrees, lengths in dots of the picture.

    `dpi` is that of the page in the picture; `quality` is of the JPEG; `shadow`, `crease` (across the page)
    and `fold` (along it) go from 0 to 1; `cut` is the share of the page that is missing at its foot.
    """

    dpi: int = 200
    tilt: float = 0
    turn: float = 0
    blur: float = 0
    quality: int = 80
    shadow: float = 0
    crease: float = 0
    fold: float = 0
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
            crease=chance.choice([0, 0, chance.uniform(0, 0.5)]),
            fold=chance.choice([0, 0, chance.uniform(0, 0.5)]),
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
        fold=chance.choice([0, 0, chance.uniform(0, 1)]),
        noise=chance.uniform(0, 5),
        paper=chance.choice(PAPERS),
    )


def taken(page: Image.Image, shot: Shot, chance: random.Random, *, in_colour: bool = False) -> bytes:
    """The page as a JPEG, taken in this way: in grey, which takes a third of the time, or in its colours."""
    page = _tinted(page, shot.paper)
    bands = page.convert("RGB").split() if in_colour else (page.convert("L"),)
    same, seen = chance.getstate(), []
    for index, band in enumerate(bands):
        chance.setstate(same)
        seen.append(_exposed(band, shot, chance, index))
    out = io.BytesIO()
    Image.merge("RGB" if in_colour else "L", seen).save(out, "JPEG", quality=shot.quality)
    return out.getvalue()


def _exposed(page: Image.Image, shot: Shot, chance: random.Random, grain_of: int) -> Image.Image:
    """What one colour of the camera sees. `grain_of` is its number: each has a grain of its own."""
    if shot.crease:
        page = _creased(page, shot.crease, chance)
    if shot.fold:
        on_its_side = page.transpose(Image.Transpose.TRANSPOSE)
        page = _creased(on_its_side, shot.fold, chance).transpose(Image.Transpose.TRANSPOSE)
    if shot.cut:
        page = page.crop((0, 0, page.width, round(page.height * (1 - shot.cut))))
    scene = _scene(page, shot, chance)
    if shot.blur:
        scene = scene.filter(ImageFilter.GaussianBlur(shot.blur))
    values = np.asarray(scene).astype(np.float32)
    if shot.shadow:
        values *= _shadow(scene.size, shot.shadow, chance)
    if shot.noise:
        grain = np.random.default_rng(chance.randrange(2**32) + grain_of)
        values += shot.noise * grain.standard_normal(values.shape, np.float32)
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


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
    return Image.fromarray((moved * light[:, None]).clip(0, 255).astype(np.uint8))


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
    table = 250 if shot.is_scan else chance.randint(40, 120)
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
