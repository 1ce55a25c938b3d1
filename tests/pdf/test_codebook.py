"""The codebook on paper: tagged for everybody, and with its version and digest on each page."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.pdf.tagged import FORBIDDEN, HEADINGS, check_by_validator, dictionaries, elements, opened
from tests.project import ROOT
from webapp.questionnaire.load import load
from webapp.report.pdf.printing import print_report
from webapp.report.views.documents import HtmlDocument
from webapp.workbench.codebook.build import build_codebook
from webapp.workbench.codebook.page import codebook_html

SLEEP = load((ROOT / "docs/examples/sleep.toml").read_text("utf-8"))
PAPERS = {"a4": (595, 842), "letter": (612, 792)}
"""Width and height in points."""

each_paper = pytest.mark.parametrize("paper", PAPERS)


@cache
def printed(paper: str) -> bytes:
    return print_report(HtmlDocument(codebook_html(SLEEP, paper)))


@each_paper
def test_the_validator_finds_no_failure_of_pdf_ua(paper: str, tmp_path: Path) -> None:
    check_by_validator(printed(paper), tmp_path)


@each_paper
def test_every_page_has_the_paper_the_version_and_the_digest(paper: str) -> None:
    pages = PdfReader(BytesIO(printed(paper))).pages
    for number, page in enumerate(pages, start=1):
        text = page.extract_text().replace("\n", "")
        assert (round(page.mediabox.width), round(page.mediabox.height)) == PAPERS[paper]
        assert f"version {SLEEP.version}" in text
        assert SLEEP.digest in text
        assert f"Page {number} of {len(pages)}" in text


@each_paper
def test_headings_go_down_one_step_at_a_time_and_each_has_a_bookmark(paper: str) -> None:
    with opened(printed(paper)) as pdf:
        levels = [int(str(element.S)[2]) for element in elements(pdf) if str(element.S) in HEADINGS]
        with pdf.open_outline() as outline:
            (book,) = outline.root
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert [one.title for one in book.children][2:] == [
        *(part.title for part in build_codebook(SLEEP).parts),
        "References",
    ]


@each_paper
def test_every_cell_is_tied_to_its_headings_and_the_file_does_nothing(paper: str) -> None:
    with opened(printed(paper)) as pdf:
        cells = [element for element in elements(pdf) if element.S == "/TD"]
        assert cells
        assert all(list(cell.A.Headers) for cell in cells)
        assert str(pdf.docinfo["/Title"]) == f"Codebook: {SLEEP.title} {SLEEP.version}"
        assert not any(FORBIDDEN & set(one.keys()) for one in dictionaries(pdf))


def test_the_same_questionnaire_gives_the_same_bytes() -> None:
    assert print_report(HtmlDocument(codebook_html(SLEEP, "a4"))) == printed("a4")
