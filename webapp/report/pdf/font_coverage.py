"""What the embedded faces can show: who types another letter is warned, and paper never has a box for it."""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from webapp.project_files import project_file

FONTS = project_file("report_templates/fonts")

CHARACTERS = FONTS / "characters.txt"
"""The code points of all faces, in runs. Made by script/fonts.py; a test compares it with the faces."""

OPTIONAL = (
    Path("/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
)
"""Fonts for Chinese, Japanese and Korean, which `fonts.conf` names and `script/prepare fonts` installs."""

OPTIONAL_CHARACTERS = FONTS / "characters-droid.txt"
"""The code points of these fonts, which are used only where all of them are installed."""

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
    """Return the characters of a text that no font can show, each once, in the order of the text."""
    return "".join(dict.fromkeys(sign for sign in text if not _shown(sign)))


@lru_cache(maxsize=32)
def unprintable(text: str) -> str:
    """Return the characters that no font shows; a page with one of them is not printed.

    Names have other signs put in their place (`printable`); what the questionnaire says is left as it is.
    """
    known = _known()
    lost = (sign for sign in dict.fromkeys(text) if sign not in known)
    return "".join(sign for sign in lost if unicodedata.category(sign) != "Zs")


def printable(text: str, instead: str = INSTEAD) -> str:
    """Return the text with `instead` in the place of every character that no font can show."""
    return "".join(_shown(sign) or instead for sign in text) if unshown(text) else text


def printable_line(text: str) -> str:
    """Return one line of text without what no font can show."""
    return " ".join(printable(text, " ").split())


def _shown(sign: str) -> str:
    """Return the character, or what it is made of, or "" where no font can show that either."""
    if sign in _known():
        return sign
    if unicodedata.category(sign) == "Zs":
        return " "
    parts = unicodedata.normalize("NFKD", sign)
    return parts if parts != sign and all(part in _known() for part in parts) else ""


@cache
def _known() -> frozenset[str]:
    files = (CHARACTERS, OPTIONAL_CHARACTERS) if all(map(Path.exists, OPTIONAL)) else (CHARACTERS,)
    runs = [line.split("-") for path in files for line in path.read_text(encoding="ascii").split()]
    ends = [*((int(first, 16), int(last, 16)) for first, last in runs), *UNSEEN]
    points = {point for first, last in ends for point in range(first, last + 1)} - PARTING
    return frozenset((*map(chr, points), *WHITE))
