"""How far forms come: counts by day, event and section, without persons, devices or times of day.

A draft carries its stage, the section that it has reached. Each event is counted in the transaction that
makes it happen, so that begun forms are finished, ended, left or still open, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.storage.database import Database
from webapp.storage.tables import drafts, form_events

START, CHECK, FINISHED = ".start", ".check", ".finished"
"""Stages beside the ids of sections: nothing was saved; all is answered; the answers were finished."""

EVENTS = BEGUN, RETURNED, LEFT, ENDED, DONE = "begun", "returned", "left", "ended", "finished"
"""The events. "ended": an answer ended the form, such as an age under 18. They are data."""

AWAY = timedelta(hours=4)
"""Somebody who saves after so long a pause came back; a shorter one is a phone call, or a meal."""

TERM = timedelta(days=1830)  # five years, to compare this winter with others


@dataclass(frozen=True)
class FormCounts:
    """The counts of some days: how many forms by event, and how many were left or returned to by section."""

    begun: int = 0
    finished: int = 0
    ended: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    returned: Mapping[str, int] = field(default_factory=dict)


class FormEvents:
    """The counts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first_day(self) -> date | None:
        day = self._database.scalar(select(func.min(form_events.c.day)))
        return date.fromisoformat(day) if day else None

    def between(self, first: date, last: date) -> FormCounts:
        """Add up the counts of these days, both included. Days are those of UTC."""
        days = form_events.c.day.between(first.isoformat(), last.isoformat())
        columns = form_events.c.event, form_events.c.section
        times = func.sum(form_events.c.times).label("times")
        found: dict[str, dict[str, int]] = {event: {} for event in EVENTS}
        for row in self._database.rows(select(*columns, times).where(days).group_by(*columns)):
            found[row.event][row.section] = int(row.times)
        begun, finished, ended = (sum(found[event].values()) for event in (BEGUN, DONE, ENDED))
        return FormCounts(begun, finished, ended, found[LEFT], found[RETURNED])


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
