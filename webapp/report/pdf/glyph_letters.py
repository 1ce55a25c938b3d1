"""The letters of each glyph in a PDF, from which it is read aloud, searched and copied.

The renderer gives a glyph the letters of its first use. Where letters share several glyphs, as an Arabic
letter with a vowel sign does, it gives all of them to one of these glyphs and none to the others, for the
whole file: "لا" (not) would be lost wherever it stands. Here such a glyph gets the letters that its font has
for it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from unicodedata import mirrored, normalize

import pydyf
from fontTools.ttLib import TTFont

from webapp.cldr.direction import begins_from_right

_GLYPH = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
"""A line that maps a glyph to the letters that it stands for, in UTF-16."""

ONE_LETTER = 4
"""Hexadecimal digits of a letter. Only a glyph with more letters, or with none, shares them with others."""

PROGRAMS = ("FontFile2", "FontFile3")


def name_glyphs(pdf: pydyf.PDF) -> None:
    """Mend the letters of all glyphs that share theirs with others."""
    for font in pdf.objects:
        if isinstance(font, pydyf.Dictionary) and "DescendantFonts" in font:
            lines = _at(pdf, font["ToUnicode"]).stream
            if any(map(_is_shared, lines)):
                known = _signs(_program(pdf, font))
                lines[:] = [_named(line, known) for line in lines]


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:  # noqa: ANN401  the library ships no types
    return pdf.objects[int(reference.split()[0])]


def _is_shared(line: bytes) -> bool:
    found = _GLYPH.fullmatch(line)
    return found is not None and len(found[2]) != ONE_LETTER


def _program(pdf: pydyf.PDF, font: pydyf.Dictionary) -> bytes:
    """Return the font program that is embedded for a font."""
    descriptor = _at(pdf, _at(pdf, font["DescendantFonts"][0])["FontDescriptor"])
    reference = next(descriptor[name] for name in PROGRAMS if name in descriptor)
    return b"".join(_at(pdf, reference).stream)


def _signs(program: bytes) -> Mapping[int, frozenset[str]]:
    """Return the signs for which a font has each glyph."""
    found: dict[int, set[str]] = defaultdict(set)
    with TTFont(BytesIO(program), lazy=True) as font:
        for sign, name in (font.getBestCmap() or {}).items():
            found[font.getGlyphID(name)].add(chr(sign))
    return {glyph: frozenset(signs) for glyph, signs in found.items()}


def _letters(sign: str) -> str:
    """Return the letters of a sign that is a form of one letter, or of several joined."""
    return normalize("NFKC", sign).strip()


def _named(line: bytes, known: Mapping[int, frozenset[str]]) -> bytes:
    """Return the line with the letters that the font has, unless the renderer's are among them."""
    found = _GLYPH.fullmatch(line)
    signs = known.get(int(found[1], 16)) if found else None
    if not found or not signs:
        return line
    given = _letters(bytes.fromhex(found[2].decode()).decode("utf-16-be"))
    if given and mirrored(given[0]):  # the other bracket, where words run from right to left
        return line
    alike = [sign for sign in signs if _letters(sign) == given]
    if alike and not _is_turned(given):
        return line
    sign = min(alike or signs)
    letters = sign if _is_turned(_letters(sign)) else _letters(sign)
    return b"<%b> <%b>" % (found[1], letters.encode("utf-16-be").hex().encode())


def _is_turned(letters: str) -> bool:
    """Return whether programs turn several letters of one glyph around, with the line in which they stand.

    "لا" then reads "ال". The one sign for both, U+FEFB, does not, and is taken for the two letters.
    """
    return len(letters) > 1 and begins_from_right(letters)
