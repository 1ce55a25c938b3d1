"""The people of tests/cases, their views, and their reports: each made once in a test run."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from pypdf import PdfReader

from webapp.assessment import Assessment, accept, assess, compare
from webapp.clinic import Clinic
from webapp.clinic.colours import of_accent
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.report.bundle import BundleView, bundle_view, enclosed
from webapp.report.comparison_model import ComparisonView
from webapp.report.comparison_view import comparison_view
from webapp.report.model import Occasion, ReportView
from webapp.report.practice_model import PracticeView
from webapp.report.practice_view import practice_view
from webapp.report.printing import print_report
from webapp.report.view import view

ROOT = Path(__file__).resolve().parents[2]

OCCASION = Occasion(
    date=datetime.date(2026, 10, 6),
    reference="7Q4K-M2",
    clinic=Clinic("Riverside Natural Health", ("14 Mill Lane", "519 555 0134"), colours=of_accent("#0b6157")),
)


SENT = datetime.datetime(2026, 10, 6, 14, 32, tzinfo=datetime.UTC)

EVERY_FLAG: Mapping[str, object] = {
    "red_flags": [
        "blood_stool", "weight_loss", "severe_pain", "fever", "vomiting",
        "swallowing", "bowel_change", "lump", "yellow", "anaemia",
    ],
    "stress_now": "5", "stress_duration": "over_3m", "self_harm": "yes", "vitd_supplement": "over_4000",
    "audit1": "4", "audit2": "4", "audit3": "4", "alcohol_withdrawal": "yes",
}  # fmt: skip


@cache
def questionnaire() -> Questionnaire:
    return load((ROOT / "questions.toml").read_text(encoding="utf-8"))


def answers_of(case: str) -> Mapping[str, object]:
    text = (ROOT / "tests" / "cases" / f"{case}.json").read_text(encoding="utf-8")
    answers: Mapping[str, object] = json.loads(text, parse_float=Decimal)["answers"]
    return answers


@cache
def assessment_of(case: str) -> Assessment:
    return assess(accept(questionnaire(), answers_of(case)))


@cache
def view_of(case: str, edition: str = "standard", paper: str = "a4", language: str = "en") -> ReportView:
    occasion = Occasion(OCCASION.date, OCCASION.reference, OCCASION.clinic, language, edition, paper)
    return view(assessment_of(case), occasion)


@cache
def pdf_of(case: str, edition: str = "standard", paper: str = "a4", language: str = "en") -> bytes:
    return print_report(view_of(case, edition, paper, language))


@cache
def pages_of(case: str, edition: str = "standard", paper: str = "a4") -> tuple[str, ...]:
    """The text of each page, without white space: lines break anywhere."""
    return pages_in(pdf_of(case, edition, paper))


def pages_in(pdf: bytes) -> tuple[str, ...]:
    return tuple(bare(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages)


def bare(text: str) -> str:
    return "".join(text.split())


@cache
def practice_of(case: str, paper: str = "a4", name: str = "", note: str = "") -> PracticeView:
    occasion = replace(OCCASION, paper=paper)
    return practice_view(
        assessment_of(case), occasion, channel="home", submitted_at=SENT, name=name, note=note
    )


@cache
def practice_pdf_of(case: str, paper: str = "a4") -> bytes:
    return print_report(practice_of(case, paper))


def assessment_with(case: str, changed: Mapping[str, object]) -> Assessment:
    """This person with some answers that differ."""
    return assess(accept(questionnaire(), {**answers_of(case), **changed}))


@cache
def flagged() -> PracticeView:
    """Somebody with nearly every safety flag there is, and much else."""
    told = assessment_with("W55", {**answers_of("S02"), **EVERY_FLAG})
    return practice_view(told, OCCASION, channel="kiosk", submitted_at=SENT)


@cache
def bundle() -> BundleView:
    """A practitioner's page, a patient's report of several pages, and a page of somebody with a name."""
    report = enclosed(view_of("W56"), name="Kim Lee", channel="kiosk", submitted_at=SENT)
    named = replace(practice_of("W08"), name="Alex Morgan", reference="9RTX-4C")
    return bundle_view([practice_of("S01"), report, named], OCCASION)


@cache
def bundle_pdf() -> bytes:
    return print_report(bundle())


@cache
def comparison() -> ComparisonView:
    """W55 before and after many changes."""
    changed = {
        "veg_per_day": 5, "fruit_per_day": 3, "sugary_drinks_per_week": 0, "audit1": "0",
        "gut_infections": ["gastro_3m"], "diabetes": "not_sure", "nuts_per_week": None,
    }  # fmt: skip
    then = replace(OCCASION, date=datetime.date(2026, 3, 2), reference="9RTX-4C")
    told = compare(assessment_of("W55"), assessment_with("W55", changed))
    both = questionnaire(), questionnaire()
    return comparison_view(told, then, OCCASION, questionnaires=both, name="Alex Morgan")


@cache
def comparison_pdf() -> bytes:
    return print_report(comparison())
