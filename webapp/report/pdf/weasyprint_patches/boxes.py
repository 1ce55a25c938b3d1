"""Compute once for each style the lengths that are the same in all of its boxes.

Patches `weasyprint.layout.percent.resolve_percentages`, which sets seventeen attributes of a box each time
that it is laid out. Lengths in px and "auto" are the same whatever is around the box; in our pages, only
widths are percentages.

Waits for: no upstream issue known. Kozea/WeasyPrint #2813 (merged) shares styles, not what follows from them.
"""

from typing import Any

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import percent

from webapp.report.pdf.weasyprint_patches.patching import cache_on, replace

SIDES = ("top", "right", "bottom", "left")
WIDTHS = ("width", "min_width", "max_width")
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *WIDTHS,
    *("height", "min_height", "max_height"),
)

_resolve_percentages = percent.resolve_percentages


class FixedLengths:
    """The used lengths of a style by attribute; None where others than widths depend on the box around.

    `relative` are the widths in per cent. Borders that collapse may have been set before.
    """

    __slots__ = ("borders", "collapses", "lengths", "relative")

    def __init__(self, style: Any) -> None:
        self.relative = [name for name in WIDTHS if getattr(style[name], "unit", "") == "%"]
        self.borders = {f"border_{side}_width": style[f"border_{side}_width"] for side in SIDES}
        self.collapses = style["border_collapse"] == "collapse"
        self.lengths: dict[str, Any] | None = None
        fixed = {name: style[name] for name in LENGTHS if name not in self.relative}
        if style["box_sizing"] == "content-box" and all(map(_is_fixed, fixed.values())):
            self.lengths = {name: _used(name, value) for name, value in fixed.items()}


def _is_fixed(value: Any) -> bool:
    return value == "auto" or getattr(value, "unit", "") == "px"


def _used(name: str, value: Any) -> Any:
    if value == "auto":
        return 0 if name.startswith("min_") else value
    return value.value


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of a box."""
    fixed = box.style.fixed_lengths
    if fixed.lengths is None or isinstance(box, PageBox) or not isinstance(box, Box):
        _resolve_percentages(box, containing_block)
        return
    attributes = box.__dict__
    attributes.update(fixed.lengths)
    for name in fixed.relative:
        around = containing_block.width if isinstance(containing_block, Box) else containing_block[0]
        percent.resolve_one_percentage(box, name, around)
    if not fixed.collapses:
        attributes.update(fixed.borders)
        return
    for name, width in fixed.borders.items():
        attributes.setdefault(name, width)


def apply() -> None:
    """Apply the patch."""
    cache_on(Style, "fixed_lengths", FixedLengths)
    replace(_resolve_percentages, resolve_percentages)
