"""Marks: when something was last so. Each is one time under one name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.storage.tables import marks

BELIEVED = "believed"
"""The newest moment at which the clock was believed."""

PURGED = "purged"
BACKED_UP = "backed up"


def mark(connection: Connection, name: str) -> datetime | None:
    """When it was last so; None for never."""
    at: datetime | None = connection.scalar(select(marks.c.at).where(marks.c.name == name))
    return at


def put_mark(connection: Connection, name: str, at: datetime) -> None:
    """Say when, in place of what was said before."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(marks).values(name=name, at=at)
    connection.execute(row.on_conflict_do_update(index_elements=[marks.c.name], set_={"at": at}))
