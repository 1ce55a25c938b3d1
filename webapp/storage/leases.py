"""Leases: what waits belongs to the process that took it until a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, update


def lease_first(connection: Connection, table: Table, first: Select[Any], until: datetime) -> str | None:
    """Let the row whose id `first` selects be due again only then; return its id, or None without a row.

    Of several processes one gets it.
    """
    found: str | None = connection.scalar(first.with_for_update(skip_locked=True, of=table))
    if found is not None:
        connection.execute(update(table).where(table.c.id == found).values(next_at=until))
    return found
