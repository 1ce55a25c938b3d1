"""The people of tests/cases, their views, and their reports: each made and read once in a process."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from tests.project import QUESTIONNAIRE, ROOT
from webapp.assessment import Assessment, assess, compare, validate_answers
from webapp.clinic import Clinic
from webapp.clinic.colours import colours_from_accent
from webapp.localization.localizer import Localizer
from webapp.report.pdf.bundle import BundleView, bundle_view, enclosed
from webapp.report.pdf.fetcher import LogoOnlyFetcher
from webapp.report.pdf.printing import _fit, _write, print_report
from webapp.report.views.amount_line import lines_of_two
from webapp.report.views.comparison_model import ComparisonView
from webapp.report.views.comparison_view import comparison_view
from webapp.report.views.model import Occasion, ReportView
from webapp.report.views.patient_view import patient_view
from webapp.report.views.practice_model import PracticeView
from webapp.report.views.practice_view import practice_view

OCCASION = Occasion(
    date=datetime.date(2026, 10, 6),
    reference="7Q4K-M2",
    clinic=Clinic(
        "Riverside Natural Health", ("14 Mill Lane", "519 555 0134"), colours=colours_from_accent("#0b6157")
    ),
    desk="https://clinic.example/desk/7Q4K-M2",
)


SENT = datetime.datetime(2026, 10, 6, 14, 32, tzinfo=datetime.UTC)

EVERY_FLAG: Mapping[str, object] = {
    "signs_now": ["fever", "pain", "blocked", "vomiting", "vomit_blood", "much_blood", "bloody_runs"],
    "red_flags": [
        "blood_stool", "black_stool", "weight_loss", "severe_pain", "swallowing", "bowel_change", "bloating",
        "lump", "yellow", "anaemia",
    ],
    "stress_now": "5", "stress_duration": "over_3m", "self_harm": "yes", "vitd_supplement": "over_4000",
    "audit1": "4", "audit2": "4", "audit3": "4", "alcohol_withdrawal": "yes",
}  # fmt: skip

TIMED: Mapping[str, object] = {
    "pregnant": "yes", "red_flags": ["anaemia"], "medicines": ["nsaid", "antidepressant"],
    "nsaid_days_per_week": 1, "supplements": ["st_johns"], "st_johns_with": "no",
    "glucose_kind": "fpg_mmol", "glucose_value": "5.3",
}  # fmt: skip
"""Safety flags of tier 2 for several times."""


def answers_of(case: str) -> Mapping[str, object]:
    text = (ROOT / "tests" / "cases" / f"{case}.json").read_text(encoding="utf-8")
    answers: Mapping[str, object] = json.loads(text, parse_float=Decimal)["answers"]
    return answers


@cache
def assessment_of(case: str) -> Assessment:
    return assess(validate_answers(QUESTIONNAIRE, answers_of(case)))


def view_of(case: str, edition: str = "standard", paper: str = "a4", language: str = "en") -> ReportView:
    return _view(case, edition, paper, language)


@cache
def _view(case: str, edition: str, paper: str, language: str) -> ReportView:
    occasion = replace(OCCASION, localizer=Localizer(language), edition=edition, paper=paper)
    return patient_view(assessment_of(case), occasion)


def pdf_of(case: str, edition: str = "standard", paper: str = "a4", language: str = "en") -> bytes:
    return _pdf(case, edition, paper, language)


@cache
def _pdf(case: str, edition: str, paper: str, language: str) -> bytes:
    name = f"{case}-{edition}-{paper}-{language}.pdf"
    return printed_once(name, lambda: print_report(_view(case, edition, paper, language)))


def printed_once(name: str, make: Callable[[], bytes]) -> bytes:
    """Print this document, or wait until another process of the same test run has printed it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return make()
    folder = Path(gettempdir()) / f"gutfactors-prints-{run}"
    folder.mkdir(exist_ok=True)
    with (folder / name).open("ab+") as file:
        flock(file, LOCK_EX)
        file.seek(0)
        pdf = file.read()
        if not pdf:
            pdf = make()
            file.write(pdf)
        return pdf


def pages_of(case: str, edition: str = "standard", paper: str = "a4") -> tuple[str, ...]:
    return pages_in(pdf_of(case, edition, paper))


