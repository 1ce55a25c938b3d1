"""A follow-up finds what the whole form would, for random people and in another version of the file."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.follow_up import Outcome, TwoVisits
from tests.project import QUESTIONNAIRE, TEXT
from webapp.clinic import Clinic
from webapp.follow_up import MOST_QUESTIONS
from webapp.questionnaire.load import load

pytestmark = pytest.mark.slow

CHANGED = "vegetables or salad do you eat?"


@cache
def outcomes() -> list[Outcome]:
    visits = TwoVisits(QUESTIONNAIRE, QUESTIONNAIRE, Clinic(), seed=3)
    return [visits.outcome() for _ in range(200)]


def test_short_form_and_old_answers_find_what_the_whole_form_finds() -> None:
    """`python -m benchmarks.follow_up` does it for 10,000 people."""
    assert [one for one in outcomes() if not one.is_exact] == []


def test_a_short_form_stays_short_whatever_is_answered() -> None:
    short = [one for one in outcomes() if not one.follow_up.is_whole]
    assert len(short) > 150
    assert max(len(one.asked) for one in short) <= MOST_QUESTIONS


def test_everybody_is_asked_for_signs_of_now() -> None:
    assert all({"consent", "signs_now", "red_flags"} <= set(one.asked) for one in outcomes())


def test_a_question_that_changed_is_asked_or_unknown() -> None:
    new = load(TEXT.replace(CHANGED, "vegetables do you eat?"))
    visits = TwoVisits(QUESTIONNAIRE, new, Clinic(), seed=4)
    for outcome in (visits.outcome() for _ in range(30)):
        assert outcome.is_exact
        is_asked = "veg_per_day" in outcome.asked
        assert is_asked or outcome.short.is_unknown("veg_per_day")
