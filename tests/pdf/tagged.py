"""The tags of a PDF, and what validators of PDF/UA say of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import page
import pikepdf

HEADINGS = {"/H1", "/H2", "/H3"}
FORBIDDEN = {
    "/Launch", "/JavaScript", "/JS", "/GoToR",
    "/SubmitForm", "/EmbeddedFiles", "/AcroForm", "/AA", "/OpenAction",
}  # fmt: skip


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every structure element, in reading order."""
    waiting: list[pikepdf.Object] = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += reversed([child for child in children(element) if "/S" in child])


def children(element: pikepdf.Object) -> list[pikepdf.Object]:
    below = element.get("/K", pikepdf.Array([]))
    found = list(below) if isinstance(below, pikepdf.Array) else [below]
    return [child for child in found if isinstance(child, pikepdf.Dictionary)]


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def check_by_validator(pdf: bytes, folder: Path) -> None:
    """Against PDF/UA-1."""
    (folder / "printed.pdf").write_bytes(pdf)
    result = page.validate_pdf(str(folder / "printed.pdf"), profile=page.ValidationProfile.PDF_UA_1)
    assert result.is_compliant, result
