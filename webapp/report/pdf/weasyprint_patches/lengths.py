"""Lengths that do not depend on anything around a box, found once for each style.

Replaces `weasyprint.layout.percent.resolve_percentages` and
`weasyprint.layout.background.layout_box_backgrounds`. The first sets twenty attributes of a box, each time
it is laid out, from its style; but for percentages they are the same whatever the box stands in, and those
of our pages are widths. The second finds out of each box that it has no background and no rounded corner,
which its style says as well. Styles are no longer changed when layout begins: the renderer copies one to
change it. What holds the place of a box that stands elsewhere is no box itself, and is left to the renderer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import background, percent

from webapp.report.pdf.weasyprint_patches.patching import keep_with, replace

SIDES = ("top", "right", "bottom", "left")
CORNERS = tuple(f"border_{one}_radius" for one in ("top_left", "top_right", "bottom_right", "bottom_left"))
WIDTHS = ("width", "min_width", "max_width")
"""May be a part of the width around the box."""

LENGTHS = (
    *(f"margin_{side}" for side in SIDES),
    *(f"padding_{side}" for side in SIDES),
    *WIDTHS,
    *("height", "min_height", "max_height"),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)

_resolve_percentages = percent.resolve_percentages
_layout_box_backgrounds = background.layout_box_backgrounds


class Fixed:
    """What a style says of each of its boxes.

    `parts` are widths that are a part of the width around. `lengths` is nothing where any other is.
    """

    __slots__ = ("borders", "collapses", "is_bare", "lengths", "parts")

    def __init__(self, style: Style) -> None:
        self.parts = tuple(name for name in WIDTHS if getattr(style[name], "unit", "") == "%")
        self.lengths = lengths_of(style, self.parts)
        self.collapses = style["border_collapse"] == "collapse"
        self.borders = {name: style[name] for name in BORDERS}
        self.is_bare = is_bare(style)
        if self.lengths is not None and not self.collapses:
            self.lengths.update(self.borders)


def lengths_of(style: Style, parts: Sequence[str]) -> dict[str, Any] | None:
    """The used values of all but the parts, where they do not depend on the box around."""
    if style["box_sizing"] != "content-box":
        return None
    found = {name: style[name] for name in LENGTHS if name not in parts}
    if any(value != "auto" and getattr(value, "unit", "") != "px" for value in found.values()):
        return None
    used = {name: value if value == "auto" else value.value for name, value in found.items()}
    return {name: 0 if name.startswith("min_") and value == "auto" else value for name, value in used.items()}


def is_bare(style: Style) -> bool:
    """Whether there is nothing behind the box, and no round corner."""
    return (
        all((0, "px") in style[corner] for corner in CORNERS)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and not style["box_shadow"]
        and all(kind == "none" for kind, _ in style["background_image"])
        and style["background_color"] != "currentcolor"
        and style["background_color"].alpha == 0
    )


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used values of a box."""
    known = box.style.fixed
    if known.lengths is None or isinstance(box, PageBox) or not isinstance(box, Box):
        _resolve_percentages(box, containing_block)
        return
    own = box.__dict__
    own.update(known.lengths)
    for name in known.parts:
        around = containing_block.width if isinstance(containing_block, Box) else containing_block[0]
        percent.resolve_one_percentage(box, name, around)
    if known.collapses:
        for name, value in known.borders.items():
            own.setdefault(name, value)


def layout_box_backgrounds(
    page: Any, box: Any, find_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Find what is behind a box and those in it."""
    is_plain = style is None and box is not page and isinstance(box, Box)
    if not is_plain or not box.style.fixed.is_bare:
        _layout_box_backgrounds(page, box, find_image, layout_children, style)
        return
    own = box.__dict__
    for corner in CORNERS:
        own[corner] = (0, 0)
    own["background"] = None
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, find_image)


def hasten() -> None:
    """Put all in place."""
    keep_with(Style, "fixed", Fixed)
    replace(_resolve_percentages, resolve_percentages)
    replace(_layout_box_backgrounds, layout_box_backgrounds)
