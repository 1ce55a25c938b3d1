"""How far forms come: counts by day, event and section, without persons, devices or times of day.

A draft carries its stage, the section that it has reached. Each event is counted in the transaction that
makes it happen, so that begun forms are finished, ended, left or still open, and nothing else.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.statistics.form_flow import FormCounts
from webapp.storage.database import Database
from webapp.storage.tables import drafts, form_events

START, CHECK, FINISHED = ".start", ".check", ".finished"
"""Stages beside the ids of sections: nothing was saved; all is answered; the answers were finished."""

EVENTS = BEGUN, RETURNED, LEFT, ENDED, DONE = "begun", "returned", "left", "ended", "finished"
"""The events. "ended": an answer ended the form, such as an age under 18. They are data."""

AWAY = timedelta(hours=4)
"""Somebody who saves after so long a pause came back; a shorter one is a phone call, or a meal."""

TERM = timedelta(days=1830)  # five years, to compare this winter with others


class FormEvents:
    """The counts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first_day(self) -> date | None:
        day = self._database.scalar(select(func.min(form_events.c.day)))
        return date.fromisoformat(day) if day else None

    def by_day(self, first: date, last: date) -> Mapping[date, FormCounts]:
        """Return the counts of each of these days on which something happened. Days are those of UTC."""
        these = select(form_events).where(_between(first, last)).order_by(form_events.c.day)
        return {
            date.fromisoformat(day): _counts_of(rows)
            for day, rows in groupby(self._database.rows(these), attrgetter("day"))
        }


def _counts_of(rows: Iterable[Row[Any]]) -> FormCounts:
    found: dict[str, dict[str, int]] = {event: {} for event in EVENTS}
    for row in rows:
        found[row.event][row.section] = row.times
    begun, finished, ended = (sum(found[event].values()) for event in (BEGUN, DONE, ENDED))
    return FormCounts(begun, finished, ended, found[LEFT], found[RETURNED])


def _between(first: date, last: date) -> ColumnElement[bool]:
    return form_events.c.day.between(first.isoformat(), last.isoformat())


def forget(connection: Connection, first: date, last: date) -> None:
    """Delete the counts of these days."""
    connection.execute(delete(form_events).where(_between(first, last)))


def count_event(connection: Connection, event: str, stage: str, now: datetime, times: int = 1) -> None:
    """Count an event in the caller's transaction. Call it before anything is logged."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    key = {"day": now.astimezone(UTC).date().isoformat(), "event": event, "section": stage}
    row = insert(form_events).values(**key, times=times)
    more = {"times": form_events.c.times + times}
    connection.execute(row.on_conflict_do_update(index_elements=list(form_events.primary_key), set_=more))


def delete_left(connection: Connection, which: ColumnElement[bool], now: datetime, event: str = LEFT) -> int:
    """Delete drafts, count where the unfinished ones were left, and return how many were deleted."""
    gone = connection.scalars(delete(drafts).where(which).returning(drafts.c.stage)).all()
    for stage in sorted({stage for stage in gone if stage and stage != FINISHED}):
        count_event(connection, event, stage, now, gone.count(stage))
    return len(gone)


def purge(connection: Connection, now: datetime) -> None:
    """Delete counts of more than TERM ago, and those dated in the future by a wrong clock."""
    oldest, newest = ((now + by).date().isoformat() for by in (-TERM, timedelta(days=1)))
    connection.execute(delete(form_events).where(~form_events.c.day.between(oldest, newest)))
