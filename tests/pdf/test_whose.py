"""Paper says whose it is: on every page, and for the file of the clinic."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest

from tests.pdf.drawn import words_of
from tests.pdf.in_language import InLanguage, in_language
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
from webapp.assessment import compare
from webapp.cldr.direction import in_own_direction
from webapp.clinic import Clinic
from webapp.paper.edition import FormEdition
from webapp.paper.form import paper_form
from webapp.plan import AgreedChange, Plan
from webapp.report import plan_view
from webapp.report.pdf.bundle import bundle_view, enclosed
from webapp.report.pdf.fetcher import LogoOnlyFetcher
from webapp.report.pdf.html import render_html
from webapp.report.pdf.printing import _cover, print_report
from webapp.report.views.comparison_view import comparison_view
from webapp.report.views.documents import DocumentView
from webapp.report.views.outcome_model import OutcomeView
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


NAMES = {
    "clinic": "Riverside!",
    "contact": "12 River Road.",
    "name": "Lima, A.",
    "number": "CN-17/B.",
    "by": "Jo R.",
}


def whose(made: InLanguage) -> dict[str, DocumentView]:
    """Documents of the same person, with names that end in a sign."""
    clinic = Clinic(NAMES["clinic"], contact=(NAMES["contact"],))
    occasion = replace(made.occasion, clinic=clinic, name=NAMES["name"], number=NAMES["number"])
    told, asked = made.assessed("W08"), made.questionnaire
    plan = Plan((AgreedChange(NAMES["contact"]),), by=NAMES["by"], agreed_at=SENT)
    outcome = OutcomeView("1", NAMES["by"], (), (), (), ())
    report = replace(patient_view(told, occasion), outcome=outcome)
    page = practice_view(told, occasion, channel="home", submitted_at=SENT, name=NAMES["name"])
    compared = comparison_view(
        compare(told, told), occasion, occasion, questionnaires=(asked, asked), name=NAMES["name"]
    )
    return {
        "form": paper_form(asked, clinic, FormEdition(), "7Q4KXW"),
        "report": report,
        "practitioner": page,
        "plan": plan_view(plan, told, occasion),
        "copy": plan_view(plan, told, occasion, is_staff_copy=True),
        "comparison": compared,
        "bundle": bundle_view(
            [enclosed(report, name=NAMES["name"], channel="kiosk", submitted_at=SENT)], occasion
        ),
    }


@pytest.mark.parametrize(
    ("kind", "stand"),
    [
        ("form", {"clinic"}),
        ("report", {*NAMES}),
        ("practitioner", {"clinic", "name", "number"}),
        ("plan", {*NAMES}),
        ("copy", {*NAMES}),
        ("comparison", {"clinic", "name"}),
        ("bundle", {"clinic", "name", "number"}),
    ],
)
def test_whatever_stands_on_paper_from_right_to_left_a_name_keeps_its_own_direction(
    kind: str, stand: set[str]
) -> None:
    html = re.sub(r"<[^>]*>", "", render_html(whose(in_language("ar"))[kind]).partition("<body>")[2])
    bare_of_spaces = html.replace("\N{NO-BREAK SPACE}", " ")
    found = {key for key, name in NAMES.items() if name in bare_of_spaces}
    assert found == stand
    for name in NAMES.values():
        assert bare_of_spaces.count(name) == bare_of_spaces.count(in_own_direction(name)), name


def test_an_arabic_name_keeps_its_own_direction_on_paper_from_left_to_right() -> None:
    name = "عيادة النهر!"
    view = replace(view_of("W55"), clinic=Clinic(name))
    assert in_own_direction(name) in render_html(view)
    assert in_own_direction("Riverside!") not in render_html(replace(view, clinic=Clinic("Riverside!")))
