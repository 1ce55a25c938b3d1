"""Nothing is missing, nothing is cut, and what belongs together stands together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.pdf.drawn import letters_by_size
from tests.pdf.people import (
    EVERY_FLAG,
    OCCASION,
    answers_of,
    assessment_of,
    bare,
    pages_in,
    pages_of,
    pdf_of,
    view_of,
)
from tests.project import QUESTIONNAIRE
from webapp.assessment import assess, validate_answers
from webapp.questionnaire.levels import Level
from webapp.report.pdf.printing import print_report
from webapp.report.views.model import FactorText, ReportView
from webapp.report.views.patient_view import patient_view
from webapp.report.views.prose import inline

PRINTED = [
    ("W55", "standard", "a4"), ("W55", "standard", "letter"), ("W55", "large", "a4"),
    ("W56", "standard", "letter"), ("W56", "large", "a4"),
    ("S01", "large", "letter"), ("S03", "standard", "a4"), ("W35", "standard", "letter"),
]  # fmt: skip
"""Everything said, nothing said, and much of what is urgent or open, in every edition and on both papers."""


def plain(prose: str) -> str:
    """What is left of small Markdown when it is printed, without white space."""
    return bare(inline(prose).striptags())


def running_text(person: str, edition: str = "standard", paper: str = "a4") -> str:
    """The whole report without the feet of its pages."""
    disclaimer = re.escape(plain(view_of(person, edition, paper).words["disclaimer"]))
    foot = re.compile(f"({disclaimer})?Page\\d+of\\d+7Q4K-M2$")
    return "".join(foot.sub("", page) for page in pages_of(person, edition, paper))


def texts_of(factor: FactorText) -> Iterator[str]:
    yield from (factor.title, factor.level, factor.told, factor.why, factor.sure, *factor.ask, *factor.notes)
    for lower in factor.changes:
        yield lower.level
        for change in lower.changes:
            yield from (change.question, change.becomes)


def texts_in(view: ReportView) -> Iterator[str]:
    """Everything that must be on paper, whatever its place."""
    yield from (view.title, view.opening, view.date, view.clinic.name, *view.clinic.contact, *view.questions)
    yield from (view.words[key] for key in ("disclaimer", "no_total"))
    yield view.words["about_short"].replace(".**", "**", 1)
    yield from (box.heading for box in view.safety)
    for row in view.glance:
        yield row.title
        if row.gauge.lowest and row.gauge.highest > Level.SLIGHT:
            yield from (row.level_alone, row.remark, row.evidence)
    yield from (mention.title for mention in view.further)
    for mention in view.undecided:
        yield from (mention.title, *mention.gaps)
    if view.has_practitioner_part:
        yield from practitioner_texts_in(view)


def practitioner_texts_in(view: ReportView) -> Iterator[str]:
    yield view.words["disclaimer_practitioner"]
    for flag in view.flags:
        yield from (flag.title or flag.heading, *flag.raised_by)
    for traced in view.trace:
        yield from (traced.title, traced.estimate, *traced.gaps)
    for traced in (row for row in view.trace if row.gauge.highest):
        yield traced.level
        for rule in traced.rules:
            yield from (rule.rule, rule.remark)


@pytest.mark.parametrize(("person", "edition", "paper"), PRINTED)
class TestOnPaper:
    def test_every_text_is_printed_whole(self, person: str, edition: str, paper: str) -> None:
        printed = running_text(person, edition, paper)
        for text in texts_in(view_of(person, edition, paper)):
            assert plain(text) in printed

    def test_every_factor_that_has_a_card_is_told_in_full(
        self, person: str, edition: str, paper: str
    ) -> None:
        printed = running_text(person, edition, paper)
        for factor in (*view_of(person, edition, paper).full, *view_of(person, edition, paper).apart):
            for text in texts_of(factor):
                assert plain(text) in printed

    def test_a_safety_text_is_never_cut_or_split(self, person: str, edition: str, paper: str) -> None:
        pages = pages_of(person, edition, paper)
        view = view_of(person, edition, paper)
        for notice in (notice for box in view.safety for notice in box.notices):
            text = "".join(plain(part) for part in (notice.text, *notice.more))
            assert any(text in page for page in pages)

    def test_safety_stands_before_everything_else(self, person: str, edition: str, paper: str) -> None:
        printed = running_text(person, edition, paper)
        view = view_of(person, edition, paper)
        glance = printed.index(bare("Your picture at a glance"))
        notices = [notice.text for box in view.safety for notice in box.notices] or [view.signs]
        assert all(printed.index(plain(text)) < glance for text in notices)

    def test_a_question_and_its_answer_are_on_one_page(self, person: str, edition: str, paper: str) -> None:
        pages = pages_of(person, edition, paper)
        if edition == "large":
            assert not any(bare("All the answers") in page for page in pages)
            return
        for section in view_of(person, edition, paper).answers:
            for line in section.lines:
                pair = bare(f"{line.question} {line.answer or 'Not answered'}")
                assert any(pair in page for page in pages), pair

    def test_every_page_has_its_number_the_code_and_the_disclaimer(
        self, person: str, edition: str, paper: str
    ) -> None:
        pages = pages_of(person, edition, paper)
        disclaimer = plain(view_of(person, edition, paper).words["disclaimer"])
        for number, text in enumerate(pages, 1):
            assert f"Page{number}of{len(pages)}" in text
            assert "7Q4K-M2" in text
            assert disclaimer in text

    def test_a_standard_report_has_two_to_nine_pages(self, person: str, edition: str, paper: str) -> None:
        assert edition == "large" or 2 <= len(pages_of(person, edition, paper)) <= 9

    def test_the_practitioners_part_begins_on_a_sheet_of_its_own(
        self, person: str, edition: str, paper: str
    ) -> None:
        pages = pages_of(person, edition, paper)
        parts = [
            number for number, page in enumerate(pages, 1) if page.startswith(bare("For your practitioner"))
        ]
        assert len(parts) == (0 if edition == "large" else 1)
        assert all(number % 2 for number in parts)

    def test_every_number_that_is_cited_is_in_the_list(self, person: str, edition: str, paper: str) -> None:
        view = view_of(person, edition, paper)
        listed = {reference.number for reference in view.references}
        assert listed == set(range(1, len(listed) + 1))
        cited = {number for factor in (*view.full, *view.apart) for number in factor.references}
        cited |= {number for row in view.trace for rule in row.rules for number in rule.references}
        assert cited == listed


def test_every_factor_that_is_worth_talking_about_is_printed_in_full() -> None:
    pages = pages_of("W55")
    for factor in view_of("W55").full:
        assert any(bare(factor.told) in page for page in pages)
    told = [factor.factor for factor in view_of("W55").full]
    assert told[:5] == ["western_diet", "low_fibre", "low_vitamin_d", "high_fructose", "hyperglycaemia"]
    assert told[5:] == ["food_additives", "alcohol", "stress"]


@pytest.mark.slow
def test_paper_cuts_neither_factors_nor_safety() -> None:
    case = {**answers_of("W55"), **answers_of("S02")}
    careful = assess(
        validate_answers(
            QUESTIONNAIRE,
            case
            | dict(EVERY_FLAG)
            | {"signs_now": ["fever"], "red_flags": ["blood_stool", "lump", "yellow"]},
        )
    )
    told = patient_view(careful, OCCASION)
    told = replace(told, full=told.full * 4)
    pages = pages_in(print_report(told))
    notices = [notice for box in told.safety for notice in box.notices]
    assert len(notices) > 10
    assert all(any(plain(notice.text) in page for page in pages) for notice in notices)
    cards = sum(page.count(bare("Why it may matter")) for page in pages) - len(told.apart)
    assert cards == len(told.full)


def test_without_any_sign_the_report_still_says_when_to_see_a_doctor() -> None:
    assert view_of("W37").safety == ()
    words = QUESTIONNAIRE.words
    assert bare(words["no_safety"] + words["see_doctor"]) in pages_of("W37")[0]


def test_a_factor_that_is_not_from_the_article_is_marked_and_stands_apart() -> None:
    view = view_of("W55")
    assert [factor.factor for factor in view.apart] == ["nsaid_use"]
    assert not view.glance[-1].in_article
    assert running_text("W55").count(bare(view.words["also_worth_telling"])) == 1


def test_what_was_not_asked_is_not_printed() -> None:
    hidden = set(QUESTIONNAIRE.questions) - set(assessment_of("W55").answers.given)
    assert "pregnant" in hidden
    names = {line.question for section in view_of("W55").answers for line in section.lines}
    assert not names & {QUESTIONNAIRE.questions[one].short for one in hidden}


def test_nothing_answered_gives_a_form_to_fill_in_by_hand() -> None:
    lines = [line for section in view_of("W56").answers for line in section.lines]
    blanks = [line for line in lines if not line.answer]
    assert len(blanks) > 25
    assert running_text("W56", paper="letter").count("Notanswered") == len(blanks)
    assert view_of("W56").full == ()
    assert len(view_of("W56").undecided) == 11


def test_no_page_gives_a_total_or_a_verdict() -> None:
    for printing in PRINTED:
        printed = running_text(*printing).lower()
        assert "youhaveleakygut" not in printed
        assert not re.search(r"(total|score|risk)(is|:|of)?\d+%", printed)


def test_letters_are_of_twelve_points_and_of_eighteen_in_large_print() -> None:
    standard, large = letters_by_size(pdf_of("W55")), letters_by_size(pdf_of("W55", "large"))
    assert 12.0 in dict(standard.most_common(2))
    assert large.most_common(1)[0][0] == 18.0
    assert min(standard) >= 7.9
    assert min(large) >= 11.8


def test_no_sheet_is_taken_for_the_lines_to_write_on_alone() -> None:
    """On Letter the notes of W08 would stand alone on a page."""
    pages = pages_of("W08", "standard", "letter")
    notes = next(page for page in pages if bare("My questions") in page)
    assert bare("Your picture at a glance") in notes
    assert len(pages) == 4
