"""What the embedded faces can show: who types another letter is warned, and paper never has a box for it."""

from __future__ import annotations

import unicodedata
from functools import cache

from webapp.project_files import project_file

CHARACTERS = project_file("report_templates/fonts/characters.txt")
"""The code points of all faces, in runs. Made by script/fonts.py; a test compares it with the faces."""

WHITE = "\t\n\r"

UNSEEN = (
    (0x034F, 0x034F), (0x17B4, 0x17B5), (0x180B, 0x180E), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFF8),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Signs that show nothing: Unicode 16, Default_Ignorable_Code_Point, but for letters of other scripts."""

PARTING = frozenset((0x2028, 0x2029))
"""Ends of lines and paragraphs: faces have them, and the renderer draws a box."""

INSTEAD = "?"


def unshown(text: str) -> str:
    """The signs of a text that no face can show, each once, in its order."""
    return "".join(dict.fromkeys(sign for sign in text if not _shown(sign)))


def unprintable(text: str) -> str:
    """The signs that no face has, each once: a page on which one of them stands is not made.

    Names have other signs put in their place (`printable`); what the questionnaire says is left as it is.
    """
    lost = (sign for sign in text if sign not in _known() and unicodedata.category(sign) != "Zs")
    return "".join(dict.fromkeys(lost))


def printable(text: str, instead: str = INSTEAD) -> str:
    """The text with what the faces can show. `instead` takes the place of every other sign."""
    return "".join(_shown(sign) or instead for sign in text) if unshown(text) else text


def printable_line(text: str) -> str:
    """The same of one line without what they cannot show."""
    return " ".join(printable(text, " ").split())


def _shown(sign: str) -> str:
    """The sign, or what it is made of, or nothing where no face can show that either."""
    if sign in _known():
        return sign
    if unicodedata.category(sign) == "Zs":
        return " "
    parts = unicodedata.normalize("NFKD", sign)
    return parts if parts != sign and all(part in _known() for part in parts) else ""


@cache
def _known() -> frozenset[str]:
    runs = [line.split("-") for line in CHARACTERS.read_text(encoding="ascii").split()]
    ends = [*((int(first, 16), int(last, 16)) for first, last in runs), *UNSEEN]
    points = {point for first, last in ends for point in range(first, last + 1)} - PARTING
    return frozenset((*map(chr, points), *WHITE))
