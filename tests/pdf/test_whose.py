"""Paper says whose it is: on every page, and for the file of the clinic."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from tests.pdf.drawn import words_of
from tests.pdf.people import (
    OCCASION,
    SENT,
    assessment_of,
    bare,
    brief,
    brief_page,
    pages_in,
    practice_of,
    view_of,
)
from webapp.report.pdf.bundle import bundle_view, enclosed
from webapp.report.pdf.fetcher import LogoOnlyFetcher
from webapp.report.pdf.printing import _cover, print_report
from webapp.report.views.patient_view import patient_view
from webapp.report.views.practice_view import practice_view

KNOWN = replace(OCCASION, name="Ben \u202eSingh", number="1001")
UNSENT = replace(OCCASION, reference="", at=datetime.datetime(2026, 10, 6, 14, 32, 5, tzinfo=datetime.UTC))

A4_WIDTH, A4_HEIGHT, MARGIN = 595, 842, 30  # points


def test_what_the_desk_knows_is_printed_and_else_there_is_a_line_to_write_on() -> None:
    known = pages_in(print_report(brief(patient_view(assessment_of("W55"), KNOWN))))[0]
    assert bare("Name Ben Singh Date of birth Clinic’s number 1001 Code 7Q4K-M2") in known
    unknown = pages_in(print_report(brief(view_of("W55"))))[0]
    assert bare("Name Date of birth Clinic’s number Code 7Q4K-M2") in unknown


@pytest.mark.parametrize("edition", ["standard", "large"])
def test_a_report_that_was_only_downloaded_has_its_day_and_time_on_every_page(edition: str) -> None:
    clinic = replace(OCCASION.clinic, timezone="America/Vancouver")
    pdf = print_report(patient_view(assessment_of("W08"), replace(UNSENT, clinic=clinic, edition=edition)))
    pages = pages_in(pdf)
    assert len(pages) > 1
    assert all(bare("October\xa06, 2026, 7:32 AM, Vancouver time") in page for page in pages)
    assert max(word.right for words in words_of(pdf) for word in words) < A4_WIDTH - MARGIN
    assert max(word.bottom for words in words_of(pdf) for word in words) < A4_HEIGHT


def test_without_a_time_the_day_is_there() -> None:
    assert patient_view(assessment_of("W08"), replace(UNSENT, at=None)).mark == "October\xa06, 2026"
    assert view_of("W08").mark == "7Q4K-M2"


def test_the_practitioner_s_page_names_the_patient_by_all_that_is_known() -> None:
    told = practice_view(assessment_of("W55"), KNOWN, channel="home", submitted_at=SENT)
    page = pages_in(print_report(brief_page(told)))[0]
    assert page.startswith(bare("7Q4K-M2 Ben Singh No. 1001 52 years, Male"))


def test_what_was_not_told_is_left_out() -> None:
    assert practice_of("W56").person == ("Sex at birth: I'd rather not say",)
    assert practice_of("W55").person == ("52\N{NO-BREAK SPACE}years", "Male")


def test_the_list_of_several_has_name_and_number_of_each() -> None:
    report = enclosed(brief(patient_view(assessment_of("W55"), KNOWN)), channel="home", submitted_at=SENT)
    page = brief_page(practice_view(assessment_of("W08"), KNOWN, channel="home", submitted_at=SENT))
    cover = pages_in(print_report(bundle_view([report, page], OCCASION)))[0]
    assert cover.count(bare("7Q4K-M2 Ben Singh 1001")) == 2


def test_a_list_of_twenty_fills_one_page() -> None:
    pages = bundle_view([brief_page(practice_of("W08"))] * 20, OCCASION)
    named = replace(
        pages,
        enclosed=tuple(replace(one, row=replace(one.row, name="Maria Lopez")) for one in pages.enclosed),
    )
    assert _cover(named, LogoOnlyFetcher()).length == 1
