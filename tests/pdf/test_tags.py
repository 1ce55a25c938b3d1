"""Text belongs to its paragraph or cell itself, and every piece of it is found from both sides."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
import pytest

from tests.pdf.people import bundle_pdf, comparison_pdf, pdf_of, practice_pdf_of
from webapp.report.pdf.tags import HOLDING_TEXT, SAYING_NOTHING

FILES: dict[str, Callable[[], bytes]] = {
    "patient": lambda: pdf_of("W55"),
    "large print": lambda: pdf_of("W55", "large"),
    "practitioner": lambda: practice_pdf_of("W55"),
    "comparison": comparison_pdf,
    "bundle": bundle_pdf,
}

each_file = pytest.mark.parametrize("kind", FILES)


def content(element: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, pikepdf.Object | int]]:
    """All that is in an element and in those within it, each with the element that has it."""
    for one in element.K:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/OBJR":
            continue  # a link's place on the page
        yield element, one
        if isinstance(one, pikepdf.Dictionary):
            yield from content(one)


@each_file
def test_no_element_of_mere_text_stands_within_a_paragraph_or_cell(kind: str) -> None:
    with pikepdf.open(io.BytesIO(FILES[kind]())) as pdf:
        kinds = {
            (str(around.S), str(one.S))
            for around, one in content(pdf.Root.StructTreeRoot)
            if isinstance(one, pikepdf.Dictionary) and all(isinstance(piece, int) for piece in one.K)
        }
    assert ("/TR", "/TD") in kinds
    assert not [pair for pair in kinds if pair[0] in HOLDING_TEXT and pair[1] in SAYING_NOTHING]


@each_file
def test_every_piece_of_text_is_in_one_element_and_says_which(kind: str) -> None:
    with pikepdf.open(io.BytesIO(FILES[kind]())) as pdf:
        root = pdf.Root.StructTreeRoot
        nums = list(root.ParentTree.Nums)
        said = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        page_of: dict[object, int] = {page.objgen: int(page.StructParents) for page in pdf.pages}
        pieces = [
            (one.Pg.objgen, int(piece), one.objgen) for one, piece in content(root) if isinstance(piece, int)
        ]
        assert len(pieces) > 100
        assert len({piece[:2] for piece in pieces}) == len(pieces)
        for page, piece, element in pieces:
            assert said[page_of[page]][piece].objgen == element
