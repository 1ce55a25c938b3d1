"""Every word of every document goes through the catalogues: none is bare in a language of brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from tests.pdf.in_language import InLanguage
from tests.pseudo_language import bare_words, pseudo_easy_read, pseudo_questionnaire, pseudo_translations
from webapp.paper.form import PaperForm
from webapp.report.pdf.html import render_html
from webapp.report.views.documents import DocumentView
from webapp.workbench.codebook.page import codebook_html

CODES = re.compile(
    r"7Q4K-M2|8R5L-N3|\[[PA][ 0-9,–]*\]|\b[ABC]\b|\(?\b[0-9a-f]{8}\b\)?|0\.2-draft|\d\d:\d\d|UTC|Oktober"
)
"""Codes, version and digest, letters of evidence and of cut-offs; and a month, which Babel knows."""

UNITS = re.compile(r"\b(?:mg|ng|nmol|mmol|mol|dL|L|mL)\b")
"""Symbols of concentrations, which laboratories write alike in all languages."""


@cache
def german() -> InLanguage:
    return InLanguage(pseudo_questionnaire(), pseudo_translations())


@pytest.mark.parametrize(
    "make",
    [
        lambda made: made.report("W55"),
        lambda made: made.report("S01", "large"),
        lambda made: made.practice("W55"),
        lambda made: made.practice("W08"),
        lambda made: made.practice("W39"),
        lambda made: made.comparison(by_patient=False),
        lambda made: made.comparison(by_patient=True),
        InLanguage.plan,
        lambda made: made.plan(is_staff_copy=True),
        InLanguage.bundle,
        InLanguage.form,
    ],
)
def test_no_word_of_a_document_is_bare(make: Callable[[InLanguage], DocumentView | PaperForm]) -> None:
    html = render_html(make(german()))
    assert bare_words(html, CODES, UNITS) == []


def test_no_word_of_the_codebook_is_bare() -> None:
    html = codebook_html(pseudo_questionnaire(), easy=pseudo_easy_read(), folder=pseudo_translations())
    assert '<html lang="de"' in html
    assert "⁅In easy words⁆" in html
    assert bare_words(html, CODES, UNITS) == []
