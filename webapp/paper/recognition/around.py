"""Ink around the boxes: circles and marks beside a box, lines through it, marks that run into the next."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from webapp.paper.recognition.grey import Floats
from webapp.paper.recognition.printed import Mask

OUTSIDE = 3  # dots around a frame that belong to it, with their blur
WIDE = 20  # dots that are looked at to the left and right
NARROW = 16  # dots that are looked at above and below, where the next boxes are near
MIDDLE = 0.2  # share of a side, from each end, where the arms of an ordinary cross pass
DARK = 0.15  # darkness of a dot of ink, above that of paper
CORNER = 4  # dots from the corners of a frame where the arms of a cross leave it, and enter no other box
FEWEST = 2  # lines without print that show whether a mark crosses them; close boxes have no more between them
BRIDGE = 0.85  # share of the lines between two boxes that a mark crosses if it runs from one into the other
NEXT = (24, 14)  # dots between two boxes, across and down, that a mark may cross
NEAR = (24, 24)  # dots between two boxes within which the mark of one is seen beside the other
NOISE = 0.12  # darkness that paper has by itself
PAPER_SHARE = 0.3  # share of the dots beside a box that are brighter than what counts as their paper
SHADE = (0.04, 0.19)  # darkness of paper from which it is in a shadow, and up to which it can be
LEAST = 0.003  # ink on a side of a box that may be of a circle around it

Pairs = NDArray[np.int64]
"""Rows of two numbers: a box, and the one on its right or below it."""

Sides = NDArray[np.float64]
"""The ink beside each box: left, right, above and below, each in three parts from its upper or left end."""

TO_THE_RIGHT = np.array([(0, 0, 0), (1, 1, 1), (0, 0, 1), (0, 0, 1)], bool)
TO_BELOW = np.array([(0, 0, 1), (0, 0, 1), (0, 0, 0), (1, 1, 1)], bool)
TOWARDS = (TO_THE_RIGHT, TO_BELOW), (TO_THE_RIGHT[[1, 0, 2, 3], ::-1], TO_BELOW[[0, 1, 3, 2], ::-1])
"""The parts towards the next box, on the right or below; and those towards the one before."""


def outside_ink(
    darkness: Floats, free: Mask, around: int, side: int
) -> tuple[Sides, Floats, tuple[Mask, Mask]]:
    """Return the ink beside each box, how far a line leaves it, and which marks run on to the next box.

    `darkness` is that of each box with `around` dots on every side; only its `free` dots, without print,
    count. A mark may run on to the box on the right, and to the box below.
    """
    edge = round(MIDDLE * side)
    middle, whole = slice(around + edge, around + side - edge), slice(around, around + side)
    facing = slice(around + CORNER, around + side - CORNER)
    left, right = slice(around - WIDE, around - OUTSIDE), slice(around + side + OUTSIDE, around + side + WIDE)
    above = slice(around - NARROW, around - OUTSIDE)
    below = slice(around + side + OUTSIDE, around + side + NARROW)
    beside = [_parts(_ink(darkness[:, whole, one], free[:, whole, one]), 1) for one in (left, right)]
    beside += [_parts(_ink(darkness[:, one, middle], free[:, one, middle]), 2) for one in (above, below)]
    ink = darkness - NOISE
    through = np.maximum(*(_crossed(ink, free, middle, one, axis=1) for one in (left, right)))
    across = _crossed(ink, free, facing, right, axis=1) >= BRIDGE
    down = _crossed(ink, free, below, facing, axis=2) >= BRIDGE
    return np.stack(beside, 1) / side**2, np.asarray(through), (across, down)


def _ink(strips: Floats, free: Mask) -> Floats:
    """Return the ink in the strips beside boxes, each above its own paper, which may be in a shadow."""
    dots = np.where(free, strips, 1.0)[:, ::2, ::2].reshape(len(strips), -1)
    dots.sort(1)
    middle = (free[:, ::2, ::2].sum((1, 2)) * PAPER_SHARE).astype(int)
    shade = np.take_along_axis(dots, middle[:, None], 1).clip(*SHADE) - SHADE[0]
    return np.asarray((strips - shade[:, :, None] - NOISE).clip(0) * free)


def _parts(strips: Floats, axis: int) -> Floats:
    """Return the ink in the first quarter of the strips beside boxes, in the middle, and in the last one."""
    quarter = strips.shape[axis] // 4
    parts = np.split(strips, [quarter, strips.shape[axis] - quarter], axis)
    return np.stack([part.sum((1, 2)) for part in parts], 1)


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


def unexplained_ink(corners: NDArray[np.int64], side: int, is_marked: Mask, beside: Sides) -> Floats:
    """Return the most ink on a side of each box that does not belong to the box next to it.

    A marked box, or one with a circle around it, explains the side of the next box that faces it, and the
    nearer ends of two others.
    """
    pairs = [_pairs(corners, side, axis, NEAR[axis]) for axis in (0, 1)]
    left = _unexplained(pairs, is_marked, beside)
    sides = left.sum(2)
    is_circled = (sides[:, :2].min(1) >= LEAST) & (sides[:, 2:].max(1) >= LEAST)
    return np.asarray(_unexplained(pairs, is_circled, left).sum(2).max(1))


def _unexplained(pairs: Sequence[Pairs], explains: Mask, beside: Sides) -> Sides:
    left = beside.copy()
    for each, to_next, to_last in zip(pairs, *TOWARDS, strict=True):
        for one, other in each:
            left[one] *= ~(to_next & explains[other])
            left[other] *= ~(to_last & explains[one])
    return left


def _pairs(corners: NDArray[np.int64], side: int, axis: int, most: int) -> Pairs:
    gap = corners[None, :, axis] - corners[:, None, axis] - side
    offset = np.abs(corners[None, :, 1 - axis] - corners[:, None, 1 - axis])
    return np.argwhere((gap > 0) & (gap <= most) & (offset < side // 2))
