"""The years of birth that fit what was said of the age."""

from __future__ import annotations

from datetime import date

from tests.project import QUESTIONNAIRE
from webapp.assessment import resolve
from webapp.follow_up import LastTime, birth_years

DAY = date(2026, 3, 1)


def years(age: int | None, day: date = DAY, older: date | None = None) -> frozenset[int]:
    answers = resolve(QUESTIONNAIRE, {"age_years": age})
    return birth_years(LastTime(answers, day, {"age_years": older} if older else {}))


def test_an_age_fits_the_two_years_before_and_after_a_birthday() -> None:
    assert years(52) == {1973, 1974}


def test_an_age_of_a_time_before_is_counted_from_then() -> None:
    assert years(52, older=date(2025, 12, 31)) == {1972, 1973}


def test_an_unknown_age_and_an_unknown_day_fit_no_year() -> None:
    assert years(None) == years(52, date.min) == frozenset()
