"""The numbers of quarters: worked out once from what is kept, and never again from what is left."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.statistics.quarters import Quarter
from webapp.storage.counts import form_events
from webapp.storage.submissions.unit_of_work import SubmissionContext
from webapp.storage.tables import quarter_counts, submissions


@dataclass(frozen=True)
class StoredQuarter:
    """What is shown of a quarter, as JSON. `forms` is None where an earlier version counted patients only."""

    patients: Mapping[str, Any]
    forms: Mapping[str, Any] | None
    counted_at: datetime


class QuarterCounts:
    """The numbers of one database's quarters. They hold groups of ten or more, rounded, and no person."""

    def __init__(self, context: SubmissionContext) -> None:
        self._context = context

    def get(self, name: str) -> StoredQuarter | None:
        """Return the numbers of a quarter and when they were counted; None where they were not."""
        row = self._context.database.first(select(quarter_counts).where(quarter_counts.c.name == name))
        if row is None:
            return None
        forms = None if row.forms is None else json.loads(row.forms)
        return StoredQuarter(json.loads(row.content), forms, row.counted_at)

    def first(self) -> Quarter | None:
        """Return the earliest quarter that was counted."""
        name = self._context.database.scalar(select(func.min(quarter_counts.c.name)))
        return Quarter.parse(name) if name else None

    def save(
        self, quarter: Quarter, patients: Mapping[str, Any], forms: Mapping[str, Any], now: datetime
    ) -> None:
        """Save the numbers, and delete the exact counts by day that `forms` were made of.

        What another process saved before stays: numbers that changed could be subtracted.
        """
        row = {"name": quarter.name, "counted_at": now, "content": _json(patients), "forms": _json(forms)}
        with self._context.database.writing() as connection:
            insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            new = insert(quarter_counts).values(row)
            connection.execute(
                new.on_conflict_do_update(
                    index_elements=[quarter_counts.c.name],
                    set_={"forms": new.excluded.forms},
                    where=quarter_counts.c.forms.is_(None),
                )
            )
            form_events.forget(connection, quarter.first_day, quarter.last_day)

    def first_submission(self, now: datetime) -> datetime | None:
        with self._context.reading(now) as tx:
            first: datetime | None = tx.connection.scalar(
                select(func.min(submissions.c.submitted_at)).where(tx.not_expired)
            )
        return first

    def references(self, since: datetime, until: datetime, now: datetime) -> tuple[str, ...]:
        """Return the newest submission of each patient from `since` on and before `until`, newest first."""
        at = submissions.c.submitted_at
        query = select(submissions.c.reference, submissions.c.patient).where(at >= since, at < until)
        with self._context.reading(now) as tx:
            newest_first = query.where(tx.not_expired).order_by(at.desc(), submissions.c.id.desc())
            rows = tx.connection.execute(newest_first).all()
        newest: dict[str, str] = {}
        for row in rows:
            newest.setdefault(row.patient, row.reference)
        return tuple(newest.values())


def purge(connection: Connection, now: datetime) -> None:
    """Delete numbers that were counted more than five years ago."""
    connection.execute(delete(quarter_counts).where(quarter_counts.c.counted_at <= now - form_events.TERM))


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"))
