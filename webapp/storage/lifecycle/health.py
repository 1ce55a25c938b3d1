"""Whether the store does its work, and counts that tell how it goes: nothing of what is kept."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, inspect, select, text

from webapp.storage.clock.marks import BACKED_UP, PURGED, mark
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.database import Database, StoreUnavailable
from webapp.storage.tables import audit, drafts, practitioners, print_parts, prints, probes, submissions

SILENT = timedelta(minutes=1)
"""A worker that gave no sign of life for so long is lost: six of its heartbeats."""

_ID_BYTES = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # a draft that a probe left behind is past its term
_WRITTEN = (probes, drafts)
_READ: tuple[Table, ...] = (submissions, practitioners, audit)
_WORKERS = "procrastinate_workers"


@dataclass(frozen=True)
class HealthReport:
    """How it goes. `free_bytes` is of the disk with the database, where that is on this machine.

    `waiting` parts of prints are to be made, the first for so many seconds; `workers` make them where there
    is a queue.
    """

    purged_at: datetime | None
    backed_up_at: datetime | None
    free_bytes: int | None
    waiting: int
    waiting_seconds: int
    workers: int | None


class Health:
    """Feels the pulse of one database."""

    def __init__(self, database: Database, random_bytes: RandomBytes) -> None:
        self._database = database
        self._random_bytes = random_bytes

    def probe(self) -> None:
        """Really write, read back and delete, where patients' forms lie too. Raises StoreUnavailable."""
        name = self._random_bytes(_ID_BYTES).hex()
        with self._database.writing() as connection:
            connection.execute(insert(probes).values(id=name))
            row = {"id": name, "version": 0, "sealed": b"", "expires_at": _EPOCH}
            connection.execute(insert(drafts).values(**row))
        with self._database.reading() as connection:
            found = [connection.scalar(select(each.c.id).where(each.c.id == name)) for each in _WRITTEN]
            for table in _READ:
                connection.execute(select(table).limit(1)).first()
        with self._database.writing() as connection:
            for table in _WRITTEN:
                connection.execute(delete(table).where(table.c.id == name))
        if found != [name, name]:
            raise StoreUnavailable("what was written did not come back")

    def vitals(self, now: datetime) -> HealthReport:
        """Raises StoreUnavailable."""
        waiting = select(func.count(), func.min(prints.c.made_at)).select_from(print_parts.join(prints))
        waiting = waiting.where(print_parts.c.state == "waiting", prints.c.expires_at > now)
        with self._database.reading() as connection:
            parts, since = connection.execute(waiting).one()
            return HealthReport(
                purged_at=mark(connection, PURGED),
                backed_up_at=mark(connection, BACKED_UP),
                free_bytes=free_bytes(self._database),
                waiting=parts,
                waiting_seconds=int((now - since).total_seconds()) if parts else 0,
                workers=_workers(connection),
            )


def free_bytes(database: Database) -> int | None:
    """How much room is left where the database lies; None where it is elsewhere."""
    path = database.url.database if database.is_sqlite else None
    return shutil.disk_usage(Path(path).parent).free if path else None


def _workers(connection: Connection) -> int | None:
    """How many workers gave a sign of life lately, by the database's own clock; None without a queue."""
    if not inspect(connection).has_table(_WORKERS):
        return None
    query = text(f"SELECT count(*) FROM {_WORKERS} WHERE last_heartbeat > now() - :silent")  # noqa: S608
    count: int = connection.execute(query, {"silent": SILENT}).scalar_one()
    return count
