"""Measure the boxes of a straightened page: find each frame again, and weigh the ink in it and around it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from webapp.paper.codes import HUNDREDTHS_IN_A_DOT
from webapp.paper.layout import BoxPlace
from webapp.paper.marks import BoxInk, has_middle
from webapp.paper.print_mask import PrintMask
from webapp.paper.recognition.around import NOISE, joined_ink, outside_ink, unexplained_ink
from webapp.paper.recognition.creases import without_creases
from webapp.paper.recognition.grey import Floats, Grey, cut_outs
from webapp.paper.recognition.printed import Mask, unpacked

AROUND = 20  # dots around a box that are looked at: 2.5 mm
REACH = 12  # dots by which a box may stand beside its place: 1.5 mm
FINE_REACH = 3  # dots by which it may stand beside the place that its neighbours suggest
LINE = 3  # dots that a line of a frame is wide, with its blur
MARGIN = 5  # dots within the outer edge that belong to the frame: 0.6 mm
LEAST_FRAME = 0.10  # darkness of the fainter line of a frame, above what is beside it
CLEAR_FRAME = 0.16
PAPER_SHARE = 80  # percentile of the brightness around a box that is paper
OUTLIER = 3.0  # dots beside the common bend of a page: a box further away was not found
INKED = 0.20  # darkness of a dot with ink
DARK = 0.30  # darkness of a dot of ink in a box that is filled in
INK_SHARE = 90  # percentile of the darkness in such a box that is ink
FAINT = 0.055  # darkness of a dot, smoothed, beside the bright ones of its own box
BRIGHT_SHARE = 85  # percentile of the brightness in a box that is paper, where most of it is


def measure_bytes(
    grey: bytes, width: int, boxes: Sequence[BoxPlace], printed: PrintMask
) -> tuple[BoxInk, ...]:
    """Return what is in the boxes of a page whose grey values come row by row."""
    return measure(np.frombuffer(grey, np.uint8).reshape(-1, width), boxes, printed)


def measure(page: Grey, boxes: Sequence[BoxPlace], printed: PrintMask) -> tuple[BoxInk, ...]:
    """Return what is in each of the boxes of a page, in their order; `printed` is what the blank page has."""
    if not boxes:
        return ()
    mask = unpacked(printed)
    page = without_creases(page, mask)
    by_side: dict[int, list[int]] = {}
    for number, box in enumerate(boxes):
        by_side.setdefault(round(box.side / HUNDREDTHS_IN_A_DOT), []).append(number)
    found: dict[int, BoxInk] = {}
    for side, numbers in by_side.items():
        places = np.array([(boxes[one].left, boxes[one].top) for one in numbers], float) / HUNDREDTHS_IN_A_DOT
        found.update(zip(numbers, _measured(page, mask, places, side), strict=True))
    return tuple(found[number] for number in range(len(boxes)))


def _measured(page: Grey, printed: Mask, places: Floats, side: int) -> Sequence[BoxInk]:
    corners = np.rint(places).astype(int)
    darkness = _darkness(page, corners, side)
    right, down, seen = _frames(darkness, places, side)
    found = _window(darkness, right, down, side)
    inside = found[:, AROUND + MARGIN : -AROUND - MARGIN, AROUND + MARGIN : -AROUND - MARGIN]
    free = ~cut_outs(printed, corners, AROUND, side)
    sides, through, bridges = outside_ink(found, free, AROUND, side)
    total, core, extent = _weighed(inside)
    is_marked = np.array([has_middle(*one) for one in zip(total, core, extent, strict=True)])
    beside = unexplained_ink(corners, side, is_marked, sides)
    joined = joined_ink(corners, side, total, bridges)
    dark, dense, faint = (inside > DARK).mean((1, 2)), _dense(inside), _faint(inside)
    values = (total, core, extent, dark, seen, dense, faint, beside, through, joined)
    return [BoxInk(*each) for each in zip(*(one.tolist() for one in values), strict=True)]


def _frames(
    darkness: Floats, places: Floats, side: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return how far to the right and down of its place each frame is, and whether it was found."""
    across, clear_x = _frame_scores(darkness, side, axis=1)
    down, clear_y = _frame_scores(darkness, side, axis=2)
    shifts = np.stack([across.argmax(1), down.argmax(1)], 1) - REACH
    clear = (clear_x > CLEAR_FRAME) & (clear_y > CLEAR_FRAME)
    expected = np.rint(_bend(places, shifts, clear)).astype(int)
    best_x, seen_x = _near(across, expected[:, 0])
    best_y, seen_y = _near(down, expected[:, 1])
    return best_x, best_y, (seen_x > LEAST_FRAME) & (seen_y > LEAST_FRAME)


def _darkness(page: Grey, corners: NDArray[np.int64], side: int) -> Floats:
    """Return the surroundings of each box as darkness, 0 for its own paper and 1 for black."""
    patches = cut_outs(page, corners, AROUND + REACH, side)
    paper = np.percentile(patches[:, ::2, ::2], PAPER_SHARE, axis=(1, 2)).clip(1)
    darkness = 1 - patches * (1 / paper[:, None, None]).astype(np.float32)
    return np.asarray(np.clip(darkness, 0, 1, out=darkness))


