"""A line of text written into a page, glyph by glyph, without asking about each what a glyph can be.

Replaces `weasyprint.draw.text.draw_first_line` for lines of plain glyphs: none is raised, unknown or a
picture, nothing is cut off. What is written for a glyph of some width is the same wherever it stands in a
document; it is kept with the font, which lives as long as the document. The numbers of all glyphs of a line
are read at once. Any other line goes the renderer's own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint.draw import text
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from webapp.report.pdf.weasyprint_patches.lines import MEMORY, KnownLine
from webapp.report.pdf.weasyprint_patches.patching import replace
from webapp.report.pdf.weasyprint_patches.texts import KeptLayout

Glyph = tuple[int, int, int]
"""Which it is, its width, and the step aside before it, in Pango's units."""

NUMBERS = ffi.sizeof("PangoGlyphInfo") // ffi.sizeof("int32_t")
"""How many make up what Pango says of a glyph: which it is, its width, two offsets, and more."""

FIRST_OTHER = 0x0FFFFFFF
"""From here on it is no glyph of the font: nothing at all, or a letter that the font lacks."""

FIRST_PANGO = 14802
"""Before this version the renderer takes sizes of fonts from elsewhere."""

_draw_first_line = text.draw_first_line


def draw_first_line(stream: Any, textbox: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
    """Draw the line; gives the pictures in it, of which there are none where all is plain."""
    is_whole = overflow != "ellipsis" and ellipsis == "none" and textbox.style["font_size"] >= 1
    if not is_whole and isinstance(textbox.pango_layout, KnownLine):
        textbox.pango_layout = one_more(textbox)
    parts = parts_of(stream, textbox.pango_layout) if is_whole and textbox.text.strip() else None
    if parts is None:
        return _draw_first_line(stream, textbox, overflow, ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    for font, size, shown in parts:
        stream.set_font_size(font, size)
        stream.show_text(shown)
    return []


def one_more(textbox: Any) -> KeptLayout:
    """A layout that may be cut off, in place of one that stands elsewhere too."""
    layout = KeptLayout(textbox.style, max_width=textbox.pango_layout.max_width)
    layout.set_text(textbox.pango_layout.text)
    return layout


def parts_of(stream: Any, layout: Any) -> list[tuple[Any, float, str]] | None:
    """The line in parts of one font each, with its size and what is shown; nothing if not all is plain."""
    parts: list[tuple[Any, float, str]] = []
    last_font = None
    for item, glyphs in runs_of(layout):
        pango_font = item.item.analysis.font
        if pango_font != last_font:
            last_font = pango_font
            font, size = stream.add_font(pango_font)
            parts.append((font.hash, size, ""))
        if glyphs is None or is_special(font):
            return None
        shown = shown_of(stream, layout, item, glyphs, font, size)
        parts[-1] = (*parts[-1][:2], parts[-1][2] + shown)
    return parts


def runs_of(layout: Any) -> list[tuple[Any, list[Glyph] | None]]:
    """What Pango says of each run of the line; known of one that was drawn in a lesson."""
    if not isinstance(layout, KnownLine):
        return list(found_runs(layout))
    runs: list[tuple[Any, list[Glyph] | None]] = layout.runs or list(found_runs(layout))
    if MEMORY.is_learning:
        layout.runs = runs
    return runs


def found_runs(layout: Any) -> Iterator[tuple[Any, list[Glyph] | None]]:
    """Each run of the line with its glyphs; nothing in their place if not all are plain."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        yield item, glyphs_of(item)


def glyphs_of(item: Any) -> list[Glyph] | None:
    """The glyphs of a run; nothing if not all are plain."""
    numbers = ffi.unpack(ffi.cast("int32_t *", item.glyphs.glyphs), NUMBERS * item.glyphs.num_glyphs)
    if not is_plain(item, numbers[0::NUMBERS], numbers[3::NUMBERS]):
        return None
    return list(zip(numbers[0::NUMBERS], numbers[1::NUMBERS], numbers[2::NUMBERS], strict=True))


def is_special(font: Any) -> bool:
    """Whether glyphs of the font may be pictures, or sizes are not its own."""
    return bool(font.bitmap or font.svg or font.png or font.colr) or pango.pango_version() < FIRST_PANGO


def shown_of(stream: Any, layout: Any, item: Any, glyphs: list[Glyph], font: Any, size: float) -> str:
    """What is shown of a run."""
    known = font.__dict__.setdefault("shown", {}).setdefault(size, {})
    for place, glyph in enumerate(glyphs):
        if glyph not in known:
            name_glyph(layout, item, font, place, glyph[0])
            known[glyph] = shown_as(width_of(stream, item, font, size, glyph[0]), size, *glyph)
    return f"<{''.join([known[glyph] for glyph in glyphs])}>".removesuffix("<>")


def is_plain(item: Any, glyphs: Sequence[int], raised: Sequence[int]) -> bool:
    """Whether there is something, from left to right, on the line, and all of it glyphs of the font."""
    if not glyphs or item.item.analysis.level % 2 or any(raised):
        return False
    return min(glyphs) >= 0 and max(glyphs) < FIRST_OTHER


def name_glyph(layout: Any, item: Any, font: Any, place: int, glyph: int) -> None:
    """Keep what letters a glyph stands for, where that is not known."""
    if glyph not in font.to_unicode:
        clusters, last = item.glyphs.log_clusters, item.glyphs.num_glyphs - 1
        end = item.item.length if place == last else clusters[place + 1]
        letters = layout.text.encode()[item.item.offset :][clusters[place] : end]
        font.to_unicode[glyph] = letters.decode()


def width_of(stream: Any, item: Any, font: Any, size: float, glyph: int) -> int:
    """The width of a glyph in thousandths of the size; found once."""
    if glyph not in font.widths:
        pango_font = item.item.analysis.font
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    width: int = font.widths[glyph]
    return width


def shown_as(own_width: int, size: float, glyph: int, width: int, aside: int) -> str:
    """A glyph, with the step aside before it and the step to the next where that is not its own width."""
    offset = aside / size
    step = own_width + offset - width * 1000 * FROM_UNITS / size
    before = f">{-offset}<" if offset else ""
    after = f">{int(step)}<" if step else ""
    return f"{before}{glyph:04x}{after}"


def hasten() -> None:
    """Put it in place."""
    replace(_draw_first_line, draw_first_line)
