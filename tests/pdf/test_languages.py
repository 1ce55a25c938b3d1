"""The shipped languages: the same meaning in each, documents readable by everybody, nothing stale offered.

A run checks a fifth of the documents against PDF/UA-1, another fifth each day. All of them:
EVERY_LANGUAGE=1 pytest tests/pdf/test_languages.py
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import groupby, pairwise
from pathlib import Path
from shutil import copytree

import pikepdf
import pytest
from babel.messages.pofile import read_po, write_po

from tests.each_day import of_day, of_today
from tests.pdf.drawn import Word, pictures_of, words_of
from tests.pdf.forms import arabic_form, form_pdf
from tests.pdf.in_language import KINDS, SERVED, InLanguage, in_language, pdf_in_language
from tests.pdf.people import answers_of
from tests.pdf.tagged import check_by_validator
from tests.project import TEXT, document
from webapp.assessment import assess, validate_answers
from webapp.cldr.wide_signs import WIDE_SIGNS
from webapp.localization.catalogues import QUESTIONS, TRANSLATIONS
from webapp.localization.questionnaires import served_questionnaires
from webapp.questionnaire.load import load_document
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.loading.wording import meaning_of
from webapp.report.pdf.html import render_html
from webapp.report.pdf.printing import print_html, print_report
from webapp.report.views.model import ReportView
from webapp.report.views.patient_view import patient_view
from webapp.workbench.languages.checks import unprotected_in
from webapp.workbench.languages.source_texts import texts_of

LANGUAGES = SERVED.choices()
DAYS = 5

PRINTABLE = 829
"""Points from the upper edge of A4 that printers reach."""

PRINTS = [(tag, kind) for tag in LANGUAGES for kind in KINDS]


def test_all_languages_are_checked_within_five_days() -> None:
    days = [date.fromordinal(1000 + count) for count in range(DAYS)]
    assert sorted(one for day in days for one in of_day(PRINTS, day, DAYS)) == sorted(PRINTS)


@pytest.mark.parametrize(("tag", "kind"), of_today(PRINTS, DAYS))
def test_a_document_in_a_shipped_language_can_be_read_by_everybody(
    tag: str, kind: str, tmp_path: Path
) -> None:
    check_by_validator(pdf_in_language(tag, kind), tmp_path)


@pytest.mark.parametrize("kind", ["standard", "large"])
def test_the_longest_foot_stays_on_the_paper(kind: str) -> None:
    longest = max(LANGUAGES, key=lambda tag: len(in_language(tag).questionnaire.words["disclaimer"]))
    said = in_language(longest).occasion.localizer.gettext(
        "This translation has not been reviewed by a clinician."
    )
    _, *pages = words_of(pdf_in_language(longest, kind))
    feet = [max((word.bottom, word.right, word.text) for word in page) for page in pages]
    assert {text for *_, text in feet} == {said.split()[-1]}
    assert max(feet)[0] < PRINTABLE


@pytest.mark.parametrize("tag", SERVED.translations)
def test_every_language_asks_and_judges_alike(tag: str) -> None:
    assert meaning_of(parse_toml(SERVED.translations.texts[tag]).data) == SERVED.source.meaning


def test_one_person_s_report_has_the_same_numbers_levels_and_references_in_two_languages() -> None:
    (tag, *_) = of_today(LANGUAGES, len(LANGUAGES))
    english, other = (
        made.report("W55") for made in (InLanguage(SERVED.source, TRANSLATIONS), in_language(tag))
    )
    assert facts(other) == facts(english)


def facts(view: ReportView) -> tuple[object, ...]:
    """What a report says in no language: levels, amounts with their cut-offs, sources, warnings."""
    factors = (*view.full, *view.apart)
    return (
        [(one.gauge.lowest, one.gauge.highest) for one in view.glance],
        [(line.ends, line.cuts, line.most) for factor in factors for line in factor.lines],
        [(one.number, one.text) for one in view.references],
        [(box.tier, box.time, len(box.notices)) for box in view.safety],
    )


def test_a_changed_safety_sentence_is_named_in_each_language_and_none_of_them_is_offered() -> None:
    loaded = document()
    flag = next(one for one in loaded.questionnaire.safety if one.tier == "1" and "\n" not in one.text)
    changed = TEXT.replace(flag.title, f"{flag.title} now", 1)
    texts = texts_of(QUESTIONS, load_document(changed))
    for tag in LANGUAGES:
        named = [str(one) for one in unprotected_in(texts, TRANSLATIONS / tag / "questions.po")]
        assert any(f"safety: missing: safety.{flag.id}.title" in one for one in named)
    assert served_questionnaires(changed, TRANSLATIONS).choices() == ()


@pytest.mark.parametrize("mark", ["", "fuzzy"])
def test_without_a_text_of_consent_on_pages_a_language_is_not_offered(tmp_path: Path, mark: str) -> None:
    said = "We also send what was agreed last time, and what you answered then."
    copytree(TRANSLATIONS / "fr", tmp_path / "fr")
    assert served_questionnaires(TEXT, tmp_path, tmp_path).choices() == ("fr",)
    other = copytree(TRANSLATIONS / "fr", tmp_path / "other" / "fr").parent
    pages = other / "fr" / "pages.po"
    words = read_po(io.BytesIO(pages.read_bytes()), locale="fr")
    if mark:
        words[said].flags.add(mark)
    else:
        words[said].string = ""
    with pages.open("wb") as file:
        write_po(file, words)
    served = served_questionnaires(TEXT, other, other)
    assert (served.choices(), served.left_out) == ((), {"fr": (said,)})


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_draft_says_so_on_its_report(tag: str) -> None:
    made = in_language(tag)
    words = made.occasion.localizer.gettext("This translation has not been reviewed by a clinician.")
    if made.questionnaire.is_unreviewed:
        assert words in render_html(made.report("S01"))


@pytest.mark.parametrize(("tag", "sign"), [("zh-Hans", "\u6c34"), ("ja", "\u306f"), ("ko", "\uae40")])
def test_bold_shows_where_the_font_has_no_bold_face(tag: str, sign: str) -> None:
    for start in ("<p><strong>", "<p class=bands><b>", "<div class=notice><p><b>"):
        page = f"<html lang={tag}><title>x</title>{start}{sign}{sign}"
        plain = page.replace("<strong>", "").replace("<b>", "")
        assert pictures_of(print_html(page)) != pictures_of(print_html(plain))


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {str(one.BaseFont) for page in opened.pages for one in page.Resources.Font.values()}


@pytest.mark.parametrize(("tag", "sign"), [("zh-Hans", "\u6c34"), ("ar", "\u0628")])
def test_latin_letters_in_a_heading_of_another_script_have_the_face_of_that_script(
    tag: str, sign: str
) -> None:
    fonts = fonts_of(print_html(f"<html lang={tag}><title>x</title><h3>{sign}D</h3>"))
    assert not [name for name in fonts if "Serif" in name]


def test_latin_letters_are_not_bold_beside_those_of_a_font_without_a_bold_face() -> None:
    made = in_language("zh-Hans")
    fonts = fonts_of(form_pdf(made.form())) | fonts_of(print_report(made.plan()))
    assert not [name for name in fonts if "Bold" in name]


@pytest.mark.parametrize("kind", ["standard", "practitioner", "comparison"])
def test_no_blank_parts_sentences_in_chinese(kind: str) -> None:
    html = re.sub('<span class="blank.*?</span>', "_", render_html(KINDS[kind](in_language("zh-Hans"))))
    assert re.findall(rf"[{WIDE_SIGNS}](?:</(?:b|span|strong)>)*\s.{{9}}", html) == []


@pytest.mark.parametrize("kind", ["standard", "practitioner", "comparison", "bundle"])
def test_signs_beside_chinese_letters_are_as_wide(kind: str) -> None:
    html = unescape(
        re.sub("<(style|script).*?</|<[^>]*>", "", render_html(KINDS[kind](in_language("zh-Hans"))))
    )
    wide = "[\u4e00-\u9fff]"
    assert re.findall(rf".{{9}}(?:{wide} ?[,;:(]|\d[ \xa0]?[;:(]{wide}|\d\xa0{wide}).{{9}}", html) == []


def test_a_laboratory_value_without_its_unit_is_written_as_the_language_writes_units() -> None:
    (value,) = (one.typed for one in in_language("zh-Hans").practice("W39").laboratory if "28" in one.typed)
    assert value == "28\uff08\u5355\u4f4d\uff1f\uff09"


def test_the_bound_of_a_band_stays_on_one_line_in_chinese() -> None:
    words = (word.text for page in words_of(pdf_in_language("zh-Hans", "standard")) for word in page)
    assert [text for text in words if text.startswith("\u8d77")] == []  # "from 30" ends with this sign


def test_the_form_on_paper_counts_its_pages_as_the_language_does() -> None:
    for tag, first in {"zh-Hans": "\u7b2c1\u9875\uff0c\u5171", "de": "Seite 1 von"}.items():
        page, *_ = words_of(form_pdf(in_language(tag).form()))
        assert first in " ".join(word.text for word in page)


def test_a_version_is_in_order_on_the_form_on_paper_in_arabic() -> None:
    *_, last = words_of(form_pdf(arabic_form()))
    assert [word.text for word in last if "draft" in word.text] == ["0.2-draft"]


def test_a_score_stays_with_its_line_and_a_range_of_sources_on_one_line() -> None:
    pages = words_of(pdf_in_language("es", "practitioner"))
    texts = [[word.text for word in page] for page in pages]
    assert [page.count("93") for page in texts if "93" in page] == [2]  # above the line, and on it
    texts += [[word.text for word in page] for page in words_of(pdf_in_language("es", "standard"))]
    assert [text for page in texts for text in page if re.search(r"\d\u2013$", text)] == []


@pytest.mark.parametrize("tag", ["de", "es"])
def test_a_sign_of_urgency_is_not_alone_on_a_line_of_the_form_on_paper(tag: str) -> None:
    pages = words_of(form_pdf(in_language(tag).form()))
    signs = [(sign, page) for page in pages for sign in page if sign.text == "!"]
    assert [sign for sign, page in signs if not any(stands_beside(sign, word) for word in page)] == []


def test_the_first_word_before_a_sign_of_urgency_is_not_alone_on_a_line_either() -> None:
    _, page, *_ = words_of(form_pdf(in_language("es").form()))
    (line,) = (after.bottom - word.bottom for word, after in pairwise(page) if after.text == "negras")
    assert line == pytest.approx(0, abs=1)


def stands_beside(sign: Word, word: Word) -> bool:
    apart = min(abs(word.right - sign.left), abs(word.left - sign.right))
    return word is not sign and apart < 9 and abs(word.bottom - sign.bottom) < 5


@pytest.mark.parametrize("tag", ["es", "es-simple"])
def test_the_longest_date_stays_on_one_line_and_within_the_page_in_large_print(tag: str) -> None:
    made = in_language(tag)
    view = replace(made.report("W55", "large"), date="30 de septiembre de 2026")
    page, *_ = words_of(print_report(view))
    *_, year = (word for word in page if word.text == "2026")
    on_its_line = [word.text for word in page if abs(word.bottom - year.bottom) < 2]
    assert " ".join(on_its_line).endswith("30 de septiembre de 2026")
    assert year.right <= max(word.right for word in page if word is not year) + 1


@pytest.mark.parametrize(
    ("tag", "edition", "region", "number"),
    [
        ("fr", "large", "UK", "116 123"),
        ("ar", "standard", "UK", "116 123"),
        ("en", "standard", "AU_NZ", "13 11 14"),
        ("es", "large", "AU_NZ", "13 11 14"),
    ],
)
def test_the_number_of_a_crisis_line_is_on_one_line(tag: str, edition: str, region: str, number: str) -> None:
    made = InLanguage(SERVED.in_language(tag), TRANSLATIONS)
    answers = validate_answers(made.questionnaire, {**answers_of("S03"), "region": region})
    view = patient_view(assess(answers), replace(made.occasion, edition=edition))
    lines = [line for page in words_of(print_report(view)) for line in lines_of(page)]
    whole = sum(number in line for line in lines)
    assert whole == " ".join(lines).count(number) > 0


def lines_of(page: list[Word]) -> list[str]:
    """The words of each line of a page, in their order."""
    lines = groupby(page, lambda word: round(word.bottom))
    return [" ".join(word.text for word in words).replace("\xa0", " ") for _, words in lines]
