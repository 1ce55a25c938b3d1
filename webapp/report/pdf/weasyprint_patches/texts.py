"""Pango is set up once for each style, and a line is drawn from the layout that measured it.

Replaces `weasyprint.text.line_break.Layout` and `strut`. The renderer sets up a context and a font for each
piece of text, gives the layout away when the line is measured, and makes another to draw it. Set-up depends
on the style alone. The layout that measured a line is the one that would be made again where all of its
text stands on one line and nothing is justified; the others are made again as before. Text in a picture has
a style of another kind, without a language: it goes the renderer's own way.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import Style
from weasyprint.svg.text import Style as DrawnStyle
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango

from webapp.report.pdf.weasyprint_patches.patching import keep_with, replace

PARAGRAPH_ENDS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
"""Where a text has none of these it is one paragraph for Pango, as it is said to be when it is drawn."""

FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip

_strut = line_break.strut


class Voice:
    """What Pango has to know of a style. `is_plain` is false where a layout needs more than that."""

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


class KeptLayout(line_break.Layout):  # type: ignore[misc]  # the renderer ships no types
    """A layout that can be drawn when it has been measured."""

    ascent = underline_position = strikethrough_position = None
    is_measured = is_one_line = False

    def setup(self, style: Any) -> None:
        """Ready for text in this style."""
        voice = style.voice
        if not voice.is_plain:
            super().setup(style)
            return
        self.style = style
        self.first_line_direction = 0
        self.language = voice.language
        self.layout = ffi.gc(pango.pango_layout_new(voice.context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        pango.pango_layout_set_font_description(self.layout, voice.description)

    def set_text(self, text: str, justify: bool = False) -> None:
        """Lay out this text."""
        pango.pango_layout_set_single_paragraph_mode(self.layout, PARAGRAPH_ENDS.isdisjoint(text))
        super().set_text(text, justify)

    def get_first_line(self) -> tuple[Any, int | None]:
        """The first line, and where the second begins."""
        line, index = super().get_first_line()
        self.is_one_line = index is None
        return line, index

    def deactivate(self) -> None:
        """Measured, or drawn."""
        if self.is_measured or not self.is_one_line or self.justification_spacing:
            super().deactivate()
        self.is_measured = True

    def reactivate(self, style: Any) -> None:
        """To be drawn."""
        if getattr(self, "style", None) is not style:
            super().reactivate(style)


def strut(style: Any) -> tuple[float, float]:
    """The height of a line and its baseline."""
    return style.strut  # type: ignore[no-any-return]


def hasten() -> None:
    """Put all in place."""
    for kind in (Style, DrawnStyle):
        keep_with(kind, "voice", Voice)
    keep_with(Style, "strut", _strut)
    replace(line_break.Layout, KeptLayout)
    replace(_strut, strut)
