"""What is in a box: nothing, a mark, a mark that was taken back, or something for a person to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

# Measured on made-up photos (tests/photos.py): empty boxes have no ink at all, the faintest pencil ticks
# 0.05; the gaps of 95 in 100 dense scribbles are less than 0.54 as dark as their ink, those of boxes that are
# filled in with strokes 0.66 and more.
EMPTY_INK = 0.006
PLAIN_INK = 0.035
PLAIN_CORE = 0.008
CORE_SHARE = 0.5  # ratio of the ink in the middle to that of the box below which a circle grazes the middle
EXTENT = 0.37  # share of a box that the rectangle around its ink covers only if the ink crosses the middle
EMPTY_FAINT = 0.02  # share of dots in an empty box that noise makes a little darker
BESIDE = 0.003  # ink around a box from which it may be circled, or its mark may stand beside it
THROUGH = 0.9  # share of the way to the left or right that a line goes which may strike the box out
OWN_SHARE = 2.5  # how many times more ink than the box that it runs into a mark's own box has
HEAVY_BESIDE = 0.01  # ink around a box that a heavy mark in it leaves where it may have been scratched out
HEAVY_DARK = 0.7  # share of dark dots from which a mark may be a box that was filled in, or scratched out
MOST_DENSE = 0.56  # darkness of the gaps in a heavy mark from which it may be a box that was filled in
USUAL_DENSE = 0.2  # that of the gaps in the usual marks of a page from which its pen leaves narrow ones
MOST_DENSE_OF_ANY = 0.75  # and the darkness that gaps never have in a plain mark
FEWEST_USUAL = 5  # marks of a page that say what is usual there
FILLED_DARK = 0.97


@dataclass(frozen=True)
class BoxInk:
    """What was measured of a box.

    `ink`: its darkness, 0 to 1; `core`: that of its middle; `extent`: the share of the box that the rectangle
    around its ink covers; `dark`: the share of dark dots. `is_seen` is False where the frame of the box was
    not found. `dense`: the darkness of its brightest tenth, as a share of that of its ink; `faint`: the share
    of dots that are darker than the box's own paper; `beside`: the ink around the frame; `through`: how far
    a line leaves it to the left or right; `joined`: the ink of the next box, if one mark runs through both.
    """

    ink: float
    core: float
    extent: float
    dark: float
    is_seen: bool
    dense: float = 0.0
    faint: float = 0.0
    beside: float = 0.0
    through: float = 0.0
    joined: float = 0.0


class Mark(Enum):
    """The states of a box; `UNCLEAR` is for a person."""

    EMPTY = "empty"
    MARKED = "marked"
    FILLED = "filled"
    UNCLEAR = "unclear"


def marks_of(boxes: Sequence[BoxInk]) -> Sequence[Mark]:
    """Return the states of the boxes of one page, which one person marked with one pen."""
    most_dense = _most_dense(boxes)
    return [mark_of(box, most_dense) for box in boxes]


def _most_dense(boxes: Sequence[BoxInk]) -> float:
    """Return how dense a plain mark may be: denser where the usual mark of the page is."""
    dense = [box.dense for box in boxes if box.is_seen and box.ink >= PLAIN_INK]
    usual = median(dense) if len(dense) >= FEWEST_USUAL else 0.0
    return min(MOST_DENSE + max(0.0, usual - USUAL_DENSE), MOST_DENSE_OF_ANY)


def mark_of(box: BoxInk, most_dense: float = MOST_DENSE) -> Mark:
    """Return the state of a measured box; a heavy mark as dense as `most_dense` may have filled it in."""
    if not box.is_seen:
        return Mark.UNCLEAR
    if box.ink < EMPTY_INK:
        is_empty = box.faint < EMPTY_FAINT and box.beside < BESIDE
        return Mark.EMPTY if is_empty else Mark.UNCLEAR
    if box.dark >= FILLED_DARK:
        return Mark.FILLED
    return Mark.MARKED if _is_plain(box, most_dense) and _is_its_own(box) else Mark.UNCLEAR


def has_middle(ink: float, core: float, extent: float) -> bool:
    """Return whether a mark is in the middle of its box or goes around it, as a tick does.

    A circle around the next box only grazes the middle.
    """
    return core >= max(PLAIN_CORE, CORE_SHARE * ink) or extent >= EXTENT


def _is_plain(box: BoxInk, most_dense: float) -> bool:
    is_heavy = box.dark >= HEAVY_DARK and (box.dense >= most_dense or box.beside >= HEAVY_BESIDE)
    return box.ink >= PLAIN_INK and has_middle(box.ink, box.core, box.extent) and not is_heavy


def _is_its_own(box: BoxInk) -> bool:
    """Return whether the mark neither comes from the next box nor goes on as a line through the answer."""
    return box.through < THROUGH and (box.joined < EMPTY_INK or box.ink >= OWN_SHARE * box.joined)
