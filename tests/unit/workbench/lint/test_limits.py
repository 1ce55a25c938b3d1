"""Times below zero and reviews that come too late are refused."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import SMALL, small
from webapp.questionnaire.load import load
from webapp.workbench.checking import find_all


def refused(text: str) -> list[tuple[str, str]]:
    return [(one.code, one.sentence("q")) for one in find_all(text).errors]


def test_no_section_takes_less_than_no_time() -> None:
    text = small('title = "Food"', 'title = "Food"\nminutes = -4')
    assert refused(text) == [("below-zero", "q:13: food.minutes: no section takes less than 0 minutes")]
    assert load(text).section("food").minutes == -4


def signed(day: str, due: str, urgent: str) -> str:
    return f'signed_off = "{day}"\nreview_due = "{due}"\nurgent_review_due = "{urgent}"\n{SMALL}'


@pytest.mark.parametrize(
    ("day", "due", "urgent"),
    [
        ("2027-01-31", "2028-01-31", "2027-07-31"),
        ("2027-08-31", "2028-08-31", "2028-02-29"),
        ("2027-12-01", "2028-01-01", "2028-01-01"),
        ("2028-02-29", "2029-02-28", "2028-08-29"),
    ],
)
def test_a_review_may_come_12_months_later_and_an_urgent_one_6(day: str, due: str, urgent: str) -> None:
    assert refused(signed(day, due, urgent)) == []


@pytest.mark.parametrize(
    ("due", "urgent", "said"),
    [
        (
            "2028-02-01",
            "2027-07-31",
            'q:2: review_due: a review comes at most 12 months after "signed_off": by 2028-01-31',
        ),
        (
            "2028-01-31",
            "2027-08-01",
            'q:3: urgent_review_due: a review comes at most 6 months after "signed_off": by 2027-07-31',
        ),
    ],
)
def test_a_later_review_is_refused(due: str, urgent: str, said: str) -> None:
    text = signed("2027-01-31", due, urgent)
    assert refused(text) == [("late-review", said)]
    assert load(text).review.due == due
