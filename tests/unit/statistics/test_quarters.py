"""Quarters do not overlap, and none is shown before it is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from webapp.statistics.quarters import Quarter, full_quarters


def test_every_day_is_in_one_quarter() -> None:
    day = date(2023, 12, 1)
    while day < date(2025, 2, 1):
        quarter = Quarter.of(day)
        assert quarter.first_day <= day <= quarter.last_day
        assert quarter.next.first_day == quarter.last_day + timedelta(days=1)
        day += timedelta(days=1)


def test_the_quarters_that_are_over_are_listed_the_newest_first() -> None:
    listed = [quarter.name for quarter in full_quarters(date(2025, 11, 5), date(2026, 6, 30))]
    assert listed == ["2026-Q1", "2025-Q4"]
    assert full_quarters(date(2026, 4, 1), date(2026, 6, 30)) == ()
    assert [quarter.name for quarter in full_quarters(date(2026, 6, 30), date(2026, 7, 1))] == ["2026-Q2"]


@pytest.mark.parametrize("name", ["2026-Q4", "1999-Q1"])
def test_a_name_is_read_back(name: str) -> None:
    quarter = Quarter.parse(name)
    assert quarter is not None
    assert quarter.name == name


@pytest.mark.parametrize("name", ["", "2026-Q5", "2026-Q0", "26-Q1", "0000-Q1", "2026-Q1 ", "2026-q1"])
def test_what_is_no_quarter_is_refused(name: str) -> None:
    assert Quarter.parse(name) is None
