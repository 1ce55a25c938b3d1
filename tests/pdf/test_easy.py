"""The easy-read report: large type, short sentences, pictures, and a file that everybody can read."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.pdf.drawn import letters_by_size, words_of
from tests.pdf.people import OCCASION, SENT, answers_of, pages_in
from tests.pdf.tagged import check_by_validator
from tests.project import TEXT
from webapp.assessment import assess, validate_answers
from webapp.localization.localizer import Localizer
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.easy import easy_edition
from webapp.report.pdf.bundle import bundle_view, enclosed
from webapp.report.pdf.html import render_html
from webapp.report.pdf.printing import print_report
from webapp.report.views.model import ReportView
from webapp.report.views.patient_view import patient_view
from webapp.workbench.lint.easy import LONGEST_SENTENCE, longest_sentence

SMALLEST = 16
"""Points of the smallest letters and numbers."""

PRINTABLE = 829
"""Points from the upper edge of A4 that printers reach."""

TOLD = re.compile(r'<p(?: class="(?:disclaimer|sure|legend|opening)")?>(.*?)</p>', re.DOTALL)


@cache
def easy_view(paper: str, case: str = "W55") -> ReportView:
    questionnaire = load(easy_edition(TEXT))
    words = Localizer("en-simple", "CA")
    occasion = replace(OCCASION, localizer=words, edition="large", paper=paper)
    return patient_view(assess(validate_answers(questionnaire, answers_of(case))), occasion)


@cache
def easy_pdf(paper: str) -> bytes:
    return print_report(easy_view(paper))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_validator_finds_no_failure_of_pdf_ua(paper: str, tmp_path: Path) -> None:
    check_by_validator(easy_pdf(paper), tmp_path)


def test_no_words_and_no_numbers_of_pictures_are_under_16_points() -> None:
    assert min(letters_by_size(easy_pdf("a4"))) >= SMALLEST


def test_sentences_are_short_and_each_begins_a_line() -> None:
    html = render_html(easy_view("a4"))
    assert html.count('<svg class="picture"') == len(easy_view("a4").full + easy_view("a4").apart)
    lines = [re.sub("<[^>]*>", "", line) for text in TOLD.findall(html) for line in text.split("<br>")]
    assert len(lines) > 60
    assert [line for line in lines if longest_sentence(line) > LONGEST_SENTENCE] == []
    assert "Aclinicianhasnotcheckedtheseeasywordsyet." in pages_in(easy_pdf("a4"))[0]


def test_the_foot_of_several_in_one_file_stays_on_the_paper() -> None:
    several = bundle_view([enclosed(easy_view("a4"), channel="kiosk", submitted_at=SENT)], OCCASION)
    _cover, _back, *pages = words_of(print_report(several))
    assert max(word.bottom for page in pages for word in page) < PRINTABLE
