"""When the content was signed off, and when it is to be reviewed."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import SMALL, problems
from webapp.questionnaire.load import load

DAYS = """\
signed_off = "2027-01-31"
review_due = "2028-01-31"
urgent_review_due = "2027-07-31"
"""


def test_a_review_is_overdue_the_day_after_the_first_of_its_two_days() -> None:
    review = load(DAYS + SMALL).review
    assert [review.is_overdue(f"2027-07-{day}") for day in (30, 31)] == [False, False]
    assert review.is_overdue("2027-08-01")


def test_a_draft_is_never_overdue() -> None:
    review = load(SMALL).review
    assert (review.signed_off, review.next_due, review.is_overdue("9999-12-31")) == ("", "", False)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (
            DAYS.replace('"\nreview_due = "2028-01-31"', '"'),
            'who signs off says with "review_due" when to look again',
        ),
        (DAYS.replace('signed_off = "2027-01-31"\n', ""), 'a review comes after the day of "signed_off"'),
        (DAYS.replace("2027-07-31", "2027-01-31"), 'a review comes after the day of "signed_off"'),
        (DAYS.replace("2027-07-31", "2027-02-29"), 'this must be a day in quotes, such as "2027-01-31"'),
    ],
)
def test_days_that_cannot_be_are_refused(days: str, message: str) -> None:
    assert message in [one.message for one in problems(days + SMALL)]
