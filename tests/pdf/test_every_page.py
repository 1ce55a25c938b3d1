"""Every page of everybody, in every edition: what is opened is closed, the foot is seen, no words collide."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import settings

from tests.each_day import of_today
from tests.pdf.drawn import collisions, open_at_the_end, pages_without_a_foot, words_of
from tests.pdf.people import OCCASION, assessment_of, bundle_pdf, pages_in, pdf_of, practice_pdf_of
from tests.project import QUESTIONNAIRE, ROOT
from webapp.assessment import compare
from webapp.report.pdf.log_errors import FaultyPrintError, ending_on_complaints
from webapp.report.pdf.printing import print_html, print_report
from webapp.report.views.comparison_view import comparison_view

EVERYBODY = sorted(path.stem for path in (ROOT / "tests" / "cases").glob("[SW]*.json"))

EXTREME = {"S01", "W08", "W55", "W55b", "W56"}
"""All signs, nothing found, an everyday person twice, and nothing known."""

DAYS = 10
"""A tenth of all people each day; all of them on request: pytest tests/pdf --hypothesis-profile=whole"""

IS_WHOLE = settings.get_current_profile_name() == "whole"
PEOPLE = EVERYBODY if IS_WHOLE else sorted(EXTREME.union(of_today(EVERYBODY, DAYS)))
NEIGHBOURS = of_today(list(pairwise(EVERYBODY)), 5 if IS_WHOLE else 3 * DAYS)


def prints_of(person: str) -> Iterator[tuple[str, bytes]]:
    """Everything that is printed of one person, each on one of the two papers."""
    papers = ("a4", "letter") if EVERYBODY.index(person) % 2 else ("letter", "a4")
    yield f"standard {papers[0]}", pdf_of(person, "standard", papers[0])
    yield "large print", pdf_of(person, "large", papers[1])
    yield "practitioner's page", practice_pdf_of(person)


def check(name: str, pdf: bytes) -> None:
    assert not open_at_the_end(pdf), name
    assert not pages_without_a_foot(pdf), name
    assert not collisions(pdf), name


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_all_that_is_opened_is_closed_and_the_foot_is_seen(person: str) -> None:
    for name, pdf in prints_of(person):
        check(name, pdf)


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_so_it_is_of_two_visits_of_which_one_has_no_value(one: str, other: str) -> None:
    told = compare(assessment_of(one), assessment_of(other))
    both = QUESTIONNAIRE, QUESTIONNAIRE
    check("comparison", print_report(comparison_view(told, OCCASION, OCCASION, questionnaires=both)))


def test_so_it_is_of_several_in_one_file() -> None:
    pdf = bundle_pdf()
    assert not open_at_the_end(pdf)
    backs = [number for number, text in enumerate(pages_in(pdf), 1) if not text]
    assert backs == [2, 4, 10, 12]
    assert pages_without_a_foot(pdf) == backs


def test_references_hang_from_their_numbers_and_end_before_the_margin() -> None:
    words = [word for word in words_of(pdf_of("W08"))[-1] if word.bottom < FOOT_OF_A4]
    numbers = [word for word in words if NUMBERED.fullmatch(word.text) and word.left < BESIDE_NUMBERS]
    assert len(numbers) > 5
    assert len({round(word.right) for word in numbers}) == 1
    assert max(word.right for word in words) < RIGHT_MARGIN_OF_A4


NUMBERED = re.compile(r"\d+\.")
BESIDE_NUMBERS, RIGHT_MARGIN_OF_A4, FOOT_OF_A4 = 50, 553, 760  # points
ON_TOP = '<div style="position: absolute; top: 0; left: {}">{}</div>'


def test_words_that_collide_are_found_and_lines_that_stand_close_are_not() -> None:
    page = "<html lang=en><title>x</title><style>body { line-height: 1.05 }</style><p>near<br>lines</p>"
    over = print_html(page + ON_TOP.format("9px", "word") + ON_TOP.format("30px", "other"))
    assert collisions(over)
    assert not collisions(print_html(page))


def test_a_page_without_a_foot_and_a_state_that_stays_open_are_found() -> None:
    bare = print_html("<html lang=en><title>x</title><p>x</p>")
    assert pages_without_a_foot(bare) == [1]
    with pikepdf.open(io.BytesIO(bare)) as pdf:
        pdf.pages[0].contents_add(b"q 1 0 0 1 0 0 cm", prepend=True)
        spoilt = io.BytesIO()
        pdf.save(spoilt)
    assert open_at_the_end(spoilt.getvalue()) == ["page 1: left open: q"]
    assert open_at_the_end(bare) == []


NO_FACE = "a letter that no face has"
FAULTY = {
    "a picture that cannot be drawn": '<svg><path transform="rotate(a)" d="M0 0h9"/></svg>',
    "a property that nobody knows": "<style>p { colour: red }</style><p>x</p>",
    NO_FACE: "<p>\N{CUNEIFORM SIGN A}</p>",
    "a selector that is not supported": "<style>p:nonsense { color: red }</style><p>x</p>",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_what_the_renderer_only_logs_ends_the_print(fault: str) -> None:
    said = "no font on this machine has all" if fault == NO_FACE else "weasyprint"
    with pytest.raises(FaultyPrintError, match=said):
        print_html(f"<html lang=en><title>x</title>{FAULTY[fault]}")
    assert print_html("<html lang=en><title>x</title><p>x</p>").startswith(b"%PDF"), "the next one is printed"


def test_what_is_told_of_it_holds_no_word_of_the_page() -> None:
    with pytest.raises(FaultyPrintError) as told:
        print_html("<html lang=en><title>x</title><style>p { secret: Zyxwv }</style><p>x</p>")
    assert "Zyxwv" not in str(told.value)
    assert "secret" not in str(told.value)
    assert "validation/__init__.py, line" in str(told.value)


def test_it_is_any_library_and_this_thread_alone_that_is_heard() -> None:
    with pytest.raises(FaultyPrintError, match="fontTools: no more is told"), ending_on_complaints():
        logging.getLogger("fontTools").warning("Zyxwv")
    with pytest.raises(FaultyPrintError, match="fontTools: Zyxwv"), ending_on_complaints(says_all=True):
        logging.getLogger("fontTools").warning("Zyxwv")
    with ending_on_complaints():
        logging.getLogger("fontTools").info("all is well")
