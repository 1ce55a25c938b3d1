"""Pages of large print and easy read are well filled, and end between paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from weasyprint.formatting_structure.boxes import Box, LineBox

from tests.pdf.people import OCCASION, assessment_with, bare, pages_in, pdf_of, view_of
from tests.pdf.test_easy import easy_view
from webapp.report.pdf.fetcher import LogoOnlyFetcher
from webapp.report.pdf.printing import _filled, _fit
from webapp.report.views.patient_view import patient_view

LEAST_FILLED = 0.55
"""Part of each page but the last that is used."""

PEOPLE = ("W55", "W11", "W50a", "S02", "W56")
"""Nine cards, three cards, three cards and a warning, fifteen warnings, nothing known."""

PRINTED = [
    (person, edition, paper)
    for person in PEOPLE
    for edition in ("easy", "large")
    for paper in ("a4", "letter")
]
each_print = pytest.mark.parametrize(("person", "edition", "paper"), PRINTED)

MOST_PAGES = {
    ("W55", "a4"): 10,
    ("W55", "letter"): 10,
    ("W11", "a4"): 5,
    ("W11", "letter"): 5,
    ("S02", "a4"): 7,
}
"""Of easy read, in which nine cards once took 12 pages, three cards 6 (on Letter 8), fifteen warnings 9."""

WHOLE = ("p", "li", "svg", "h2", "h3")
"""Elements that one page has whole, in cards and warnings."""

PARTS = ("card", "box tier-1", "box tier-2", "box tier-3")


@cache
def pages_of(person: str, edition: str, paper: str) -> list[Box]:
    """The boxes of each page."""
    view = easy_view(paper, person) if edition == "easy" else view_of(person, edition, paper)
    return [page._page_box for page in _fit(view, LogoOnlyFetcher()).document.pages]


def boxes_below(box: Box) -> Iterator[Box]:
    """What is within a box, in the order of reading."""
    for child in box.all_children():
        yield child
        yield from boxes_below(child)


def kind_of(box: Box) -> str:
    return "" if box.element is None else str(box.element.tag)


def lines_after_last_heading(page: Box) -> int | None:
    """How many lines stand beneath the last heading of a page; None without a heading."""
    count: int | None = None
    for box in boxes_below(page.children[0]):
        if kind_of(box) in ("h2", "h3"):
            count = 0
        elif count is not None and isinstance(box, LineBox) and kind_of(box) in ("p", "li", "tr", "th", "td"):
            count += 1
    return count


@each_print
def test_no_page_but_the_last_is_half_empty(person: str, edition: str, paper: str) -> None:
    *pages, _ = map(_filled, pages_of(person, edition, paper))
    assert min(pages) >= LEAST_FILLED


@each_print
def test_pages_end_between_paragraphs(person: str, edition: str, paper: str) -> None:
    found = [set(whole_elements(page)) for page in pages_of(person, edition, paper)]
    assert sum(map(len, found)) > 5
    assert all(not one & other for one, other in pairwise(found))


def whole_elements(page: Box) -> Iterator[int]:
    for part in boxes_below(page.children[0]):
        if part.element is not None and part.element.get("class") in PARTS:
            yield from (id(box.element) for box in boxes_below(part) if kind_of(box) in WHOLE)


@each_print
def test_two_lines_at_least_stand_beneath_a_heading(person: str, edition: str, paper: str) -> None:
    *pages, _ = map(lines_after_last_heading, pages_of(person, edition, paper))
    assert [count for count in pages if count is not None and count < 2] == []


@pytest.mark.parametrize(("person", "paper"), MOST_PAGES)
def test_an_easy_report_takes_few_pages(person: str, paper: str) -> None:
    assert len(pages_of(person, "easy", paper)) <= MOST_PAGES[person, paper]


@pytest.mark.parametrize("edition", ["easy", "large"])
def test_the_frame_of_a_warning_that_goes_on_over_the_page_ends_with_its_words(edition: str) -> None:
    below = []
    for page in pages_of("S02", edition, "a4"):
        for box in boxes_below(page.children[0]):
            if box.element is not None and box.element.get("class") in PARTS[1:]:
                lines = [one for one in boxes_below(box) if isinstance(one, LineBox)]
                below.append(box.content_box_y() + box.height - lines[-1].position_y - lines[-1].height)
    assert len(below) > 3
    assert max(below) < 1


def test_a_page_that_begins_within_a_warning_says_its_heading() -> None:
    first, second, *others = pages_in(pdf_of("S02", "standard", "letter"))
    heading = bare("Check before you change anything")
    assert heading in first
    assert bare(f"{heading} (continued)") in second
    assert "(continued)" not in "".join((first, *others))


def test_a_page_that_begins_within_a_card_says_its_factor() -> None:
    for before, page in pairwise(pages_of("W55", "easy", "a4")):
        cards = [box for box in boxes_below(page.children[0]) if kind_of(box) == "article"]
        earlier = {id(box.element) for box in boxes_below(before.children[0]) if kind_of(box) == "article"}
        above = "".join(box.text for box in boxes_below(page.children[1]) if hasattr(box, "text"))
        goes_on = bool(cards) and id(cards[0].element) in earlier
        assert above.endswith("(continued)") == goes_on


def of_class(pages: list[Box], name: str) -> Box:
    """The first box of an element with this class."""
    every = (box for page in pages for box in boxes_below(page))
    return next(box for box in every if box.element is not None and box.element.get("class") == name)


@pytest.mark.parametrize("edition", ["standard", "large"])
def test_words_below_what_is_said_of_signs_are_as_far_away_as_below_a_box(edition: str) -> None:
    told = assessment_with("W55", {"age_years": 35, "red_flags": ["bloating", "black_stool"]})
    view = patient_view(told, replace(OCCASION, edition=edition))
    pages = [page._page_box for page in _fit(view, LogoOnlyFetcher()).document.pages]
    box, note, opening = (of_class(pages, name) for name in ("box tier-3", "calm", "opening"))
    below_box = note.border_box_y() - box.border_box_y() - box.border_height()
    below_note = opening.border_box_y() - note.border_box_y() - note.border_height()
    assert round(below_note, 2) == round(below_box, 2) > 0
