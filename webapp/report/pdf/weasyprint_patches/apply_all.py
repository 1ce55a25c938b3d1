"""All the shorter ways, put in place. Loads the renderer: only for the render process."""

from __future__ import annotations

from webapp.report.pdf.weasyprint_patches import (
    flow,
    glyphs,
    lengths,
    lines,
    pictures,
    styles,
    texts,
    writing,
)


def hasten() -> None:
    """Put all in place, once in a process."""
    for way in (styles, lengths, flow, texts, lines, glyphs, pictures, writing):
        way.hasten()
