"""Days and times: in the zone of the clinic, and as its country writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.localization.territories import localizer_of
from webapp.report.times import Form, clock_words, date_words, day_in, moment, second

NO_BREAK = "\N{NO-BREAK SPACE}"
EVENING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""Half past five on 1 March in Vancouver, and half past two in the afternoon of 2 March in Auckland."""


def clinic(region: str = "", timezone: str = "") -> Clinic:
    return Clinic(region=region, timezone=timezone)


def _moment(at: datetime, where: Clinic) -> str:
    return moment(at, where, localizer_of(where))


@pytest.mark.parametrize(
    ("at", "timezone", "day"),
    [
        (EVENING, "America/Vancouver", date(2026, 3, 1)),
        (EVENING, "Pacific/Auckland", date(2026, 3, 2)),
        (EVENING, "", date(2026, 3, 2)),
        (datetime(2026, 11, 29, 10, 59, tzinfo=UTC), "Pacific/Auckland", date(2026, 11, 29)),
        (datetime(2026, 11, 29, 11, 0, tzinfo=UTC), "Pacific/Auckland", date(2026, 11, 30)),
        (datetime(2026, 7, 2, 11, 59, tzinfo=UTC), "Pacific/Auckland", date(2026, 7, 2)),
        (datetime(2026, 7, 2, 12, 0, tzinfo=UTC), "Pacific/Auckland", date(2026, 7, 3)),
        (datetime(2026, 2, 1, 7, 59, tzinfo=UTC), "America/Vancouver", date(2026, 1, 31)),
        (datetime(2026, 2, 1, 8, 0, tzinfo=UTC), "America/Vancouver", date(2026, 2, 1)),
        (datetime(2026, 8, 1, 7, 0, tzinfo=UTC), "America/Vancouver", date(2026, 8, 1)),
        (datetime(2026, 8, 1, 6, 59, tzinfo=UTC), "America/Vancouver", date(2026, 7, 31)),
    ],
)
def test_a_day_begins_at_the_clinic_s_midnight(at: datetime, timezone: str, day: date) -> None:
    assert day_in(clinic(timezone=timezone), at) == day


@pytest.mark.parametrize(
    ("region", "timezone", "told"),
    [
        ("CA", "America/Vancouver", "March 1, 2026, 5:30 p.m., Vancouver time"),
        ("US", "America/New_York", "March 1, 2026, 8:30 PM, New York time"),
        ("UK", "Europe/London", "2 March 2026, 01:30, London time"),
        ("IE", "Europe/Dublin", "2 March 2026, 01:30, Dublin time"),
        ("AU_NZ", "Australia/Sydney", "2 March 2026, 12:30 pm, Sydney time"),
        ("AU_NZ", "Pacific/Auckland", "2 March 2026, 2:30 pm, Auckland time"),
        ("EU", "Europe/Berlin", "2 March 2026, 02:30, Berlin time"),
        ("EU", "UTC", "2 March 2026, 01:30, UTC"),
        ("OTHER", "America/Argentina/Buenos_Aires", "1 March 2026, 10:30 pm, Buenos Aires time"),
        ("OTHER", "", "2 March 2026, 1:30 am, UTC"),
        ("", "Europe/London", "2 March 2026, 01:30, London time"),
        ("", "America/Toronto", "March 1, 2026, 8:30 p.m., Toronto time"),
        ("", "", "March 2, 2026, 1:30 AM, UTC"),
        ("UK", "Etc/GMT+8", "1 March 2026, 17:30, GMT-08:00"),
        ("anywhere", "", "March 2, 2026, 1:30 AM, UTC"),
    ],
)
def test_the_region_and_else_the_zone_decide_how_times_are_written(
    region: str, timezone: str, told: str
) -> None:
    assert _moment(EVENING, clinic(region, timezone)).replace(NO_BREAK, " ") == told


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "March\xa01, 2026"),
        ("en-GB", "1\xa0March 2026"),
        ("fr", "1\xa0mars 2026"),
        ("xx", "March\xa01, 2026"),
    ],
)
def test_a_language_that_names_a_country_keeps_its_own_ways(language: str, day: str) -> None:
    assert date_words(date(2026, 3, 1), localizer_of(clinic("CA"), language)) == day


@pytest.mark.parametrize(
    ("language", "form", "day"),
    [
        ("de", "full", "Montag, 7.\xa0Dezember 2026"),
        ("es", "long", "7\xa0de\xa0diciembre de 2026"),
        ("ar", "long", "7\xa0ديسمبر 2026"),
        ("lt", "long", "2026 m. gruodžio\xa07 d."),
        ("zh-Hans", "full", "2026年12月7日星期一"),
    ],
)
def test_no_line_ends_between_day_and_month(language: str, form: Form, day: str) -> None:
    assert date_words(date(2026, 12, 7), Localizer(language), form) == day


def test_in_other_languages_the_clock_is_named_by_them() -> None:
    assert clock_words(clinic("CA", "America/Vancouver"), Localizer("fr")) == "heure : Canada (Vancouver)"


def test_the_hour_that_comes_twice_says_which_of_the_two_it_is() -> None:
    toronto = clinic("CA", "America/Toronto")
    first, again = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (5, 6))
    assert _moment(first, toronto).endswith("a.m., Toronto time (GMT-04:00)")
    assert _moment(again, toronto).endswith("a.m., Toronto time (GMT-05:00)")
    assert (
        second(again, toronto, localizer_of(toronto)).replace(NO_BREAK, " ")
        == "Nov 1, 2026, 1:30:00 a.m. (GMT-05:00)"
    )
    assert "GMT" not in _moment(datetime(2026, 11, 1, 7, 30, tzinfo=UTC), toronto)


def test_the_hour_that_is_left_out_is_never_told() -> None:
    auckland = clinic("AU_NZ", "Pacific/Auckland")
    before, after = (datetime(2026, 9, 26, *at, tzinfo=UTC) for at in ((13, 59), (14, 0)))
    assert "1:59" in _moment(before, auckland)
    assert "3:00" in _moment(after, auckland)