@cache
def pages_in(pdf: bytes) -> tuple[str, ...]:
    """The text of each page in the order of the file, without white space: lines break anywhere."""
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    *pages, _ = read.stdout.decode().split("\f")
    return tuple(map(bare, pages))


def bare(text: str) -> str:
    """Return the text without blanks, and without the signs that keep a line together."""
    return "".join(text.replace("\N{WORD JOINER}", "").split())


def practice_of(case: str, paper: str = "letter", name: str = "") -> PracticeView:
    """Letter is the shorter paper."""
    return _practice(case, paper, name)


@cache
def _practice(case: str, paper: str, name: str) -> PracticeView:
    occasion = replace(OCCASION, paper=paper)
    return practice_view(assessment_of(case), occasion, channel="home", submitted_at=SENT, name=name)


@cache
def practice_pdf_of(case: str, paper: str = "letter") -> bytes:
    return printed_once(f"practice-{case}-{paper}.pdf", lambda: fitted(case, paper)[1])


@cache
def fitted(case: str, paper: str) -> tuple[str, bytes]:
    """The practitioner's page as `print_report` makes it, and the HTML that got the room it has."""
    laid_out = _fit(practice_of(case, paper), LogoOnlyFetcher())
    return laid_out.html, _write(laid_out)


def brief(view: ReportView) -> ReportView:
    """One of each thing that a report has: enough to reach every place of a text, on several pages."""
    return replace(
        view, glance=view.glance[:1], full=view.full[1:2], apart=view.apart[:1], further=view.further[:1],
        trace=view.trace[:1], answers=view.answers[:1], references=view.references[:1], edition="large",
    )  # fmt: skip


def brief_page(view: PracticeView) -> PracticeView:
    """The same for the practitioner's page."""
    return replace(
        view, flags=view.flags[:1], factors=view.factors[:1], scores=view.scores[:1], listed=view.listed[:1],
        spoilers=view.spoilers[:1], considered=view.considered[:1], unadvised=view.unadvised[:1],
        references=view.references[:1],
    )  # fmt: skip


def assessment_with(case: str, changed: Mapping[str, object]) -> Assessment:
    """This person with some answers that differ."""
    return assess(validate_answers(QUESTIONNAIRE, {**answers_of(case), **changed}))


@cache
def flagged() -> PracticeView:
    """Somebody with nearly every safety flag there is, and much else."""
    told = assessment_with("W55", {**answers_of("S02"), **EVERY_FLAG})
    return practice_view(told, OCCASION, channel="kiosk", submitted_at=SENT)


@cache
def bundle() -> BundleView:
    """A practitioner's page, a patient's report of several pages, and a page of somebody with a name."""
    report = enclosed(brief(view_of("W56")), name="Kim Lee", channel="kiosk", submitted_at=SENT)
    named = replace(brief_page(practice_of("W08")), name="Alex Morgan", number="1001", reference="9RTX-4C")
    return bundle_view([brief_page(practice_of("S01")), report, named], OCCASION)


@cache
def bundle_pdf() -> bytes:
    return printed_once("bundle.pdf", lambda: print_report(bundle()))


@cache
def comparison() -> ComparisonView:
    """W55 before and after many changes: what has a value then has none now, and is drawn as a letter."""
    changed = {
        "veg_per_day": 5, "fruit_per_day": 3, "sugary_drinks_per_week": 0, "audit1": "0",
        "gut_infections": ["gastro_3m"], "diabetes": "not_sure", "nuts_per_week": None, "stress_now": "1",
    }  # fmt: skip
    then = replace(OCCASION, date=datetime.date(2026, 3, 2), reference="9RTX-4C")
    old, new = assessment_of("W55"), assessment_with("W55", changed)
    lines, both = lines_of_two(old, new, with_scores=True), (QUESTIONNAIRE, QUESTIONNAIRE)
    compared = compare(old, new)
    return comparison_view(compared, then, OCCASION, questionnaires=both, name="Alex Morgan", lines=lines)


def brief_comparison() -> ComparisonView:
    """A level and a measure of two visits."""
    told = comparison()
    return replace(told, levels=told.levels[:1], measures=told.measures[:1], answers=())


@cache
def comparison_pdf() -> bytes:
    return printed_once("comparison.pdf", lambda: print_report(comparison()))
