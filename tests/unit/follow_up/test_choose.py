"""Which questions a follow-up asks, and what it takes from last time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from tests.project import QUESTIONNAIRE, ROOT
from webapp.assessment import validate_answers
from webapp.clinic import Clinic
from webapp.follow_up import FollowUp, LastTime, choose, kept_answers

DAY = date(2026, 1, 15)
WELL = json.loads((ROOT / "tests/cases/W01.json").read_text("utf-8"))["answers"]


def last(changes: Mapping[str, object], older: Mapping[str, date] | None = None) -> LastTime:
    return LastTime(validate_answers(QUESTIONNAIRE, {**WELL, **changes}), DAY, older or {})


def chosen(days: int, about: tuple[str, ...] = (), **changes: object) -> FollowUp:
    return choose(last(changes), QUESTIONNAIRE, Clinic(), DAY + timedelta(days), about)


def test_the_plan_is_asked_about() -> None:
    assert {"legumes_per_week", "sweets_per_week"} <= set(
        chosen(42, ("legumes_per_week", "sweets_per_week")).asked
    )


def test_medicines_are_asked_again_when_their_answer_is_too_old() -> None:
    assert "medicines" not in chosen(28).asked
    assert "medicines" in chosen(29).asked


def test_an_answer_keeps_its_own_day_over_several_visits() -> None:
    visit = last({}, {"veg_per_day": DAY - timedelta(100)})
    assert "veg_per_day" in kept_answers(visit, QUESTIONNAIRE, DAY + timedelta(82))
    assert "veg_per_day" not in kept_answers(visit, QUESTIONNAIRE, DAY + timedelta(83))


def test_with_a_question_comes_what_hangs_on_it() -> None:
    drinks = {"audit1": "4", "audit2": "1", "audit3": "0"}
    assert {"audit1", "audit2", "audit3"} <= set(chosen(20, ("audit1",), **drinks).asked)
    assert "audit1" in chosen(20, ("audit2",), **drinks).asked


def test_where_too_much_is_too_old_the_whole_form_is_asked() -> None:
    whole = chosen(200)
    assert whole.is_whole
    assert set(whole.asked) >= {one.id for one in QUESTIONNAIRE.questions.values() if one.required}
    assert (whole.kept, whole.settled) == ({}, frozenset())


def test_an_open_gap_is_asked_for() -> None:
    assert "fruit_per_day" in chosen(14, fruit_per_day=None).asked


@pytest.mark.parametrize("days", [1, 42, 182])
def test_nothing_is_both_asked_and_taken_from_last_time(days: int) -> None:
    follow_up = chosen(days, ("veg_per_day",))
    assert not set(follow_up.asked) & (set(follow_up.kept) | follow_up.settled)
    assert set(follow_up.kept) <= follow_up.settled
