"""Two visits compared, on paper."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import pytest

from tests.pdf.drawn import open_at_the_end
from tests.pdf.people import (
    OCCASION,
    assessment_of,
    assessment_with,
    bare,
    comparison,
    comparison_pdf,
    pages_in,
)
from tests.project import QUESTIONNAIRE
from webapp.assessment import ASKED, JUDGED, AnswerChange, Comparison, LevelChange, MeasureChange, compare
from webapp.report.pdf.printing import print_report
from webapp.report.views.comparison_model import ComparisonView
from webapp.report.views.comparison_view import comparison_view, for_patient


@cache
def printed() -> str:
    return "".join(pages_in(comparison_pdf()))


def viewed(
    findings: tuple[LevelChange, ...] = (),
    measures: tuple[MeasureChange, ...] = (),
    answers: tuple[AnswerChange, ...] = (),
) -> ComparisonView:
    told = Comparison(answers, findings, measures)
    return comparison_view(told, OCCASION, OCCASION, questionnaires=(QUESTIONNAIRE, QUESTIONNAIRE))


def test_the_head_names_both_visits_and_their_questionnaires() -> None:
    digest = QUESTIONNAIRE.digest[:8]
    assert bare(f"Before: March 2, 2026, 9RTX-4C, questionnaire 0.2-draft ({digest})") in printed()
    assert bare(f"Now: October 6, 2026, 7Q4K-M2, questionnaire 0.2-draft ({digest})") in printed()


def test_every_level_measure_and_answer_is_printed_with_what_changed() -> None:
    for row in comparison().levels:
        assert bare(f"{row.title} {row.was} {row.now} {row.sign} {row.verdict_words}") in printed()
    for measure in comparison().measures:
        assert bare(f"{measure.was} {measure.now} {measure.change or '–'}") in printed()
    for answer in comparison().answers:
        assert bare(f"{answer.question} {answer.was} {answer.now}") in printed()


def test_the_verdicts_are_counted() -> None:
    counts = dict(comparison().counts)
    assert counts["better"] >= 1
    assert counts["worse"] == 1
    assert sum(counts.values()) == len(QUESTIONNAIRE.factors)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("new", "new"),
        ("gone", "gone"),
        (ASKED, "cannot be compared: the question changed"),
        (JUDGED, "cannot be compared: the rule changed"),
    ],
)
def test_a_verdict_has_words(verdict: str, words: str) -> None:
    row = viewed(findings=(LevelChange("x", "X", (0, 0), (1, 3), verdict),)).levels[0]
    assert (row.was, row.now, row.verdict_words) == ("none", "slight–strong", words)


def test_a_factor_that_one_version_lacks_is_told_so_and_drawn_as_nothing() -> None:
    row = viewed(findings=(LevelChange("x", "X", None, (1, 1), JUDGED),)).levels[0]
    assert row.was == "not in this version"
    assert "was not in this version, now slight" in row.chart


@pytest.mark.parametrize(
    ("was", "now", "differs", "change"),
    [
        ((1, 1), (3, 3), "", "+2.0"),
        ((Fraction(25, 2), Fraction(25, 2)), (3, 3), "", "\N{MINUS SIGN}9.5"),
        ((3, 3), (3, 3), "", "0.0"),
        ((1, 2), (3, 3), "", ""),
        ((1, 1), None, "", ""),
        ((1, 1), (3, 3), JUDGED, ""),
    ],
)
def test_a_difference_is_told_only_where_both_are_known_and_comparable(
    was: tuple[int, int], now: tuple[int, int] | None, differs: str, change: str
) -> None:
    row = viewed(measures=(MeasureChange("m", "M", "g", 1, was, now, differs),)).measures[0]
    assert row.change == change


def test_an_answer_that_was_skipped_differs_from_one_that_was_not_asked() -> None:
    rows = viewed(answers=(AnswerChange("q", "Q", "", None, comparable=True),)).answers
    assert [(row.was, row.now) for row in rows] == [("not answered", "not asked")]


def test_questions_that_changed_are_named_as_such() -> None:
    view = viewed(
        answers=(AnswerChange("q", "Wine", "2", "3", comparable=False),),
        measures=(
            MeasureChange("m", "M", "", 0, (1, 1), (2, 2), ASKED),
            MeasureChange("n", "N", "", 0, (3, 3), (4, 4), JUDGED),
        ),
    )
    text = pages_in(print_report(view))[0]
    assert bare("Wine (cannot be compared: the question changed)") in text
    assert bare("M 1 2 cannot be compared: the question changed") in text
    assert bare("N 3 4 cannot be compared: the rule changed") in text


def test_where_nothing_changed_it_is_said() -> None:
    assert bare("Answers that changed None.") in pages_in(print_report(viewed()))[0]


def test_what_has_no_value_is_a_letter_in_a_picture_and_all_pictures_are_seen() -> None:
    assert any("?</text>" in row.chart for row in comparison().measures)
    assert open_at_the_end(comparison_pdf()) == []


class TestForThePatient:
    @staticmethod
    def seen(changed: Mapping[str, object]) -> ComparisonView:
        old, new = assessment_of("W55"), assessment_with("W55", changed)
        told = compare(old, new)
        both = QUESTIONNAIRE, QUESTIONNAIRE
        inside = comparison_view(told, OCCASION, OCCASION, questionnaires=both)
        return for_patient(inside, told, new)

    def test_safety_comes_first_as_on_the_screen(self) -> None:
        seen = self.seen({"red_flags": ["lump"]})
        text = "".join(pages_in(print_report(seen)))
        assert [box.heading for box in seen.safety][:1] == ["See a doctor this week"]
        assert text.index(bare("See a doctor this week")) < text.index(bare("Factors"))
        assert bare("A lump") in text

    def test_levels_have_the_words_of_the_report(self) -> None:
        seen = self.seen({"veg_per_day": 5})
        words = {row.now for row in seen.levels} | {row.was for row in seen.levels}
        assert {"Stands out", "Worth discussing", "Minor"} <= words
        assert not words & {"strong", "moderate", "slight", "none"}
        assert "was Stands out" in "".join(row.chart for row in seen.levels)

    def test_the_small_print_is_the_patient_s_own_with_the_number_of_the_region_that_was_answered(
        self,
    ) -> None:
        text = "".join(pages_in(print_report(self.seen({"region": "UK"}))))
        assert bare("This is not a diagnosis.") in text
        assert bare("call 999") in text
        assert "911" not in text
        assert bare("Red flags need medical assessment") not in text
        assert "Confidential" not in text
