"""The people of tests/cases, their views, and their reports: each made once in a test run."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from pypdf import PdfReader

from webapp.assessment import Assessment, accept, assess
from webapp.clinic import Clinic
from webapp.clinic.colours import of_accent
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.report.model import Occasion, ReportView
from webapp.report.printing import print_report
from webapp.report.view import view

ROOT = Path(__file__).resolve().parents[2]

OCCASION = Occasion(
    date=datetime.date(2026, 10, 6),
    reference="7Q4K-M2",
    clinic=Clinic("Riverside Natural Health", ("14 Mill Lane", "519 555 0134"), colours=of_accent("#0b6157")),
)


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
