"""The numbers of quarters: worked out once from what is kept, and never again from what is left."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.storage.counts.form_events import TERM
from webapp.storage.submissions.unit_of_work import SubmissionContext
from webapp.storage.tables import quarter_counts, submissions


class QuarterCounts:
    """The numbers of one database's quarters. They hold groups of ten or more, rounded, and no person."""

    def __init__(self, context: SubmissionContext) -> None:
        self._context = context

    def get(self, name: str) -> tuple[Mapping[str, Any], datetime] | None:
        """Return the numbers of a quarter and when they were counted; None where they were not."""
        row = self._context.database.first(select(quarter_counts).where(quarter_counts.c.name == name))
        return (json.loads(row.content), row.counted_at) if row else None

    def save(self, name: str, content: Mapping[str, Any], now: datetime) -> None:
        """Save the numbers, unless another process was first: numbers that changed could be subtracted."""
        text = json.dumps(content, separators=(",", ":"))
        with self._context.database.writing() as connection:
            insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            row = insert(quarter_counts).values(name=name, counted_at=now, content=text)
            connection.execute(row.on_conflict_do_nothing(index_elements=[quarter_counts.c.name]))

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
    """Delete numbers that were counted more than TERM ago."""
    connection.execute(delete(quarter_counts).where(quarter_counts.c.counted_at <= now - TERM))
