"""Timestamps of the instance: when it was last purged, backed up, and had a trusted clock."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.storage.tables import marks

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