def _weighed(inside: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the ink in each box, that in its middle, and the share that a rectangle around it covers."""
    ink = np.clip(inside - NOISE, 0, None)
    quarter = inside.shape[1] // 4
    inked = inside > INKED
    extent = inked.any(1).mean(1) * inked.any(2).mean(1)
    return ink.mean((1, 2)), ink[:, quarter:-quarter, quarter:-quarter].mean((1, 2)), extent


def _dense(inside: Floats) -> Floats:
    """Return how dark the brightest tenth of each box is, as a share of its ink: the gaps between strokes."""
    ink = np.percentile(inside, INK_SHARE, axis=(1, 2))
    gaps = np.percentile(_smooth(inside), 100 - INK_SHARE, axis=(1, 2))
    return np.asarray(gaps / ink.clip(DARK))


def _smooth(inside: Floats) -> Floats:
    """Return the mean of each three by three dots."""
    sums = np.pad(inside.cumsum(1).cumsum(2), ((0, 0), (1, 0), (1, 0)))
    return np.asarray((sums[:, 3:, 3:] - sums[:, :-3, 3:] - sums[:, 3:, :-3] + sums[:, :-3, :-3]) / 9)


def _faint(inside: Floats) -> Floats:
    """Return the share of dots in each box that are a little darker than the paper in the same box.

    Noise is smoothed away first, and the slope of a shadow, so that a hard pencil is seen which darkness
    alone would take for paper.
    """
    smooth = _smooth(inside)
    ramp = np.linspace(-1, 1, smooth.shape[1])
    down = (smooth.mean(2) @ ramp / (ramp @ ramp))[:, None, None] * ramp[:, None]
    across = (smooth.mean(1) @ ramp / (ramp @ ramp))[:, None, None] * ramp
    level = smooth - down - across
    paper = np.percentile(level, 100 - BRIGHT_SHARE, axis=(1, 2))
    return np.asarray((level > paper[:, None, None] + FAINT).mean((1, 2)))


def _frame_scores(darkness: Floats, side: int, axis: int) -> tuple[Floats, Floats]:
    """Return how well two lines of a frame fit at each shift along an axis, and the best fit of each box."""
    start = AROUND + REACH
    middle = slice(start - 2, start + side + 2)
    lanes = darkness[:, middle, :].mean(1) if axis == 1 else darkness[:, :, middle].mean(2)
    sums = np.cumsum(np.pad(lanes, ((0, 0), (1, 0))), 1)

    def mean(first: int) -> Floats:
        at = np.arange(-REACH, REACH + 1) + start + first
        return np.asarray((sums[:, at + LINE] - sums[:, at]) / LINE)

    near = mean(0) - np.minimum(mean(-LINE - 1), mean(LINE + 1))
    far = mean(side - LINE) - np.minimum(mean(side + 1), mean(side - 2 * LINE - 1))
    scores = np.minimum(near, far)
    return scores, scores.max(1)


def _bend(places: Floats, shifts: NDArray[np.int64], clear: NDArray[np.bool_]) -> Floats:
    """Return the shift of each box that the clear ones suggest: paper bends smoothly."""
    middle, scale = places.mean(0), np.abs(places - places.mean(0)).max() or 1.0
    x, y = ((places - middle) / scale).T
    good = clear.copy()
    smooth = np.zeros_like(places)
    for _ in range(3):
        terms = [np.ones_like(x), x, y, x * x, x * y, y * y][: _terms(int(good.sum()))]
        if not terms:
            return smooth
        basis = np.stack(terms, 1)
        smooth = basis @ np.linalg.lstsq(basis[good], shifts[good].astype(float), rcond=None)[0]
        off = np.abs(shifts - smooth).max(1)
        good = clear & (off <= max(OUTLIER, float(np.median(off[good]))))
    return smooth.clip(-REACH, REACH)


def _terms(count: int) -> int:
    """Return how many terms of a polynomial can be fitted to this many boxes."""
    return next((terms for least, terms in ((20, 6), (8, 3), (1, 1)) if count >= least), 0)


def _near(scores: Floats, expected: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats]:
    """Return the best shift near the expected one, and its score."""
    at = np.clip(expected[:, None] + np.arange(-FINE_REACH, FINE_REACH + 1) + REACH, 0, 2 * REACH)
    near = np.take_along_axis(scores, at, 1)
    best = near.argmax(1)[:, None]
    return np.take_along_axis(at, best, 1)[:, 0] - REACH, np.take_along_axis(near, best, 1)[:, 0]


def _window(darkness: Floats, right: NDArray[np.int64], down: NDArray[np.int64], side: int) -> Floats:
    """Return each box with AROUND dots on every side, where its frame was found."""
    whole = side + 2 * AROUND
    windows = np.lib.stride_tricks.sliding_window_view(darkness, (whole, whole), axis=(1, 2))
    return np.asarray(windows[np.arange(len(darkness)), REACH + down, REACH + right])
