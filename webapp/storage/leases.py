"""Leases: what waits belongs to the process that took it until a time."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Select, Table, update


class Leased(Protocol):
    """What a process took, until its lease ends."""

    @property
    def id(self) -> str: ...

    @property
    def lease(self) -> datetime: ...


def lease_first(connection: Connection, table: Table, first: Select[Any], until: datetime) -> str | None:
    """Lease the row whose id `first` selects until a time; return its id, or None without a row.

    Of several processes one gets it.
    """
    found: str | None = connection.scalar(first.with_for_update(skip_locked=True, of=table))
    if found is not None:
        connection.execute(update(table).where(table.c.id == found).values(next_at=until))
    return found


def is_held(table: Table, taken: Leased) -> ColumnElement[bool]:
    """Return the condition that a row is still as this process took it: no other has taken it since."""
    return (table.c.id == taken.id) & (table.c.next_at == taken.lease)
