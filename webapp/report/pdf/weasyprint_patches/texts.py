"""Set Pango up once for each style, and draw a line from the layout that measured it.

Patches `weasyprint.text.line_break.Layout` and `strut`. The renderer makes a Pango context and a font
description for each piece of text, drops the layout when the line is measured, and makes it again to draw the
line. The set-up depends on the style alone, and a layout that was measured is as good as a new one where all
of its text stands on one line and is not justified. Any other layout is made again as before, and text in SVG
whose style has no language goes the renderer's own way.

Where a line ends, the renderer lays it out once more with the next word, to see whether the word fits without
the blank behind it. A Pango that counts no blank at the end of a line has answered that already.

Waits for: Kozea/WeasyPrint #578 (open), which says that a context for each layout is wasted.
"""

from functools import cache
from typing import Any

from weasyprint.css import Style
from weasyprint.svg.text import Style as SvgStyle
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango

from webapp.report.pdf.weasyprint_patches.patching import cache_on, replace

PARAGRAPH_ENDS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
"""A text without these is one paragraph for Pango, which is what the renderer sets before it draws."""

FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip

SOFT_HYPHEN = "\xad"

_strut = line_break.strut


class PangoSetup:
    """The Pango objects of a style. `is_plain` is false where a layout needs more than these."""

    __slots__ = ("context", "description", "is_plain", "language")

    def __init__(self, style: Any) -> None:
        features = line_break.font_features(*(style[name] for name in FEATURES))
        self.is_plain = (
            not features
            and style["font_language_override"] == "normal"
            and style["text_decoration_line"] == "none"
            and bool(style["lang"])
        )
        if not self.is_plain:
            return
        made = pango.pango_font_map_create_context(style.font_config.font_map)
        self.context = ffi.gc(made, gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(self.context, False)
        pango.pango_context_set_base_dir(self.context, PANGO_DIRECTION[style["direction"]])
        self.language = pango.pango_language_from_string(ffi.new("char[]", style["lang"].encode()))
        pango.pango_context_set_language(self.context, self.language)
        self.description = line_break.get_font_description(style)


class ReusableLayout(line_break.Layout):  # type: ignore[misc]  # the renderer ships no types
    """A layout that can be drawn after it was measured."""

    ascent = underline_position = strikethrough_position = None
    is_measured = is_one_line = False
    text = ""
    second_line: int | None = None
    """The byte that the second line starts with, once it is known."""

    def setup(self, style: Any) -> None:
        setup = style.pango_setup
        if not setup.is_plain:
            super().setup(style)
            return
        self.style = style
        self.second_line = None
        self.first_line_direction = 0
        self.language = setup.language
        self.layout = ffi.gc(pango.pango_layout_new(setup.context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        pango.pango_layout_set_font_description(self.layout, setup.description)

    def set_text(self, text: str, justify: bool = False) -> None:
        if self._has_same_first_line(text):
            return
        self.second_line = None
        pango.pango_layout_set_single_paragraph_mode(self.layout, PARAGRAPH_ENDS.isdisjoint(text))
        super().set_text(text, justify)

    def get_first_line(self) -> tuple[Any, int | None]:
        line, index = super().get_first_line()
        self.second_line = index
        self.is_one_line = index is None
        return line, index

    def _has_same_first_line(self, text: str) -> bool:
        """Return whether a text that ends after a word of the second line has the first line at hand."""
        return (
            self.second_line is not None
            and self.text.startswith(f"{text} ")
            and len(text.encode()) > self.second_line
            and self.style["letter_spacing"] == "normal"
            and self.style["hyphens"] != "auto"
            and SOFT_HYPHEN not in self.text
            and counts_no_last_blank(self.style.font_config)
        )

    def deactivate(self) -> None:
        """Keep Pango's objects after measuring, when the line can be drawn from them."""
        if self.is_measured or not self.is_one_line or self.justification_spacing:
            super().deactivate()
        self.is_measured = True

    def reactivate(self, style: Any) -> None:
        if getattr(self, "style", None) is not style:
            super().reactivate(style)


@cache
def counts_no_last_blank(fonts: Any) -> bool:
    """Return whether two words stay on a line that is as wide as they are, with a blank and a word behind."""
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    extents = ffi.new("PangoRectangle *")
    pango.pango_layout_set_text(layout, b"m m", -1)
    pango.pango_layout_line_get_extents(pango.pango_layout_get_line_readonly(layout, 0), ffi.NULL, extents)
    pango.pango_layout_set_width(layout, extents.width)
    pango.pango_layout_set_text(layout, b"m m m", -1)
    second = pango.pango_layout_get_line_readonly(layout, 1)
    return bool(second != ffi.NULL and second.start_index == len("m m "))


def strut(style: Any) -> tuple[float, float]:
    """Return the height of a line and its baseline."""
    return style.strut  # type: ignore[no-any-return]


def apply() -> None:
    """Apply the patch."""
    for cls in (Style, SvgStyle):
        cache_on(cls, "pango_setup", PangoSetup)
    cache_on(Style, "strut", _strut)
    replace(line_break.Layout, ReusableLayout)
    replace(_strut, strut)
