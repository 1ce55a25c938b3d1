"""Several submissions in one file: the cover list, and page numbers that are right twice over."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from tests.pdf.drawn import words_of
from tests.pdf.people import OCCASION, bare, brief_page, bundle_pdf, pages_in, pdf_of, practice_of, view_of
from tests.pdf.tagged import elements
from webapp.report.pdf.bundle import bundle_view
from webapp.report.pdf.html import render_html
from webapp.report.pdf.printing import SIDES, print_report

TOP = 100
"""Points below the upper edge: a page that begins lower is empty but for its foot."""


def test_every_document_has_its_own_page_numbers_and_those_of_the_file() -> None:
    cover, back, first, back_of_first, *report, back_of_report, last, _ = pages_in(bundle_pdf())
    assert "Page1of1" in cover
    assert "Page1of1,filepage3" in first
    assert (back, back_of_first, back_of_report) == ("", "", "")
    for number, page in enumerate(report, 1):
        assert f"Page{number}of{len(report)}" in page
        assert f"filepage{number + 4}" in page
    assert f"Page1of1,filepage{len(report) + 6}" in last


def test_everybody_begins_on_a_sheet_of_their_own() -> None:
    pages = pages_in(bundle_pdf())
    starts = [number for number, page in enumerate(pages, 1) if "Page1of" in page]
    assert len(starts) == 4
    assert all(number % 2 for number in starts)
    assert len(pages) % 2 == 0


def test_each_page_has_the_code_of_its_own_submission() -> None:
    _, _, first, _, *report, _, last, _ = pages_in(bundle_pdf())
    assert all("7Q4K-M2" in page for page in (first, *report))
    assert "9RTX-4C" in last
    assert "7Q4K-M2" not in last


def test_the_cover_lists_who_when_how_urgent_what_and_where() -> None:
    cover, *others = pages_in(bundle_pdf())
    sent = "October\xa06, 2026, 2:32 PM, UTC,"
    last = len(others)
    assert bare(f"7Q4K-M2 – – {sent} own device Get medical help today Practitioner’s page 3") in cover
    assert (
        bare(f"7Q4K-M2 Kim Lee – {sent} clinic tablet Check before you change anything Patient’s report 5")
        in cover
    )
    assert bare(f"9RTX-4C Alex Morgan 1001 {sent} own device none Practitioner’s page {last}") in cover


def test_each_submission_has_a_bookmark_with_its_code_and_name() -> None:
    outline = PdfReader(io.BytesIO(bundle_pdf())).outline
    top = [str(item.title) for item in outline if not isinstance(item, list)]
    assert top == ["Submissions", "7Q4K-M2", "7Q4K-M2 Kim Lee", "9RTX-4C Alex Morgan 1001"]


def test_no_two_headings_of_tables_have_the_same_id() -> None:
    with pikepdf.open(io.BytesIO(bundle_pdf())) as pdf:
        ids = Counter(str(element.ID) for element in elements(pdf) if "/ID" in element)
    assert ids
    assert set(ids.values()) == {1}


def test_a_report_of_which_nothing_more_is_known_is_listed_all_the_same() -> None:
    row = bundle_view([view_of("S01")], OCCASION).enclosed[0].row
    assert (row.reference, row.name, row.channel, row.tier) == ("7Q4K-M2", "", "", "2")
    assert (row.date, row.kind, row.label) == ("October\xa06, 2026", "Patient’s report", "7Q4K-M2")


def test_a_draft_without_a_code_has_a_bookmark_too() -> None:
    row = bundle_view([replace(practice_of("W08"), reference="")], OCCASION).enclosed[0].row
    assert row.label == "Practitioner’s page"


@pytest.mark.slow
def test_a_cover_list_that_is_longer_than_a_page_counts_its_own_pages() -> None:
    long_list = bundle_view([replace(brief_page(practice_of("W08")), name="Ann " * 200)] * 3, OCCASION)
    pages = pages_in(print_report(long_list))
    covers = [page for page in pages if "Submissions,Riverside" in page]
    assert len(covers) > 1
    start = len(covers) + len(covers) % 2
    assert f"filepage{start + 1}" in pages[start]


@pytest.mark.slow
def test_a_printer_of_one_side_needs_no_empty_backs() -> None:
    clinic = replace(OCCASION.clinic, one_sided=True)
    page = replace(brief_page(practice_of("W08")), clinic=clinic)
    listed = bundle_view([page, page, page], replace(OCCASION, clinic=clinic))
    pages = pages_in(print_report(listed))
    assert len(pages) == 4
    assert [f"filepage{number}" in page for number, page in enumerate(pages, 1)] == [False, True, True, True]


@pytest.mark.parametrize("person", ["W08", "W55", "S01"])
def test_the_practitioner_s_part_begins_on_a_front_and_only_the_back_before_it_may_be_empty(
    person: str,
) -> None:
    pdf = pdf_of(person)
    (start,) = [n for n, page in enumerate(pages_in(pdf)) if page.startswith(bare("For your practitioner"))]
    assert start % SIDES == 0
    empty = [n for n, words in enumerate(words_of(pdf)) if min(word.top for word in words) >= TOP]
    assert empty in ([], [start - 1])


def test_for_a_printer_of_one_side_it_begins_on_the_next_page() -> None:
    clinic = replace(OCCASION.clinic, one_sided=True)
    assert "sheet-side" in render_html(view_of("W08"))
    assert "sheet-side" not in render_html(replace(view_of("W08"), clinic=clinic))
