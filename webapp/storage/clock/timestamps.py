"""Timestamps of the instance: when it began, was last purged, backed up, and had a trusted clock."""

from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.storage.tables import audit, marks, questionnaires

TRUSTED = "believed"  # the latest moment at which the clock was trusted
PURGED = "purged"
BACKED_UP = "backed up"


def get_timestamp(connection: Connection, name: str) -> datetime | None:
    """Return when it last happened, or None for never."""
    at: datetime | None = connection.scalar(select(marks.c.at).where(marks.c.name == name))
    return at


def set_timestamp(connection: Connection, name: str, at: datetime) -> None:
    """Record when it happened, in place of the time before."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(marks).values(name=name, at=at)
    connection.execute(row.on_conflict_do_update(index_elements=[marks.c.name], set_={"at": at}))


def oldest_written(connection: Connection) -> datetime | None:
    """Return when the oldest thing that is kept was written, or None where no server has started yet."""
    first = connection.scalar(select(audit.c.at).order_by(audit.c.number).limit(1))
    served = connection.scalar(select(func.min(questionnaires.c.kept_at)))
    return min((at for at in (first, served) if at), default=None)
