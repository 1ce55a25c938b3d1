"""When answers in a file were given, as exactly as the file says, and which of two come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from webapp.clinic import Clinic
from webapp.localization.marking import N_
from webapp.report.times import FUTURE_DATE, MONTH, UNKNOWN_DATE, YEAR, day_in, day_of, zone_of

CLOCKS_DIFFER = timedelta(minutes=10)  # by how much the clock of another program may be ahead
NOON = time(12)


@dataclass(frozen=True)
class AnswerDate:
    """When it was. `at` orders it among others, and is never later than now; `day` is the first it may be.

    `partial_date` is "" where `at` is exact, else as much as is known ("2025-05-01", "2025-05", "2025"),
    UNKNOWN_DATE or FUTURE_DATE.
    """

    at: datetime
    day: date
    partial_date: str = ""

    @property
    def is_known(self) -> bool:
        return self.partial_date not in (UNKNOWN_DATE, FUTURE_DATE)

    @property
    def why_unknown(self) -> str:
        """Why nothing is known of it, in a sentence; "" where something is."""
        return WHY_UNKNOWN.get(self.partial_date, "")

    @property
    def last_day(self) -> date:
        if len(self.partial_date) == YEAR:
            return self.day.replace(month=12, day=31)
        return _end_of_month(self.day) if len(self.partial_date) == MONTH else self.day


def answer_date(authored: datetime | None, partial_date: str, clinic: Clinic, now: datetime) -> AnswerDate:
    """Return when the answers of a file were given, by the clinic's calendar.

    The file has the moment, or else a day, month or year ("2025-05"), or "".
    """
    if authored:
        return _of_moment(authored, clinic, now)
    if not partial_date:
        return AnswerDate(now, day_in(clinic, now), UNKNOWN_DATE)
    day = day_of(partial_date, now, clinic)
    if day > day_in(clinic, now):
        return AnswerDate(now, day_in(clinic, now), FUTURE_DATE)
    return AnswerDate(min(datetime.combine(day, NOON, zone_of(clinic)), now), day, partial_date)


def _of_moment(at: datetime, clinic: Clinic, now: datetime) -> AnswerDate:
    if at > now + CLOCKS_DIFFER:
        return AnswerDate(now, day_in(clinic, now), FUTURE_DATE)
    when = min(at, now)
    return AnswerDate(when, day_in(clinic, when))


WHY_UNKNOWN: Mapping[str, str] = {
    UNKNOWN_DATE: N_("The record does not say when the answers were given."),
    FUTURE_DATE: N_("The record says that the answers were given on a day that is still to come."),
}


def is_swapped(first: AnswerDate, second: AnswerDate) -> bool:
    """Return whether the second was surely before the first. Where that is not clear, their order stays."""
    if not first.partial_date and not second.partial_date:
        return second.at < first.at
    return second.last_day < first.day


def _end_of_month(first: date) -> date:
    later = first.replace(day=28) + timedelta(days=4)
    return later.replace(day=1) - timedelta(days=1)
