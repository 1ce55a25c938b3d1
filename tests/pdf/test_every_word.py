"""Every word of every document goes through the catalogues: none is bare in a language of brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from tests.pdf.people import OCCASION, SENT, answers_of
from tests.pseudo_language import bare_words, pseudo_questionnaire, pseudo_translations
from webapp.assessment import Assessment, assess, compare, validate_answers
from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.report.pdf.bundle import bundle_view, enclosed
from webapp.report.pdf.html import render_html
from webapp.report.views.comparison_view import comparison_view, for_patient
from webapp.report.views.documents import DocumentView
from webapp.report.views.model import Occasion
from webapp.report.views.patient_view import patient_view
from webapp.report.views.practice_model import PracticeView
from webapp.report.views.practice_view import practice_view

CODES = re.compile(r"7Q4K-M2|8R5L-N3|\[[PA][ 0-9,–]*\]|\b[ABC]\b|\([0-9a-f]{8}\)|\d\d:\d\d|UTC|Oktober")
"""Codes of submissions, digests, letters of evidence and of cut-offs; and a month, which Babel knows."""

UNITS = re.compile(r"\b(?:mg|g|µg|ng|nmol|mmol|mol|dL|L|mL|IU|kg|kcal|h|min|cm|mcg)\b|points")


@cache
def assessed(case: str) -> Assessment:
    return assess(validate_answers(pseudo_questionnaire(), answers_of(case)))


def occasion() -> Occasion:
    localizer = Localizer("de", folder=pseudo_translations())
    return replace(OCCASION, localizer=localizer, clinic=Clinic(), desk="")


def report(case: str, edition: str = "standard") -> DocumentView:
    return patient_view(assessed(case), replace(occasion(), edition=edition))


def practice(case: str) -> PracticeView:
    return practice_view(assessed(case), occasion(), channel="home", submitted_at=SENT)


def comparison(*, by_patient: bool) -> DocumentView:
    old, new = assessed("W08"), assessed("W55")
    changes, versions = compare(old, new), (old.questionnaire, new.questionnaire)
    view = comparison_view(
        changes, occasion(), replace(occasion(), reference="8R5L-N3"), questionnaires=versions
    )
    return for_patient(view, changes, new) if by_patient else view


def bundle() -> DocumentView:
    report = patient_view(assessed("W55"), occasion())
    return bundle_view([practice("W08"), enclosed(report, channel="kiosk", submitted_at=SENT)], occasion())


@pytest.mark.parametrize(
    "made",
    [
        lambda: report("W55"),
        lambda: report("S01", "large"),
        lambda: practice("W55"),
        lambda: practice("W08"),
        lambda: comparison(by_patient=False),
        lambda: comparison(by_patient=True),
        bundle,
    ],
)
def test_no_word_of_a_document_is_bare(made: Callable[[], DocumentView]) -> None:
    html = render_html(made())
    assert bare_words(html, CODES, UNITS) == []
