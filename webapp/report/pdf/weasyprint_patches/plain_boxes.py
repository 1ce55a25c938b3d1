"""Answer at once what is the same for nearly all boxes: no float beside them, nothing behind and around them.

Patches `Box.is_in_normal_flow`, `layout.float.avoid_collisions`, `layout.background.layout_box_backgrounds`
and `draw.border.draw_border`. The renderer asks five questions to learn that a box is in normal flow,
computes the room between floats three times for each line where there is no float, resolves four round
corners and the background of each box that has neither, and looks for columns and pictures around each box
without a border. All but the floats and the widths of borders depend on the style.

Waits for: no upstream issue known.
"""

from operator import attrgetter
from typing import Any

from weasyprint.css import Style
from weasyprint.draw import border
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import background
from weasyprint.layout import float as floats
from weasyprint.layout.absolute import AbsolutePlaceholder

from webapp.report.pdf.weasyprint_patches.patching import cache_on, replace

OUT_OF_FLOW = frozenset(("left", "right", "inline-start", "inline-end", "footnote"))
CORNERS = tuple(
    f"border_{where}_radius" for where in ("top_left", "top_right", "bottom_right", "bottom_left")
)
BARE = {**dict.fromkeys(CORNERS, (0, 0)), "background": None}
"""What the renderer sets on a box with square corners and no background."""

SIDES = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")

_avoid_collisions = floats.avoid_collisions
_draw_border = border.draw_border
_layout_box_backgrounds = background.layout_box_backgrounds
_widths_of = attrgetter(*SIDES)


def is_in_flow(style: Any) -> bool:
    """Return whether boxes of a style are in normal flow."""
    position = style["position"]
    is_elsewhere = position in {"absolute", "fixed"} or position[0] in {"running()", "note()"}
    return style["float"] not in OUT_OF_FLOW and not is_elsewhere


def is_bare(style: Any) -> bool:
    """Return whether boxes of a style have square corners and nothing behind them."""
    color = style["background_color"]
    return (
        color != "currentcolor"
        and color.alpha == 0
        and not style["box_shadow"]
        and style["visibility"] != "hidden"
        and all((0, "px") in style[corner] for corner in CORNERS)
        and all(kind == "none" for kind, _ in style["background_image"])
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
    )


def has_only_lines_around(style: Any) -> bool:
    """Return whether only borders are drawn around boxes of a style, and nothing between columns."""
    is_one_column = style["column_width"] == style["column_count"] == "auto"
    return is_one_column and bool(style["border_image_source"][0] == "none")


def draw_border(stream: Any, box: Any) -> None:
    """Draw the borders of a box."""
    if any(_widths_of(box)) or not box.style.has_only_lines_around:
        _draw_border(stream, box)


def layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Set the corners and the background of a box and of its children."""
    if style is not None or box is page or not layout_children or not box.style.is_bare:
        _layout_box_backgrounds(page, box, get_image, layout_children, style)
        return
    taken_out_of_flow = isinstance(box, AbsolutePlaceholder)  # such as a marker beside its line
    (box._box if taken_out_of_flow else box).__dict__.update(BARE)
    for child in box.all_children():
        layout_box_backgrounds(page, child, get_image)


def avoid_collisions(
    context: Any, box: Any, containing_block: Any, outer: bool = True
) -> tuple[float, float, float]:
    """Return the place of a box beside floats, and the width that they leave."""
    if outer or context.excluded_shapes or not isinstance(box, LineBox):
        return _avoid_collisions(context, box, containing_block, outer)  # type: ignore[no-any-return]
    left = containing_block.content_box_x()
    right = left + containing_block.width
    left, right = left + box.margin_left, right - box.margin_right
    start = right if containing_block.style["direction"] == "rtl" else left
    return start - box.margin_left, box.border_box_y() - box.margin_top, right - left


def apply() -> None:
    """Apply the patch."""
    cache_on(Style, "is_in_flow", is_in_flow)
    cache_on(Style, "is_bare", is_bare)
    cache_on(Style, "has_only_lines_around", has_only_lines_around)
    Box.is_in_normal_flow = lambda box: box.style.is_in_flow
    replace(_avoid_collisions, avoid_collisions)
    replace(_draw_border, draw_border)
    replace(_layout_box_backgrounds, layout_box_backgrounds)
