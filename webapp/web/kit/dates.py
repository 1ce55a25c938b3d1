"""Dates and times in words, in the clinic's time zone and language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Protocol

from webapp.report.times import (
    clock_words,
    date_words,
    day_in,
    day_of,
    moment_or_date,
    partial_day_words,
    second,
    zone_of,
)
from webapp.report.times import moment as moment_in
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import format_ago, gettext, localizer


class Sent(Protocol):
    """A submission, or a row of the list of submissions."""

    @property
    def submitted_at(self) -> datetime: ...

    @property
    def partial_date(self) -> str: ...


SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)


def ago(then: datetime) -> str:
    """Return how long ago this was; after a week, the date."""
    gone = app_context().clock() - then
    if gone < MINUTE:
        return gettext("just now")
    return format_ago(gone) if gone < WEEK else day(then)


def day_here(at: datetime) -> date:
    """Return the date in the clinic at this moment."""
    return day_in(app_context().clinic, at)


def start_of_day(day: date) -> datetime:
    """Return when this day begins in the clinic."""
    return datetime.combine(day, time(), zone_of(app_context().clinic))


def day(then: datetime) -> str:
    """Return the date, short enough for a table."""
    clinic = app_context().clinic
    return date_words(day_in(clinic, then), localizer(), "medium")


def sent_day(one: Sent) -> str:
    """Return the day on which a submission was sent, as far as it is known; short enough for a table."""
    clinic = app_context().clinic
    day = day_of(one.partial_date, one.submitted_at, clinic)
    return partial_day_words(one.partial_date, day, localizer(), "medium")


def sent_ago(one: Sent) -> str:
    """Return how long ago it was sent, or the day where no time is known."""
    return sent_day(one) if one.partial_date else ago(one.submitted_at)


def sent_moment(one: Sent) -> str:
    """Return when it was sent, as exactly as is known."""
    clinic = app_context().clinic
    return moment_or_date(one.partial_date, one.submitted_at, clinic, localizer())


def whole_day(then: datetime) -> str:
    """Return the date with the month in full."""
    clinic = app_context().clinic
    return date_words(day_in(clinic, then), localizer())


def weekday(then: datetime) -> str:
    """Return the date with the day of the week."""
    clinic = app_context().clinic
    return date_words(day_in(clinic, then), localizer(), "full")


def last_day(end: datetime) -> str:
    """Return the last day before this moment, with the day of the week."""
    return weekday(end - SECOND)


def last_date(end: datetime) -> str:
    """Return the last day before this moment, short enough for a table."""
    return day(end - SECOND)


def exactly(then: datetime) -> str:
    """Return date and time to the second."""
    clinic = app_context().clinic
    return second(then, clinic, localizer())


def moment(then: datetime) -> str:
    """Return date, time of day and time zone."""
    clinic = app_context().clinic
    return moment_in(then, clinic, localizer())


def clock() -> str:
    """Return the name of the clinic's time, such as "Vancouver time"."""
    clinic = app_context().clinic
    return clock_words(clinic, localizer())


FILTERS: Mapping[str, Callable[..., str]] = {
    words.__name__: words
    for words in (
        ago,
        day,
        whole_day,
        weekday,
        last_day,
        last_date,
        exactly,
        moment,
        sent_day,
        sent_ago,
        sent_moment,
    )
}
"""The filters of all templates, by name."""
