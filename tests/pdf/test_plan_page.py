"""The plan on paper: one page, and the report behind it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.pdf.drawn import collisions, open_at_the_end
from tests.pdf.people import OCCASION, SENT, assessment_with, bare, brief, pages_in, view_of
from tests.pdf.tagged import check_by_validator
from webapp.assessment import Assessment
from webapp.localization.localizer import Localizer
from webapp.plan import AgreedChange, Plan
from webapp.plan.offers import considered_tests, offered_changes
from webapp.report import FollowUpSlip, HandoutView, PlanView, plan_view
from webapp.report.charts.qr import qr_code
from webapp.report.pdf.font_coverage import unprintable
from webapp.report.pdf.html import render_html
from webapp.report.pdf.printable_text import on_paper
from webapp.report.pdf.printing import print_html, print_report
from webapp.report.views.outcome_model import OutcomeLine, OutcomeView
from webapp.report.views.patient_view import patient_view

ADDRESS = "https://clinic.example/again/Jq7vX0aV3b2Kk1dLr8WcHg"
SLIP = FollowUpSlip(ADDRESS, qr_code(ADDRESS), "apple river stone cloud lemon chair", "December 1, 2026")
FEVER = AgreedChange(
    "A walk of half an hour " * 5,
    "4 days a week, ticked in the diary " * 3,
    ("veg_per_day",),
    against=("fever", "weight"),
    reason="seen by Dr Ng",
)


@cache
def everything() -> Assessment:
    """Somebody whose plan is as long as plans get."""
    signs = {"signs_now": ["fever"], "red_flags": ["weight_loss", "blood_stool", "lump", "black_stool"]}
    return assessment_with("W55", signs)


def plan(assessment: Assessment) -> Plan:
    offered = [AgreedChange(about=(one.question,), offered=one) for one in offered_changes(assessment)]
    return Plan(
        agreed=(*offered[:2], FEVER),
        tests=tuple(one.id for one in considered_tests(assessment)),
        other_tests="Ferritin\n\N{CJK UNIFIED IDEOGRAPH-6C5F}",
        see=("doctor", "dietitian"),
        other_people="Dr Ng, 519 555 0199",
        come_back=datetime.date(2026, 12, 1),
        by="Maria Lima",
        agreed_at=SENT,
    )


def viewed(case: str = "W55", *, is_staff_copy: bool = False, edition: str = "standard") -> PlanView:
    assessment = everything() if case == "everything" else assessment_with(case, {})
    occasion = replace(OCCASION, edition=edition, name="Ana Lima")
    made = plan(assessment)
    return replace(plan_view(made, assessment, occasion, is_staff_copy=is_staff_copy), slip=SLIP)


@pytest.mark.parametrize(
    ("case", "edition", "paper", "most"),
    [
        ("W55", "standard", "a4", 1),
        ("W55", "large", "letter", 2),
        ("everything", "standard", "a4", 1),
        ("everything", "standard", "letter", 1),
    ],
)
def test_a_plan_takes_one_page_and_in_large_print_two(
    case: str, edition: str, paper: str, most: int, tmp_path: Path
) -> None:
    pdf = print_report(replace(viewed(case, edition=edition), paper=paper))
    pages = pages_in(pdf)
    assert len(pages) <= most
    for words in (
        "Ana Lima",
        "Maria Lima",
        "Dr Ng, 519 555 0199",
        "Tuesday, December 1, 2026",
        ADDRESS,
        SLIP.words,
    ):
        assert bare(words) in "".join(pages)
    assert not collisions(pdf)
    assert not open_at_the_end(pdf)
    check_by_validator(pdf, tmp_path)


def test_what_to_do_first_stands_before_what_to_change() -> None:
    (page,) = pages_in(print_report(viewed("everything")))
    first, change = page.index(bare("Get medical help today")), page.index(bare("What you will change"))
    assert first < change


def test_the_reason_stands_on_the_practitioners_copy_alone() -> None:
    (mine,) = pages_in(print_report(viewed(is_staff_copy=True)))
    (theirs,) = pages_in(print_report(viewed()))
    assert bare("Safety message against it: Fever, Losing weight") in mine
    assert bare("seen by Dr Ng") in mine
    assert bare("seen by Dr Ng") not in theirs


def with_care(about: tuple[str, ...]) -> PlanView:
    """Return the plan of fish oil for somebody with a blood thinner and diabetes pills."""
    assessment = assessment_with("W55", {"medicines": ["thinner", "low_sugar_drug"]})
    against = ("thinner", "hypo_drug") if about else ()
    oil = AgreedChange("Fish oil, 3 g a day", about=about, against=against, reason="asked" if about else "")
    return plan_view(Plan(agreed=(oil,), by="Maria Lima", agreed_at=SENT), assessment, OCCASION)


def test_a_change_names_the_messages_of_the_report_that_are_about_it() -> None:
    (page,) = pages_in(print_report(with_care(("supplements",))))
    again = "Before you begin, read in your report again: Your sugar medicine, Your blood thinner."
    assert bare(again) in page
    assert with_care(("nuts_per_week",)).lines[0].to_read == ("Your sugar medicine", "Your blood thinner")
    assert with_care(("stress_now",)).lines[0].to_read == ()


def test_words_about_nothing_that_is_asked_name_every_message_that_advises_care() -> None:
    (page,) = pages_in(print_report(with_care(())))
    assert bare("read in your report again: Your sugar medicine, Your blood thinner.") in page


def test_typed_words_keep_their_own_direction_among_words_from_right_to_left() -> None:
    assessment = assessment_with("W55", {})
    occasion = replace(OCCASION, localizer=Localizer("ar"))
    line = plan_view(plan(assessment), assessment, occasion).lines[-1]
    assert line.measured.startswith("\N{FIRST STRONG ISOLATE}4 days a week")
    assert line.measured.endswith("\N{POP DIRECTIONAL ISOLATE}")


def test_signs_without_a_font_in_typed_words_become_question_marks() -> None:
    odd = "\U0001f600 \U00012000"
    view = viewed()
    line = replace(view.lines[0], what=odd, measured=odd, reason=odd)
    shown = on_paper(replace(view, lines=(line,), tests=(odd,), see=(odd,), practitioner=odd))
    assert not unprintable(repr(shown))
    outcome = OutcomeView("May 1", odd, (OutcomeLine(odd, odd, "", "", "", "", ""),), (), (), ())
    report = patient_view(everything(), OCCASION)
    assert not unprintable(repr(on_paper(replace(report, outcome=outcome))))


def test_a_plan_without_a_slip_has_no_empty_block() -> None:
    (page,) = pages_in(print_report(replace(viewed(), slip=None)))
    assert bare("Answer a few questions again") not in page


def test_the_report_begins_on_the_page_after_the_plan(tmp_path: Path) -> None:
    pdf = print_report(HandoutView(viewed(edition="large"), brief(view_of("W55"))))
    pages = pages_in(pdf)
    report = next(number for number, page in enumerate(pages) if bare("Your gut health summary") in page)
    assert bare("Your plan") in pages[0]
    assert bare(SLIP.words) in "".join(pages[:report])
    check_by_validator(pdf, tmp_path)


def test_a_handout_has_no_page_that_is_nearly_empty() -> None:
    report = patient_view(assessment_with("S52", {}), replace(OCCASION, parts="patient"))
    handout = HandoutView(viewed("S52"), report)
    with_scraps = print_html(render_html(handout))
    assert len(pages_in(print_report(handout))) < len(pages_in(with_scraps))
