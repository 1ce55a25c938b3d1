"""When the answers of a file were given: as exactly as it says, and never later than now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.clinic import Clinic
from webapp.report.times import FUTURE_DATE, UNKNOWN_DATE
from webapp.report.visit_order import AnswerDate, answer_date, is_swapped

NOW = datetime(2026, 11, 29, 11, 30, tzinfo=UTC)
"""Half past midnight of the 30th in Auckland, half past three in the night of the 29th in Vancouver."""

AUCKLAND, VANCOUVER = Clinic(timezone="Pacific/Auckland"), Clinic(timezone="America/Vancouver")


def of_day(day: str, clinic: Clinic = VANCOUVER) -> AnswerDate:
    return answer_date(None, day, clinic, NOW)


def of_time(at: datetime, clinic: Clinic = VANCOUVER) -> AnswerDate:
    return answer_date(at, "", clinic, NOW)


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("2025-05-01", date(2025, 5, 1), date(2025, 5, 1)),
        ("2025-05", date(2025, 5, 1), date(2025, 5, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
@pytest.mark.parametrize("clinic", [VANCOUVER, AUCKLAND])
def test_a_day_is_that_day_in_every_zone(told: str, first: date, last: date, clinic: Clinic) -> None:
    when = of_day(told, clinic)
    assert (when.day, when.last_day, when.partial_date) == (first, last, told)
    assert when.at <= NOW


def test_a_moment_is_told_exactly_by_the_clinic_s_clock() -> None:
    at = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert of_time(at) == AnswerDate(at, date(2026, 3, 1))
    assert of_time(at, AUCKLAND).day == date(2026, 3, 2)


def test_today_is_told_also_before_its_noon() -> None:
    assert of_day("2026-11-30", AUCKLAND) == AnswerDate(NOW, date(2026, 11, 30), "2026-11-30")


@pytest.mark.parametrize("told", ["2026-11-30", "2027-01", "2027", "2999-01-01"])
def test_a_day_that_is_still_to_come_is_not_taken(told: str) -> None:
    assert of_day(told) == AnswerDate(NOW, date(2026, 11, 29), FUTURE_DATE)


def test_a_moment_to_come_is_not_taken_but_clocks_may_differ_a_little() -> None:
    assert of_time(NOW + timedelta(minutes=11)).partial_date == FUTURE_DATE
    assert of_time(NOW + timedelta(minutes=9)) == AnswerDate(NOW, date(2026, 11, 29))


def test_what_is_not_told_is_not_known() -> None:
    when = answer_date(None, "", VANCOUVER, NOW)
    assert (when.partial_date, when.is_known) == (UNKNOWN_DATE, False)


@pytest.mark.parametrize(
    ("told", "says"), [(UNKNOWN_DATE, "does not say when"), (FUTURE_DATE, "a day that is still to come")]
)
def test_without_a_day_nothing_is_compared(told: str, says: str) -> None:
    assert says in AnswerDate(NOW, date(2026, 11, 29), told).why_unknown
    assert of_day("2025").why_unknown == ""


@pytest.mark.parametrize(
    ("first", "second", "swapped"),
    [
        ("2025-05-02", "2025-05-01", True),
        ("2025-05-01", "2025-05-01", False),
        ("2025-05", "2025-04-30", True),
        ("2025-05", "2025-05-20", False),
        ("2025-05-20", "2025-05", False),
        ("2025", "2024-12", True),
        ("2025-07", "2025", False),
    ],
)
def test_what_was_surely_earlier_comes_first(first: str, second: str, swapped: bool) -> None:
    assert is_swapped(of_day(first), of_day(second)) is swapped


def test_moments_of_one_day_have_an_order_and_a_day_beside_them_has_none() -> None:
    early, late = of_time(NOW - timedelta(hours=2)), of_time(NOW - timedelta(hours=1))
    assert is_swapped(late, early)
    assert not is_swapped(early, late)
    assert not is_swapped(late, of_day("2026-11-29"))
    assert is_swapped(late, of_day("2026-11-28"))
