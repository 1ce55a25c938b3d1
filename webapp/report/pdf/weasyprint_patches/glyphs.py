"""Write each glyph of a font once, and a line of text from what was written.

Patches `weasyprint.draw.text.draw_first_line`, which reads each glyph of a line number by number from Pango,
computes its kerning and formats it. What is written for a glyph depends on four numbers, its font and the
size alone: it is kept as long as the font of the document. Any other line is left to the renderer: one with a
glyph that its font has not written yet, with a raised glyph, an ellipsis, or a font of pictures.

Waits for: no upstream issue known.
"""

from itertools import islice
from typing import Any

from weasyprint.draw import text
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from webapp.report.pdf.weasyprint_patches.patching import replace

NUMBERS = 5
"""In the record of a glyph: the glyph, its width, its offsets to the side and up, and a flag."""

FIRST_WITH_SIZES = 14802
"""The version of Pango whose fonts have the right size."""

_draw_first_line = text.draw_first_line


class UnwrittenGlyphError(Exception):
    """A glyph that the renderer has to write."""


class WrittenGlyphs(dict[tuple[int, ...], str]):
    """What is written for a glyph of a font in one size, by the first four numbers of its record."""

    def __init__(self, font: Any, size: float) -> None:
        super().__init__()
        self._letters, self._widths, self._size = font.to_unicode, font.widths, size

    def __missing__(self, numbers: tuple[int, ...]) -> str:
        glyph, width, aside, up = numbers
        if up or glyph not in self._letters or glyph not in self._widths:
            raise UnwrittenGlyphError
        offset = aside / self._size
        kerning = self._widths[glyph] + offset - width * 1000 * FROM_UNITS / self._size
        before = f">{-offset}<" if offset else ""
        after = f">{int(kerning)}<" if kerning else ""
        self[numbers] = written = f"{before}{glyph:04x}{after}"
        return written


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
) -> list[Any]:
    """Draw a line of text."""
    try:
        if text_overflow == "ellipsis" or block_ellipsis != "none" or not textbox.text.strip():
            raise UnwrittenGlyphError
        pieces = written_line(stream, textbox.pango_layout)
    except UnwrittenGlyphError:
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)  # type: ignore[no-any-return]
    stream.set_text_matrix(*matrix.values)
    for font, size, written in pieces:
        stream.set_font_size(font.hash, size)
        stream.show_text(written)
    return []


def written_line(stream: Any, layout: Any) -> list[tuple[Any, float, str]]:
    """Return the pieces of a line: the font of each, its size, and what is written."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    pieces: list[tuple[Any, float, str]] = []
    run, before = line.runs[0], None
    while run != ffi.NULL:
        item, run = run.data, run.next
        if item.item.analysis.font != before:
            before = item.item.analysis.font
            pieces.append((*stream.add_font(before), ""))
        font, size, written = pieces[-1]
        pieces[-1] = font, size, written + written_run(font, size, item.glyphs)
    return pieces


def written_run(font: Any, size: float, glyphs: Any) -> str:
    """Return what is written for glyphs of one font that follow one another."""
    if font.bitmap or font.svg or font.png or font.colr or size < 1e-6:  # noqa: PLR2004 - as the renderer has it
        raise UnwrittenGlyphError
    numbers = ffi.unpack(ffi.cast("int32_t *", glyphs.glyphs), NUMBERS * glyphs.num_glyphs)
    known = font.__dict__.setdefault("written", {})
    if size not in known:
        known[size] = WrittenGlyphs(font, size)
    columns = (islice(numbers, column, None, NUMBERS) for column in range(NUMBERS - 1))
    written = "<" + "".join(map(known[size].__getitem__, zip(*columns, strict=True))) + ">"
    return written.removesuffix("<>")


def apply() -> None:
    """Apply the patch where Pango is as it has to be."""
    has_such_records = ffi.sizeof("PangoGlyphInfo") == NUMBERS * ffi.sizeof("int32_t")
    if has_such_records and pango.pango_version() >= FIRST_WITH_SIZES:
        replace(_draw_first_line, draw_first_line)
