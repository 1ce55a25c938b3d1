"""Even out the shade of creases, which run from one edge of a page to the other, as no mark does."""

import numpy as np
from numpy.typing import NDArray

from webapp.paper.recognition.grey import Floats, Grey
from webapp.paper.recognition.printed import Mask

STRIPS = 8  # of a page, side by side: a crease is in all of them
EVERY = 10  # of the dots of a strip in a row, one is looked at
FEWEST = 3  # dots without print that say how bright the paper of a strip is in a row
BESIDE = 10  # dots from the middle of a crease to paper without its shade: 1.2 mm
SLANT = 4  # dots that a crease may rise or fall from one strip to the next: one degree
LEAST, MOST = 0.02, 0.3  # share of the light that a crease takes: less is noise, more is ink


def without_creases(page: Grey, printed: Mask) -> Grey:
    """Return a straightened page with its creases as bright as the paper beside them."""
    return _without_rows(_without_rows(page, printed).T, printed.T).T


def _without_rows(page: Grey, printed: Mask) -> Grey:
    """Return a page without the creases across it."""
    shades = _shades(_light(page, printed))
    if not shades.any():
        return page
    even = page.copy()
    edges = [*range(0, STRIPS * _wide(page), _wide(page)), page.shape[1]]
    for left, right, shade in zip(edges[:-1], edges[1:], shades, strict=True):
        rows = np.flatnonzero(shade)
        brighter = page[rows, left:right] / (1 - shade[rows, None])
        even[rows, left:right] = brighter.clip(0, 255).astype(np.uint8)
    return even


def _wide(page: Grey) -> int:
    """Return the width of a strip: the last one is a little wider."""
    return int(page.shape[1]) // (EVERY * STRIPS) * EVERY


def _light(page: Grey, printed: Mask) -> Floats:
    """Return, by strip and row, the brightness of the paper: the median of the dots without print."""
    wide = _wide(page) * STRIPS
    dots = np.where(printed[:, :wide:EVERY], 255, page[:, :wide:EVERY]).reshape(len(page), STRIPS, -1)
    free = (~printed[:, :wide:EVERY]).reshape(dots.shape).sum(2)
    dots.sort(2)
    light = np.take_along_axis(dots, free[:, :, None] // 2, 2)[:, :, 0].T.astype(float)
    rows = np.arange(len(page))
    for strip, known in zip(light, free.T >= FEWEST, strict=True):
        strip[:] = np.interp(rows, rows[known], strip[known]) if known.any() else 255
    return light.clip(1)


def _shades(light: Floats) -> Floats:
    """Return, by strip and row, the share of the light that a crease takes."""
    shades = np.zeros_like(light)
    around = (light[:, : -2 * BESIDE] + light[:, 2 * BESIDE :]) / 2
    shades[:, BESIDE:-BESIDE] = 1 - light[:, BESIDE:-BESIDE] / around
    is_shade = (shades > LEAST) & (shades < MOST)
    return np.asarray(shades * (_reached(is_shade) & _reached(is_shade[::-1])[::-1]))


def _reached(is_shade: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the rows of each strip to which a crease leads from the first strip."""
    reached = is_shade.copy()
    for number in range(1, len(reached)):
        before = np.pad(reached[number - 1], SLANT)
        reached[number] &= np.lib.stride_tricks.sliding_window_view(before, 2 * SLANT + 1).any(1)
    return reached
