"""Two visits side by side: what changed, in words, levels and numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.cases import case
from tests.unit.assessment.test_brute_force import given_answer
from tests.unit.assessment.visits import OLD, compared
from webapp.assessment import (
    JUDGED,
    VERDICTS,
    AnswerChange,
    LevelChange,
    MeasureChange,
    assess,
    compare,
    resolve,
)
from webapp.assessment.comparison import verdict


def test_answers_that_differ_are_told_in_words_with_their_unit() -> None:
    assert compared(OLD, {**OLD, "veg": 3, "drinks": "1"}).answers == (
        AnswerChange("veg", "Vegetables", "1\xa0handfuls", "3\xa0handfuls", comparable=True),
        AnswerChange("drinks", "How often?", "Never", "Daily", comparable=True),
    )


def test_a_skipped_answer_and_a_question_that_was_not_asked_are_told_apart() -> None:
    skipped, hidden = {**OLD, "veg": None}, {**OLD, "test": "no"}
    assert [(one.id, one.was, one.now) for one in compared(OLD, skipped).answers] == [
        ("veg", "1\xa0handfuls", "")
    ]
    assert [(one.id, one.was, one.now) for one in compared(skipped, hidden).answers] == [
        ("test", "Yes", "No"),
        ("veg", "", None),
    ]


def test_a_question_that_hardly_any_clinic_asks_differs_only_with_an_answer() -> None:
    calm, tense = case("W01", stress_now="1"), case("W01", stress_now="5")
    assert "self_harm" not in [one.id for one in compare(calm, tense).answers]
    asked = compare(tense, case("W01", stress_now="5", self_harm="no")).answers
    assert [(one.was, one.now) for one in asked if one.id == "self_harm"] == [(None, "No")]


def test_what_was_never_asked_is_not_in_it_though_answers_were_sent() -> None:
    hidden = {**OLD, "test": "no"}
    assert compared({**hidden, "veg": 3}, {**hidden, "veg": 9}).answers == ()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ((2, 3), (1, 1), "better"),
        ((2, 2), (1, 1), "better"),
        ((1, 1), (2, 3), "worse"),
        ((2, 2), (2, 2), "same"),
        ((0, 0), (0, 0), "same"),
        ((0, 0), (1, 3), "new"),
        ((0, 0), (1, 1), "new"),
        ((1, 2), (0, 0), "gone"),
        ((3, 3), (0, 1), "better"),
        ((0, 1), (2, 2), "worse"),
        ((2, 3), (1, 2), "cannot_tell"),
        ((1, 2), (1, 2), "cannot_tell"),
        ((0, 0), (0, 3), "cannot_tell"),
        ((0, 3), (0, 0), "cannot_tell"),
        ((0, 3), (3, 3), "cannot_tell"),
        (None, (1, 1), JUDGED),
        ((1, 1), None, JUDGED),
    ],
)
def test_a_verdict_says_only_what_is_sure(
    was: tuple[int, int] | None, now: tuple[int, int] | None, said: str
) -> None:
    assert verdict(was, now) == said
    assert said in VERDICTS


LEVELS = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda ends: (min(ends), max(ends)))
IMPROVED, WORSENED = {"better", "gone"}, {"worse", "new"}


@given(was=LEVELS, now=LEVELS)
def test_a_verdict_read_backwards_is_the_opposite(was: tuple[int, int], now: tuple[int, int]) -> None:
    said, backwards = verdict(was, now), verdict(now, was)
    assert (said in IMPROVED) == (backwards in WORSENED)
    assert (said in WORSENED) == (backwards in IMPROVED)
    assert (said == "same") == (backwards == "same")


@given(was=LEVELS, now=LEVELS, data=st.data())
def test_a_verdict_holds_for_whatever_the_levels_really_are(
    was: tuple[int, int], now: tuple[int, int], data: st.DataObject
) -> None:
    before, after = data.draw(st.integers(*was)), data.draw(st.integers(*now))
    real = verdict((before, before), (after, after))
    said = verdict(was, now)
    assert said in (real, "cannot_tell") or {said, real} in (IMPROVED, WORSENED)


def test_findings_have_both_levels_and_what_is_said_of_them() -> None:
    found = compared(OLD, {**OLD, "veg": 2, "drinks": "1"}).findings
    assert found == (
        LevelChange("low_fibre", "Low fibre", (2, 2), (1, 1), "better"),
        LevelChange("both", "Both", (0, 0), (1, 1), "new"),
    )


def test_measures_have_both_ranges_and_their_unit() -> None:
    (fibre,) = compared(OLD, {**OLD, "veg": None}).measures
    assert fibre == MeasureChange("fibre", "Fibre", "g", 1, (Fraction(5, 2),) * 2, (0, 25))


def test_a_score_that_was_not_asked_has_no_value_to_compare() -> None:
    calm, tense = case("W55", stress_now="3"), case("W55")
    change = next(one for one in compare(calm, tense).measures if one.measure == "phq4_total")
    assert (change.was, change.now) == (None, (5, 5))
    assert "phq4_total" not in [one.measure for one in compare(calm, calm).measures]


def test_the_measures_are_the_estimates_and_the_scores_each_once() -> None:
    assert [one.measure for one in compare(case("W55"), case("W55")).measures] == [
        "fibre_g",
        "western_points",
        "fructose_g",
        "alcohol_g",
        "audit_c",
        "phq4_total",
        "phq4_anxiety",
        "phq4_depression",
        "free_sugars_g",
        "vitd_intake_iu",
        "sun_em",
        "vitd_points",
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_visit_compared_with_itself_shows_no_change(data: st.DataObject) -> None:
    raw = {one.id: data.draw(given_answer(one)) for one in QUESTIONNAIRE.questions.values()}
    visit = assess(resolve(QUESTIONNAIRE, raw), changes=False)
    found = compare(visit, visit)
    assert found.answers == ()
    assert {one.verdict for one in found.findings} <= {"same", "cannot_tell"}
    assert all(not one.differs and one.was == one.now for one in found.measures)
