"""Lines of the reports of made-up people, kept for the reports of patients.

Replaces `weasyprint.text.line_break.split_first_line`. The same text in the same type with the same room
begins with the same line, where all of it fits whatever the room, and most sentences of a report stand in
others too. Lines are kept while a process that has just begun prints reports of people who are made up
(`learning`), and at no other time: nothing that is kept says anything of a patient, not even that a sentence
was needed.

A kept line is one layout that stands in many pages at once, so it is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.css import Style
from weasyprint.text import line_break

from webapp.report.pdf.weasyprint_patches.patching import keep_with, replace
from webapp.report.pdf.weasyprint_patches.texts import FEATURES, KeptLayout

MOST_LINES = 4000
"""Some 1,000 are in the reports of four people, and take 3 MiB."""

TYPE = (
    *FEATURES,
    *("font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variation_settings"),
    *("font_language_override", "lang", "direction", "letter_spacing", "word_spacing", "tab_size"),
    *("white_space", "overflow_wrap", "word_break", "text_decoration_line"),
    *("hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character"),
)
"""What of a style may change how a text is broken into lines, or how a line is set."""

LAYOUT, NEXT, WIDTH = 0, 2, 3
"""Where in a line, as the renderer has it: its layout, where the next begins, and how wide it is."""

_split_first_line = line_break.split_first_line


class KnownLine(KeptLayout):
    """A line that is the same wherever it stands. `runs` is what `glyphs` found out about it."""

    runs: Any = None

    def reactivate(self, style: Any) -> None:
        """It is always ready to be drawn."""

    def deactivate(self) -> None:
        """It stays ready."""


class Memory:
    """What is kept, and whether more may be."""

    def __init__(self) -> None:
        self.is_learning = False
        self.lines: dict[tuple[Any, ...], Any] = {}
        self._types: dict[Any, Any] = {}

    def type_of(self, style: Any) -> Any:
        """The same object for all styles that set a text alike."""
        told = style.font_config, repr([style[name] for name in TYPE])
        return self._types.setdefault(told, told)

    def find(self, whole: tuple[Any, ...], room: tuple[Any, ...]) -> Any:
        """The line of a text in its type: all of the text, if it fits into the room, or as much as does."""
        line = self.lines.get(whole)
        if line is not None and (room[0] is None or line[WIDTH] <= room[0]):
            return line
        return self.lines.get(whole + room)

    def keep(self, whole: tuple[Any, ...], room: tuple[Any, ...], line: Any) -> None:
        """Keep a line that can be drawn as it was measured.

        One that lost its last blank for want of room has nothing after it, either, and is not the whole text.
        """
        layout = line[LAYOUT]
        if len(self.lines) < MOST_LINES and layout.is_measured and layout.is_one_line:
            layout.__class__ = KnownLine
            is_whole = line[NEXT] is None and layout.text == whole[0]
            self.lines[whole if is_whole else whole + room] = line


MEMORY = Memory()


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: Any,
    justification_spacing: float,
    *others: Any,
    **named: Any,
) -> Any:
    """The first line of a text: its layout, where it ends, where the next begins, and its measures."""
    if justification_spacing or not style.voice.is_plain:
        return _split_first_line(text, style, context, max_width, justification_spacing, *others, **named)
    whole, room = (text, style.type), (max_width, *others, *named.items())
    line = MEMORY.find(whole, room)
    if line is None:
        line = _split_first_line(text, style, context, max_width, justification_spacing, *others, **named)
        if MEMORY.is_learning:
            MEMORY.keep(whole, room, line)
    return line


@contextmanager
def learning() -> Iterator[None]:
    """Keep the lines that are laid out meanwhile. Only for what is made up."""
    MEMORY.is_learning = True
    try:
        yield
    finally:
        MEMORY.is_learning = False


def hasten() -> None:
    """Put it in place."""
    keep_with(Style, "type", MEMORY.type_of)
    replace(_split_first_line, split_first_line)
