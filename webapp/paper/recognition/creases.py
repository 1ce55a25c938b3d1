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
SEEN = 5  # strips in which a crease is seen: in the others, print may hide it
NEARER = 4.0  # ratio of the weight of a strip beside this one to that of the next but one
NONE = -2 * STRIPS  # where no crease leads


def without_creases(page: Grey, printed: Mask) -> Grey:
    """Return a straightened page with its creases as bright as the paper beside them."""
    return _without_rows(_without_rows(page, printed).T, printed.T).T


def _without_rows(page: Grey, printed: Mask) -> Grey:
    """Return a page without the creases across it."""
    shades = _shades(*_light(page, printed))
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


def _light(page: Grey, printed: Mask) -> tuple[Floats, Mask]:
    """Return, by strip and row, the brightness of the paper, and whether enough of it is without print.

    The brightness is the median of the dots without print.
    """
    wide = _wide(page) * STRIPS
    dots = np.where(printed[:, :wide:EVERY], 255, page[:, :wide:EVERY]).reshape(len(page), STRIPS, -1)
    free = (~printed[:, :wide:EVERY]).reshape(dots.shape).sum(2)
    dots.sort(2)
    light = np.take_along_axis(dots, free[:, :, None] // 2, 2)[:, :, 0].T.astype(float)
    return light.clip(1), free.T >= FEWEST


def _shades(light: Floats, is_known: Mask) -> Floats:
    """Return, by strip and row, the share of the light that a crease takes."""
    rows = slice(BESIDE, -BESIDE)
    around = (light[:, : -2 * BESIDE] + light[:, 2 * BESIDE :]) / 2
    shades, is_hidden = np.zeros_like(light), np.ones_like(is_known)
    shades[:, rows] = 1 - light[:, rows] / around
    is_hidden[:, rows] = ~(is_known[:, rows] & is_known[:, : -2 * BESIDE] & is_known[:, 2 * BESIDE :])
    is_shade = (shades > LEAST) & (shades < MOST) & ~is_hidden
    seen = _seen(is_shade, is_hidden) + _seen(is_shade[::-1], is_hidden[::-1])[::-1] - is_shade
    is_crease = seen >= SEEN
    return np.where(is_crease, np.where(is_hidden, _of_others(shades, is_shade & is_crease), shades), 0.0)


def _seen(is_shade: Mask, is_hidden: Mask) -> NDArray[np.int64]:
    """Return, by strip and row, in how many strips up to this one the crease that leads there is seen."""
    seen = np.where(is_shade | is_hidden, is_shade, NONE)
    for number in range(1, STRIPS):
        before = np.pad(seen[number - 1], SLANT, "edge")
        seen[number] += np.lib.stride_tricks.sliding_window_view(before, seen.shape[1]).max(0)
    return seen


def _of_others(shades: Floats, is_shade: Mask) -> Floats:
    """Return, by strip and row, the shade of a crease in the other strips, weighted by nearness."""
    strips = np.arange(STRIPS)
    weights = NEARER ** -np.abs(strips[:, None] - strips)
    return np.asarray(weights @ (shades * is_shade) / (weights @ is_shade).clip(NEARER**-STRIPS))
