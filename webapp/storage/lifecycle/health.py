"""Health of the store: a probe that really writes, and figures for monitoring without any content."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Table, delete, func, insert, inspect, select, text

from webapp.storage.clock.timestamps import BACKED_UP, PURGED, get_timestamp, oldest_written
from webapp.storage.connections.outbox import failing_events
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.database import Database, StoreUnavailable
from webapp.storage.invitations.mails import failing_mails, oldest_due
from webapp.storage.patient.draft_limits import DraftLimiter, DraftLimitReached
from webapp.storage.tables import (
    audit,
    drafts,
    practitioners,
    print_parts,
    prints,
    probes,
    submissions,
    webhook_events,
)

SILENT = timedelta(seconds=30)
"""A worker without a heartbeat for so long is lost. It sends one every ten seconds."""

_ID_BYTES = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # a draft that a probe leaves behind has expired
_WRITTEN = (probes, drafts)
_READ: tuple[Table, ...] = (submissions, practitioners, audit)
_WORKERS = "procrastinate_workers"


PURGE_AGE = timedelta(days=2)  # purges run once a day
BACKUP_AGE = timedelta(days=7)
WAITING_SECONDS = 300  # of print jobs, mail and events that are due
"""When an operator should look: what is older, or has waited for longer, is a problem."""


@dataclass(frozen=True)
class HealthReport:
    """Figures for monitoring.

    A purge or a backup is late when the last one is too old; where there was none, when the instance is.
    A purge that this process is about to make is not late.
    `free_bytes` is of the disk with the database, None for a database elsewhere; `shortage` says why no
    draft can be begun there, "" where one can. `waiting` counts the parts
    of print jobs that are to be made, the oldest for `waiting_seconds`. `workers` is None without a queue.
    Mail and events should have been tried `mail_seconds` and `event_seconds` ago, 0 where nothing is due.
    `failing_mails` and `failing_events` were tried in vain again and again, and wait for the next attempt.
    """

    purged_at: datetime | None
    backed_up_at: datetime | None
    is_purge_late: bool
    is_backup_late: bool
    free_bytes: int | None
    shortage: str
    waiting: int
    waiting_seconds: int
    workers: int | None
    mail_seconds: int
    event_seconds: int
    failing_mails: int
    failing_events: int


@dataclass(frozen=True)
class StoredCounts:
    """How many forms are being filled in, and how many submissions are kept."""

    drafts: int
    submissions: int


class Health:
    """The health of one database."""

    def __init__(self, database: Database, random_bytes: RandomBytes) -> None:
        self._database = database
        self._random_bytes = random_bytes
        self._expected: tuple[datetime, datetime] | None = None

    def expect_purge(self, now: datetime, within: timedelta) -> None:
        """Call no purge late until then, since this process makes one."""
        self._expected = now, now + within

    def probe(self) -> None:
        """Write, read back and delete a row, in the drafts' table too. Raise StoreUnavailable."""
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

    def report(self, now: datetime) -> HealthReport:
        waiting = select(func.count(), func.min(prints.c.made_at)).select_from(print_parts.join(prints))
        waiting = waiting.where(print_parts.c.state == "waiting", prints.c.expires_at > now)
        with self._database.reading() as connection:
            parts, since = connection.execute(waiting).one()
            event = connection.scalar(select(func.min(webhook_events.c.next_at)))
            purged, backed_up = (get_timestamp(connection, name) for name in (PURGED, BACKED_UP))
            began = oldest_written(connection)
            return HealthReport(
                purged_at=purged,
                backed_up_at=backed_up,
                is_purge_late=not self._expects_purge(now) and _is_late(purged or began, now, PURGE_AGE),
                is_backup_late=_is_late(backed_up or began, now, BACKUP_AGE),
                free_bytes=free_bytes(self._database),
                shortage=self._shortage(),
                waiting=parts,
                waiting_seconds=_seconds(since, now),
                workers=_workers(connection),
                mail_seconds=_seconds(oldest_due(connection, now), now),
                event_seconds=_seconds(event, now),
                failing_mails=failing_mails(connection),
                failing_events=failing_events(connection),
            )

    def counts(self, now: datetime) -> StoredCounts:
        """Count what the database holds; submissions that have expired count until they are purged."""
        alive = select(func.count()).select_from(drafts).where(drafts.c.expires_at > now)
        kept = select(func.count()).select_from(submissions)
        with self._database.reading() as connection:
            return StoredCounts(connection.scalar(alive) or 0, connection.scalar(kept) or 0)

    def _expects_purge(self, now: datetime) -> bool:
        # With a clock that was set back since, the end of the wait says nothing.
        return self._expected is not None and self._expected[0] <= now < self._expected[1]

    def _shortage(self) -> str:
        try:
            DraftLimiter(self._database).check_disk()
        except DraftLimitReached as error:
            return str(error)
        return ""


def _is_late(last: datetime | None, now: datetime, most: timedelta) -> bool:
    return last is not None and now - last > most


def _seconds(since: datetime | None, now: datetime) -> int:
    return max(int((now - since).total_seconds()), 0) if since else 0


def free_bytes(database: Database) -> int | None:
    """Return the free space on the database's disk, or None for a database elsewhere."""
    return shutil.disk_usage(database.file.parent).free if database.file else None


def _workers(connection: Connection) -> int | None:
    """Count the workers with a recent heartbeat, by the database's own clock. None without a queue."""
    if not inspect(connection).has_table(_WORKERS):
        return None
    query = text(f"SELECT count(*) FROM {_WORKERS} WHERE last_heartbeat > now() - :silent")  # noqa: S608
    count: int = connection.execute(query, {"silent": SILENT}).scalar_one()
    return count
