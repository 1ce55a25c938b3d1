"""What is in a box: nothing, a mark, a mark that was taken back, or something for a person to look at."""

from dataclasses import dataclass
from enum import Enum

# Measured on made-up photos (tests/photos.py): empty boxes have no ink at all, the faintest pencil ticks
# 0.05; scribbled marks leave an eighth of the dots bright, boxes that are filled in leave none.
EMPTY_INK = 0.006
PLAIN_INK = 0.035
PLAIN_CORE = 0.008
EDGE_INK = 0.07  # ink from which a mark may miss the middle of its box
MOST_DARK = 0.84  # share of dark dots from which a mark may be a box that was filled in, not all over
FILLED_DARK = 0.97


@dataclass(frozen=True)
class BoxInk:
    """What was measured of a box.

    `ink`: its darkness, 0 to 1; `core`: that of its middle; `dark`: the share of dark dots. `is_seen` is
    False where the frame of the box was not found.
    """

    ink: float
    core: float
    dark: float
    is_seen: bool


class Mark(Enum):
    """The states of a box; `UNCLEAR` is for a person."""

    EMPTY = "empty"
    MARKED = "marked"
    FILLED = "filled"
    UNCLEAR = "unclear"


def mark_of(box: BoxInk) -> Mark:
    """Return the state of a measured box."""
    if not box.is_seen:
        return Mark.UNCLEAR
    if box.ink < EMPTY_INK:
        return Mark.EMPTY
    if box.dark >= FILLED_DARK:
        return Mark.FILLED
    is_plain = box.ink >= PLAIN_INK and (box.core >= PLAIN_CORE or box.ink >= EDGE_INK)
    return Mark.MARKED if is_plain and box.dark < MOST_DARK else Mark.UNCLEAR
