"""The last changes to a PDF before it is written. Loads the renderer: only for the render process."""

import zlib
from typing import Any

import pydyf

from webapp.localization.catalogues import SOURCE_LANGUAGE
from webapp.localization.localizer import Localizer
from webapp.report.pdf.glyph_letters import name_glyphs
from webapp.report.pdf.tags import join_text

NO_KERNING = b">0<"

NO_LETTER, JOINER = b"> <>\n", b"> <200d>\n"
"""The end of a line that maps a glyph to letters: where it maps to none, and what takes the place of that.

The second glyph of one Arabic letter maps to none, but PDF/UA wants a character for each glyph: a zero width
joiner, which shows nothing.
"""


def finish(document: object, pdf: pydyf.PDF) -> None:
    """Make the file smaller without changing a page. Called by the renderer before it writes the file."""
    join_text(document, pdf)
    name_glyphs(pdf)
    _join_letters(pdf)
    _bind_on_the_right(document, pdf)


def _bind_on_the_right(document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401  the renderer ships no types
    """Say that pages follow one another from right to left where their words do."""
    if Localizer(document.metadata.lang or SOURCE_LANGUAGE).is_rtl:
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"


def _join_letters(pdf: pydyf.PDF) -> None:
    """Write a run of letters as one string where no space is put between them, and name each glyph.

    The renderer writes each letter by itself, and a space of 0 after it: two thirds of a page's content. What
    is written is compressed here: the renderer does so at zlib's highest level, twice, for 2 % fewer bytes.
    """
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and len(one.stream) > 1:  # in one piece: fonts, pictures, the record
            content = b"\n".join(map(_written, one.stream)).replace(NO_KERNING, b"")
            one.stream = [zlib.compress(content.replace(NO_LETTER, JOINER))]
            one.extra["Filter"] = "/FlateDecode"
            one.compress = False


def _written(operation: Any) -> bytes:  # noqa: ANN401 - the library ships no types
    if isinstance(operation, bytes):
        return operation
    return operation.data if isinstance(operation, pydyf.Object) else str(operation).encode("ascii")
