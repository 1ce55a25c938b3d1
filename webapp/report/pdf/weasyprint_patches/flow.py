"""What a style says of where a box stands, found once for each style.

Replaces `Box.is_floated`, `is_absolutely_positioned`, `is_running` and `is_in_normal_flow`, which are asked
some thirty thousand times for a report; `Box.descendants`, which handed each box through all that are around
it; `weasyprint.layout.float.avoid_collisions` where there is nothing to collide with, so that a box has all
the width that there is; and `weasyprint.draw.border.draw_border` where there is no border.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.css import Style
from weasyprint.draw import border
from weasyprint.formatting_structure.boxes import BlockContainerBox, Box
from weasyprint.layout import float as floats

from webapp.report.pdf.weasyprint_patches.patching import keep_with, replace

_is_floated = Box.is_floated
_is_absolutely_positioned = Box.is_absolutely_positioned
_is_running = Box.is_running
_avoid_collisions = floats.avoid_collisions
_draw_border = border.draw_border


class Standing:
    """Where boxes of a style stand."""

    __slots__ = ("is_absolute", "is_floated", "is_in_flow", "is_running")

    def __init__(self, style: Any) -> None:
        alone = Box("", style, None)
        self.is_floated: bool = _is_floated(alone)
        self.is_absolute: bool = _is_absolutely_positioned(alone)
        self.is_running: bool = _is_running(alone)
        apart = self.is_floated, self.is_absolute, self.is_running, alone.is_footnote(), alone.is_note()
        self.is_in_flow = not any(apart)


def is_floated(self: Any) -> bool:
    """Whether the box is a float."""
    return self.style.standing.is_floated  # type: ignore[no-any-return]


def is_absolutely_positioned(self: Any) -> bool:
    """Whether the box stands at a place of its own."""
    return self.style.standing.is_absolute  # type: ignore[no-any-return]


def is_running(self: Any) -> bool:
    """Whether the box stands at the foot of every page."""
    return self.style.standing.is_running  # type: ignore[no-any-return]


def is_in_normal_flow(self: Any) -> bool:
    """Whether the box is none of these."""
    return self.style.standing.is_in_flow  # type: ignore[no-any-return]


def descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
    """The box and all that is in it, in the order of the page."""
    waiting = [self]
    while waiting:
        box = waiting.pop()
        if isinstance(box, Box):
            yield box
            waiting.extend(reversed(box.children))
        elif placeholders:
            yield from box.descendants(placeholders)
        else:
            yield box


def avoid_collisions(
    context: Any, box: Any, containing_block: Any, outer: bool = True
) -> tuple[float, float, float]:
    """Where the box may begin, and how wide it may be."""
    if (
        context.excluded_shapes
        or containing_block.style["direction"] != "ltr"
        or box.style.standing.is_floated
    ):
        return _avoid_collisions(context, box, containing_block, outer)  # type: ignore[no-any-return]
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, box.position_y, right - left
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def draw_border(stream: Any, box: Any) -> None:
    """Draw what there is of a border."""
    widths = (box.border_top_width, box.border_right_width, box.border_bottom_width, box.border_left_width)
    if any(widths) or isinstance(box, BlockContainerBox):
        _draw_border(stream, box)


def hasten() -> None:
    """Put all in place."""
    keep_with(Style, "standing", Standing)
    Box.descendants = descendants
    Box.is_floated = is_floated
    Box.is_absolutely_positioned = is_absolutely_positioned
    Box.is_running = is_running
    Box.is_in_normal_flow = is_in_normal_flow
    replace(_avoid_collisions, avoid_collisions)
    replace(_draw_border, draw_border)
