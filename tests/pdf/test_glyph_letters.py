"""What is read aloud, searched and copied says what the print says, letter by letter."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from unicodedata import mirrored, normalize

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from tests.pdf.forms import arabic_form, form_pdf
from tests.pdf.in_language import pdf_in_language
from webapp.report.pdf.printing import print_html

LETTERS = re.compile("<([0-9a-f]{4})> <([0-9a-f]*)>")

NO_GLYPH = 0
"""The box for a letter that no font has. Signs that show nothing, which keep words together, use it."""


def read(pdf: bytes) -> list[str]:
    """The lines of a file as the browser's own program reads them, with each letter by itself."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [normalize("NFKC", line).strip() for text in texts for line in text.splitlines()]


@pytest.mark.parametrize(
    "lines",
    [
        ("أولًا", "لا نعرف ما يكفي عن"),
        ("مثلًا", "الالتهاب خلال العلاج"),
        ("بأنَّ اليأس", "بأي شيء أو اليأس"),
        ("على الاسم", "إلى الأمعاء"),
    ],
)
@pytest.mark.parametrize("tag", ["span", "strong"])
def test_arabic_letters_are_neither_lost_nor_turned_around(lines: tuple[str, str], tag: str) -> None:
    page = "".join(f"<p><{tag}>{line}</{tag}>" for line in lines)
    found = read(print_html(f'<html lang="ar" dir="rtl"><title>x</title>{page}'))
    assert lines[1] in found, "also where a vowel sign stood on the same letters before"


def test_latin_letters_that_are_joined_or_have_accents_are_read_as_they_are() -> None:
    page = "<p>office affluent fjord<p>nai\u0308ve cre\u0300me<p>naïve crème"
    found = read(print_html(f'<html lang="en"><title>x</title>{page}'))
    assert [line for line in found if line] == ["office affluent fjord", "naïve crème", "naïve crème"]


@pytest.mark.parametrize("kind", ["standard", "practitioner", "form"])
def test_every_glyph_of_an_arabic_document_has_letters_that_its_font_has_for_it(kind: str) -> None:
    pdf = form_pdf(arabic_form()) if kind == "form" else pdf_in_language("ar", kind)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [one for one in document.objects if _is_font(one)]
        assert any("Arabic" in str(one.BaseFont) for one in fonts)
        assert [wrong for font in fonts for wrong in _wrong(font)] == []


def _is_font(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and "/DescendantFonts" in one


def _wrong(font: pikepdf.Object) -> Iterator[str]:
    """Yield the glyphs whose letters are none of those for which the font has them."""
    known = _letters_of(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())
    for glyph, letters in LETTERS.findall(font.ToUnicode.read_bytes().decode()):
        said = _plain(bytes.fromhex(letters).decode("utf-16-be"))
        number = int(glyph, 16)
        is_bracket = bool(said) and mirrored(said[0])
        if number != NO_GLYPH and number in known and said not in known[number] and not is_bracket:
            yield f"{font.BaseFont} {glyph}: {said}"


def _letters_of(program: bytes) -> Mapping[int, set[str]]:
    found = defaultdict(set)
    with TTFont(io.BytesIO(program)) as font:
        for sign, name in font.getBestCmap().items():
            found[font.getGlyphID(name)].add(_plain(chr(sign)))
    return found


def _plain(letters: str) -> str:
    return normalize("NFKC", letters).strip()
