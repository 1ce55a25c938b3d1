"""Ink around the boxes: circles and marks beside a box, lines through it, marks that run into the next."""

import numpy as np
from numpy.typing import NDArray

from webapp.paper.recognition.grey import Floats
from webapp.paper.recognition.printed import Mask

OUTSIDE = 3  # dots around a frame that belong to it, with their blur
WIDE = 20  # dots that are looked at to the left and right
NARROW = 9  # dots that are looked at above and below, where the next boxes are near
MIDDLE = 0.2  # share of a side, from each end, where the arms of an ordinary cross pass
DARK = 0.15  # darkness of a dot of ink, above that of paper
CORNER = 4  # dots from the corners of a frame where the arms of a cross leave it, and enter no other box
FEWEST = 3  # lines without print that say whether a mark crosses them
BRIDGE = 0.85  # share of the lines between two boxes that a mark crosses if it runs from one into the other
NEXT = (24, 14)  # dots between two boxes, across and down, that a mark may cross
NEAR = (24, 24)  # dots between two boxes within which the mark of one is seen beside the other
INK = 0.03  # ink of a box from which what is seen beside the next box is its mark

Pairs = NDArray[np.int64]
"""Rows of two numbers: a box, and the one on its right or below it."""


def outside_ink(ink: Floats, free: Mask, around: int, side: int) -> tuple[Floats, Floats, tuple[Mask, Mask]]:
    """Return the ink on the four sides of each box, how far a line goes on, and where marks go on.

    `ink` has each box with `around` dots on every side; only its `free` dots, without print, count. A mark
    may go on to the box on the right, and to the box below.
    """
    edge = round(MIDDLE * side)
    middle, whole = slice(around + edge, around + side - edge), slice(around, around + side)
    facing = slice(around + CORNER, around + side - CORNER)
    left, right = slice(around - WIDE, around - OUTSIDE), slice(around + side + OUTSIDE, around + side + WIDE)
    above = slice(around - NARROW, around - OUTSIDE)
    below = slice(around + side + OUTSIDE, around + side + NARROW)
    plain = ink * free
    sides = (plain[:, whole, left], plain[:, whole, right], plain[:, above, middle], plain[:, below, middle])
    beside = np.stack([one.sum((1, 2)) for one in sides], 1) / side**2
    through = np.maximum(*(_crossed(ink, free, middle, one, axis=1) for one in (left, right)))
    across = _crossed(ink, free, facing, right, axis=1) >= BRIDGE
    down = _crossed(ink, free, below, facing, axis=2) >= BRIDGE
    return np.asarray(beside), np.asarray(through), (across, down)


def _crossed(ink: Floats, free: Mask, rows: slice, columns: slice, axis: int) -> Floats:
    """Return the share of the lines along an axis with ink, of those that have dots without print."""
    seen = free[:, rows, columns]
    lines = seen.any(axis).sum(1)
    inked = ((ink[:, rows, columns] > DARK) & seen).any(axis).sum(1)
    return np.asarray(np.where(lines >= FEWEST, inked / np.maximum(lines, 1), 0.0))


def joined_ink(corners: NDArray[np.int64], side: int, ink: Floats, bridges: tuple[Mask, Mask]) -> Floats:
    """Return, for each box, the most ink in a box next to it that a mark joins with it."""
    found = np.zeros(len(ink))
    for axis, bridge in enumerate(bridges):
        for one, other in _pairs(corners, side, axis, NEXT[axis]):
            if bridge[one]:
                found[one] = max(found[one], ink[other])
                found[other] = max(found[other], ink[one])
    return found


def unexplained_ink(corners: NDArray[np.int64], side: int, ink: Floats, beside: Floats) -> Floats:
    """Return the most ink on a side of each box; sides where the next box has its own mark do not count."""
    left = beside.copy()
    for axis in (0, 1):
        for one, other in _pairs(corners, side, axis, NEAR[axis]):
            left[one, 2 * axis + 1] *= ink[other] < INK
            left[other, 2 * axis] *= ink[one] < INK
    return np.asarray(left.max(1))


def _pairs(corners: NDArray[np.int64], side: int, axis: int, most: int) -> Pairs:
    gap = corners[None, :, axis] - corners[:, None, axis] - side
    offset = np.abs(corners[None, :, 1 - axis] - corners[:, None, 1 - axis])
    return np.argwhere((gap > 0) & (gap <= most) & (offset < side // 2))
