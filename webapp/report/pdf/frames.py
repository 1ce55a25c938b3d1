"""Frames of boxes that go on over a page: on each page they end with its last words."""

from typing import Any

from webapp.report.pdf.renderer import Document, LineBox, TableRowBox


def end_frames(document: Document) -> None:
    """Let the frames that are closed on each page (`box-decoration-break: clone`) end below their words.

    The renderer draws them down to the foot of the page, as CSS Fragmentation 3 has it (section 5.1).
    """
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - nothing else tells it
            if box.style["box_decoration_break"] == "clone" and box.all_children():
                box.height = min(box.height, bottom_of_words(box) - box.content_box_y())


def bottom_of_words(box: Any) -> float:  # noqa: ANN401 - the renderer ships no types
    """Return where the last line or row of a box ends on its page."""
    last = box
    while last.all_children() and not isinstance(last, (LineBox, TableRowBox)):
        last = last.children[-1]
    return float(last.position_y + last.height)
