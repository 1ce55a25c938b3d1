"""What makes the PDF one that everybody can read: checked by a validator, and by looking into the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from tests.pdf.people import brief, bundle_pdf, comparison_pdf, pdf_of, practice_pdf_of, view_of
from tests.pdf.tagged import FORBIDDEN, HEADINGS, check_by_validator, children, dictionaries, elements, opened
from webapp.questionnaire.levels import Level
from webapp.report.pdf.printing import print_html, print_report

EDITIONS = [
    ("W55", "standard", "a4"),
    ("W55", "standard", "letter"),
    ("W55", "large", "a4"),
    ("W56", "standard", "letter"),
    ("S01", "large", "letter"),
]
"""All of them in `test_content` too, so that each is printed once."""
INSIDE: dict[str, Callable[[], bytes]] = {
    "For the practitioner": lambda: practice_pdf_of("W55"),
    "Submissions": bundle_pdf,
    "Two visits compared": comparison_pdf,
}
"""What stays inside the clinic, by its title."""


each_edition = pytest.mark.parametrize("edition", EDITIONS, ids="-".join)
Edition = tuple[str, str, str]


@each_edition
def test_the_validator_finds_no_failure_of_pdf_ua(edition: Edition, tmp_path: Path) -> None:
    check_by_validator(pdf_of(*edition), tmp_path)


@each_edition
def test_title_and_language_are_set_and_shown(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        assert str(pdf.docinfo["/Title"]) == view_of("W55").title
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked


@each_edition
def test_there_is_one_main_heading_and_a_bookmark_for_every_part(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        kinds = [str(element.S) for element in elements(pdf)]
        with pdf.open_outline() as outline:
            bookmarks = [item.title for root in outline.root for item in [root, *root.children]]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(bookmarks) - 1
    assert "Your picture at a glance" in bookmarks


@each_edition
def test_every_cell_of_a_table_is_tied_to_its_headings(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        cells = [element for element in elements(pdf) if element.S == "/TD"]
        headings = {str(element.ID) for element in elements(pdf) if element.S == "/TH"}
        assert cells
        for cell in cells:
            tied = {str(heading) for heading in cell.A.Headers}
            assert tied
            assert tied <= headings


@each_edition
def test_every_picture_says_in_words_what_it_shows(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        pictures = [str(element.Alt) for element in elements(pdf) if element.S == "/Figure"]
    assert ("QR code for the clinic: opens 7Q4K-M2 at the desk" in pictures) == (edition[1] == "standard")
    view = view_of(*edition)
    rows = [row for row in view.glance if row.gauge.lowest and row.gauge.highest > Level.SLIGHT]
    gauges = [text for text in pictures if text.endswith("of 3 blocks")]
    assert len(gauges) == len(rows) + len(view.full) + len(view.apart)
    lines = [line for factor in (*view.full, *view.apart) for line in factor.lines]
    assert sum("on a line with cut-offs at" in text for text in pictures) == len(lines)


@each_edition
def test_only_the_bundled_fonts_are_in_the_file_and_all_are_embedded(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        fonts = [one for one in dictionaries(pdf) if one.get("/Type") == "/FontDescriptor"]
        assert fonts
        for font in fonts:
            assert "Noto" in str(font.FontName)
            assert "/FontFile2" in font or "/FontFile3" in font


@each_edition
def test_the_file_points_nowhere_and_does_nothing(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        for one in dictionaries(pdf):
            assert not FORBIDDEN & set(one.keys())
            assert str(one.get("/S", "")) not in FORBIDDEN


@each_edition
def test_the_metadata_holds_the_title_and_the_date_alone(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer", "/CreationDate"}
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261006")
        assert b"Riverside" not in pdf.Root.Metadata.read_bytes()


def test_a_language_of_the_right_hand_starts_at_the_right(tmp_path: Path) -> None:
    view = view_of("W55", language="ar")
    assert view.direction == "rtl"
    printed = print_report(brief(view))
    check_by_validator(printed, tmp_path)
    with opened(printed) as pdf:
        assert str(pdf.Root.Lang) == "ar"


MIXED = (
    '<html lang="ar" dir="rtl"><title>مرحبا</title><h1>مرحبا</h1>'
    '<p>مرحبا <b lang="en">river <i lang="de">Haus</i></b><section lang="en">'
    '<p>One</p><p>Two <b lang="ar">مرحبا</b></p><ul lang="en"><li>Three</ul></section><p>مرحبا'
)


def test_tags_say_where_the_language_changes_and_only_there(tmp_path: Path) -> None:
    printed = print_html(MIXED)
    check_by_validator(printed, tmp_path)
    with opened(printed) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        changes = [(str(one.S), str(one.Lang)) for one in elements(pdf) if "/Lang" in one]
    assert changes == [("/NonStruct", "en"), ("/NonStruct", "de"), ("/Sect", "en"), ("/NonStruct", "ar")]


def test_a_practitioners_part_in_another_language_says_so(tmp_path: Path) -> None:
    arabic = replace(view_of("S01", language="ar"), for_staff=view_of("S01"))
    printed = print_report(arabic)
    check_by_validator(printed, tmp_path)
    with opened(printed) as pdf:
        assert {(str(one.S), str(one.Lang)) for one in elements(pdf) if "/Lang" in one} == {("/Div", "en")}


@pytest.mark.parametrize("title", INSIDE)
def test_what_stays_inside_the_clinic_can_be_read_by_everybody_too(title: str, tmp_path: Path) -> None:
    check_by_validator(INSIDE[title](), tmp_path)
    with opened(INSIDE[title]()) as pdf:
        assert (str(pdf.docinfo["/Title"]), str(pdf.Root.Lang)) == (title, "en")
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer", "/CreationDate"}
        assert all(element.get("/Alt") for element in elements(pdf) if element.S == "/Figure")
        assert not any(FORBIDDEN & set(one.keys()) for one in dictionaries(pdf))


@pytest.mark.parametrize("title", INSIDE)
def test_headings_go_down_one_step_at_a_time(title: str) -> None:
    with opened(INSIDE[title]()) as pdf:
        levels = [int(str(element.S)[2]) for element in elements(pdf) if str(element.S) in HEADINGS]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("edition", EDITIONS[:2], ids="-".join)
def test_questions_and_references_are_lists_and_each_reference_leads_to_its_paper(edition: Edition) -> None:
    view = view_of(*edition)
    with opened(pdf_of(*edition)) as pdf:
        items = [element for element in elements(pdf) if element.S == "/LI"]
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        links = [str(note.A.URI) for note in notes]
        assert all(note.Contents for note in notes)
    questions = len(view.questions) + sum(len(factor.ask) for factor in (*view.full, *view.apart))
    assert len(items) == questions + len(view.references)
    assert set(links) == {one.links[0].url for one in view.references if one.links and one.links[0].url}
    assert all(link.startswith("https://") for link in links)


@pytest.mark.parametrize("edition", EDITIONS[:3], ids="-".join)
def test_a_level_at_a_glance_is_tied_to_its_own_heading(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        heads = [str(element.ID) for element in elements(pdf) if element.S == "/TH"][:4]
        cells = [element for element in elements(pdf) if element.S == "/TD"][:3]
        tied = [{str(one) for one in cell.A.Headers} & set(heads) for cell in cells]
    assert tied == [{head} for head in heads[1:]]


@pytest.mark.parametrize("edition", [one for one in EDITIONS if one[1] == "standard"], ids="-".join)
def test_no_card_is_split_over_two_pages_in_standard_print(edition: Edition) -> None:
    with opened(pdf_of(*edition)) as pdf:
        cards = [element for element in elements(pdf) if element.S == "/Art"]
        for card in cards:
            within = [card, *_below(card)]
            assert len({one.Pg.objgen for one in within if "/Pg" in one}) == 1
    view = view_of(*edition)
    assert len(cards) == len(view.full) + len(view.apart)


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for child in children(element):
        yield child
        yield from _below(child)
