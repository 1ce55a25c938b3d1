"""Days and times in words: in the clinic's time zone, and as its country writes them. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_date_format,
    get_timezone_gmt,
    get_timezone_location,
)

from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_

UTC = "UTC"
NO_PLACE = ("Etc/", "GMT")  # how the names of zones begin that are named after no place

NARROW_BLANK, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
"""CLDR's blank before am and pm, which is missing from many fonts, and the one that takes its place."""

_DAY_AND_MONTH = re.compile("d+.*?[ML]+|[ML]+.*?d+")
"""The part of a pattern of CLDR from the day to the month, or the other way round."""

Form = Literal["full", "long", "medium", "short"]


UNKNOWN_DATE, FUTURE_DATE = "?", "!"
"""In the place of a day: none is known, or the file has one in the future."""

UNDATED: Mapping[str, str] = {
    UNKNOWN_DATE: N_("Day not told"),
    FUTURE_DATE: N_("Day not known (the file tells one that is still to come)"),
}
"""UNKNOWN_DATE and FUTURE_DATE in words."""

YEAR, MONTH = 4, 7  # signs of a year and of a month in ISO 8601: "2025" and "2025-05"


def zone_of(clinic: Clinic) -> ZoneInfo:
    """Return the time zone of the clinic."""
    return ZoneInfo(clinic.timezone or UTC)


def day_in(clinic: Clinic, at: datetime) -> date:
    """Return the calendar day in the clinic at this moment."""
    return at.astimezone(zone_of(clinic)).date()


class Localized:
    """What is written in one language, and so from one side."""

    localizer: Localizer

    @property
    def language(self) -> str:
        return self.localizer.language

    @property
    def direction(self) -> str:
        return self.localizer.direction


def date_words(day: date, words: Localizer, form: Form = "long") -> str:
    """Write the day, with the day of the week where the form is full. No line ends within "7. Dezember"."""
    return format_date(day, _unbroken_pattern(form, words.locale), locale=words.locale)


@cache
def _unbroken_pattern(form: Form, locale: Locale) -> str:
    pattern = get_date_format(form, locale).pattern
    return _DAY_AND_MONTH.sub(lambda part: part[0].replace(" ", NO_BREAK), pattern)


def days_words(first: date, last: date, words: Localizer) -> str:
    """Write one or more days of one year, without the year."""
    return format_interval(first, last, "MMMd", locale=words.locale)


def month_words(day: date, words: Localizer) -> str:
    """Write the month, short."""
    return format_date(day, "LLL", locale=words.locale)


def day_of(partial_date: str, at: datetime, clinic: Clinic) -> date:
    """Return the day of `at`; where only a day, month or year is known ("2025-05"), its first day."""
    return first_day(partial_date) if partial_date[:1].isdigit() else day_in(clinic, at)


def first_day(partial_date: str) -> date:
    """Return the day, or the first of the month or year ("2025-05-01", "2025-05", "2025")."""
    return date.fromisoformat(partial_date + "0001-01-01"[len(partial_date) :])


def partial_day_words(partial_date: str, day: date, words: Localizer, form: Form = "long") -> str:
    """Write the day as exactly as it is known; `partial_date` is as in `day_of`, and "" means exactly."""
    if partial_date in UNDATED:
        return words.gettext(UNDATED[partial_date])
    if len(partial_date) == YEAR:
        return words.gettext("%(date)s (day not told)", date=partial_date)
    if len(partial_date) == MONTH:
        month = format_skeleton("yMMMM", day, locale=words.locale)
        return words.gettext("%(date)s (day not told)", date=month)
    return date_words(day, words, form)


def authored_as(partial_date: str) -> str:
    """Return as much of a day as FHIR can say: "" for one that is not known."""
    return "" if partial_date in UNDATED else partial_date


def moment_or_date(partial_date: str, at: datetime, clinic: Clinic, words: Localizer) -> str:
    """Write day and time of day where both are known, else as much as is."""
    if partial_date:
        return partial_day_words(partial_date, day_of(partial_date, at, clinic), words)
    return moment(at, clinic, words)


def moment(at: datetime, clinic: Clinic, words: Localizer) -> str:
    """Write day, time of day and time zone."""
    day = date_words(day_in(clinic, at), words)
    return words.gettext(
        "%(day)s, %(time)s, %(zone)s",
        day=day,
        time=time_words(at, clinic, words),
        zone=zone_words(at, clinic, words),
    )


def second(at: datetime, clinic: Clinic, words: Localizer) -> str:
    """Write day and time to the second, where something else names the time zone."""
    day = date_words(day_in(clinic, at), words, "medium")
    time = time_words(at, clinic, words, "medium")
    return f"{words.join((day, time))}{_which_of_two(at, clinic, words)}"


def time_words(at: datetime, clinic: Clinic, words: Localizer, form: Form = "short") -> str:
    """Write hour and minute in the clinic; with seconds where the form is medium."""
    written = format_time(at, form, tzinfo=zone_of(clinic), locale=words.locale)
    return written.replace(NARROW_BLANK, NO_BREAK)


def zone_words(at: datetime, clinic: Clinic, words: Localizer) -> str:
    """Name the clock; in the hour that comes twice in autumn, also say which of the two it is."""
    return f"{clock_words(clinic, words)}{_which_of_two(at, clinic, words)}"


def clock_words(clinic: Clinic, words: Localizer) -> str:
    """Return the name of the clinic's clock."""
    name, locale = clinic.timezone or UTC, words.locale
    if name == UTC:
        return name
    if name.startswith(NO_PLACE):
        return get_timezone_gmt(datetime(2000, 1, 1, tzinfo=zone_of(clinic)), locale=locale)
    if locale.language != "en":
        return get_timezone_location(zone_of(clinic), locale=locale)
    place = get_timezone_location(zone_of(clinic), locale=locale, return_city=True)
    return words.gettext("%(place)s time", place=place.rpartition("/")[2])


def _which_of_two(at: datetime, clinic: Clinic, words: Localizer) -> str:
    here = at.astimezone(zone_of(clinic))
    if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():
        return ""
    return f" ({get_timezone_gmt(here, locale=words.locale)})"
