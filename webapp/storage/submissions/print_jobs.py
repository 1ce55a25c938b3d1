"""Print jobs: prints of many submissions, made in parts by any server or worker that is free.

A part is first a sealed task and then a sealed file. The file is written once: a part that is made a second
time, because its first maker seemed lost, changes nothing. All of it is short-lived, and a file is deleted
together with any submission in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from webapp.storage.crypto.sealing import RandomBytes, Seal, SealBroken, open_json, seal_json
from webapp.storage.database import Database
from webapp.storage.tables import print_members, print_parts, prints, submissions

TERM = timedelta(hours=12)  # as long as the longest sign-in: who orders a print fetches it the same day
MOST_LISTED = 20  # jobs in the list of recent ones
_ID_BYTES = 16


@dataclass(frozen=True)
class PrintTask:
    """What one part is made of. `members` are the references in it, `size` is the number of reports."""

    content: Mapping[str, Any]
    size: int
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintPart:
    """One part. `state` is "waiting", "done" or "failed"."""

    id: int
    number: int
    size: int
    state: str


@dataclass(frozen=True)
class PrintJob:
    """What somebody ordered. `what` names the sheet."""

    id: str
    what: str
    by: str
    made_at: datetime
    parts: tuple[PrintPart, ...]

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)

    @property
    def made(self) -> int:
        return sum(part.size for part in self.parts if part.state == "done")

    @property
    def is_finished(self) -> bool:
        return all(part.state != "waiting" for part in self.parts)


@dataclass(frozen=True)
class PendingPart:
    """A part that is still to be made. `content` is None where its task is damaged."""

    id: int
    content: Mapping[str, Any] | None


class PrintJobs:
    """The print jobs of one database. An expired job does not exist for any method."""

    def __init__(self, database: Database, seal: Seal, random_bytes: RandomBytes) -> None:
        self._database = database
        self._seal = seal
        self._random_bytes = random_bytes

    def create(self, what: str, tasks: Sequence[PrintTask], by: str, now: datetime) -> PrintJob:
        print_id = self._random_bytes(_ID_BYTES).hex()
        head = {"id": print_id, "what": what, "made_by": by, "made_at": now, "expires_at": now + TERM}
        with self._database.writing() as connection:
            connection.execute(insert(prints).values(**head))
            for number, task in enumerate(tasks, 1):
                self._add_part(connection, print_id, number, task)
            row = connection.execute(select(prints).where(prints.c.id == print_id)).one()
            return _job_of(connection, row)

    def get(self, print_id: str, now: datetime) -> PrintJob | None:
        query = select(prints).where(prints.c.id == print_id, prints.c.expires_at > now)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else _job_of(connection, row)

    def list_recent(self, sheets: Sequence[str], now: datetime) -> tuple[PrintJob, ...]:
        """Return the newest jobs of these sheets, newest first, MOST_LISTED at most."""
        query = select(prints).where(prints.c.what.in_(sheets), prints.c.expires_at > now)
        query = query.order_by(prints.c.made_at.desc(), prints.c.id).limit(MOST_LISTED)
        with self._database.reading() as connection:
            return tuple(_job_of(connection, row) for row in connection.execute(query).all())

    def get_part(self, part_id: int, now: datetime) -> PendingPart | None:
        """Return what a part is to be made of, or None where it is made or no longer wanted."""
        row = self._database.first(_waiting(now).where(print_parts.c.id == part_id))
        return None if row is None else self._pending(row)

    def claim_part(self, now: datetime, lease: timedelta) -> PendingPart | None:
        """Take the next part. Others can take it where it is not finished when the lease ends."""
        is_free = or_(print_parts.c.taken_until.is_(None), print_parts.c.taken_until <= now)
        query = _waiting(now).where(is_free).order_by(print_parts.c.id).limit(1)
        with self._database.writing() as connection:
            row = connection.execute(query.with_for_update(of=print_parts, skip_locked=True)).first()
            if row is None:
                return None
            this = update(print_parts).where(print_parts.c.id == row.id)
            connection.execute(this.values(taken_until=now + lease))
        return self._pending(row)

    def finish_part(self, part_id: int, file: bytes | None, now: datetime) -> bool:
        """Store the file of a part, or None for a failure. Return False where it is finished or gone."""
        with self._database.writing() as connection:
            row = connection.execute(_waiting(now).where(print_parts.c.id == part_id)).first()
            if row is None:
                return False
            sealed = None if file is None else self._seal.seal(file, file_context(row))
            state = "failed" if file is None else "done"
            this = update(print_parts).where(print_parts.c.id == part_id, print_parts.c.state == "waiting")
            return connection.execute(this.values(state=state, sealed_file=sealed)).rowcount == 1

    def get_file(self, print_id: str, number: int, now: datetime) -> tuple[bytes, tuple[str, ...]] | None:
        """Return the file of a part and the references in it."""
        query = select(print_parts).join(prints).where(prints.c.expires_at > now)
        query = query.where(print_parts.c.print_id == print_id, print_parts.c.number == number)
        members = select(print_members.c.reference)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            if row is None or row.sealed_file is None:
                return None
            found = connection.scalars(members.where(print_members.c.part_id == row.id)).all()
        return self._seal.open(row.sealed_file, file_context(row)), tuple(found)

    def list_unfinished(self, before: datetime, now: datetime) -> tuple[int, ...]:
        """Return the ids of waiting parts that were ordered up to `before`."""
        query = _waiting(now).where(prints.c.made_at <= before).with_only_columns(print_parts.c.id)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def delete(self, print_id: str) -> None:
        """Delete a job with its files, and overwrite them on the disk."""
        self._database.execute(delete(prints).where(prints.c.id == print_id))
        self._database.truncate_wal()

    def _add_part(self, connection: Connection, print_id: str, number: int, task: PrintTask) -> None:
        sealed = seal_json(self._seal, task.content, _task_context(print_id, number))
        row = {"print_id": print_id, "number": number, "size": task.size, "state": "waiting"}
        part = insert(print_parts).values(**row, sealed=sealed)
        added = connection.execute(part.returning(print_parts.c.id))
        part_id = added.scalar_one()
        if task.members:
            rows = [{"part_id": part_id, "reference": one} for one in dict.fromkeys(task.members)]
            connection.execute(insert(print_members), rows)

    def _pending(self, row: Row[Any]) -> PendingPart:
        try:
            return PendingPart(row.id, open_json(self._seal, row.sealed, task_context(row)))
        except SealBroken:
            return PendingPart(row.id, None)


def task_context(row: Row[Any]) -> str:
    """Return what a sealed task is bound to."""
    return _task_context(row.print_id, row.number)


def file_context(row: Row[Any]) -> str:
    """Return what a sealed file is bound to."""
    return f"print file {row.print_id} {row.number}"


def purge(connection: Connection, now: datetime) -> None:
    """Delete expired jobs, and parts with a submission that is gone."""
    connection.execute(delete(prints).where(prints.c.expires_at <= now))
    delete_orphans(connection)


def delete_orphans(connection: Connection) -> None:
    """Delete parts with a submission that is gone, and jobs without parts."""
    kept = select(submissions.c.reference)
    gone = select(print_members.c.part_id).where(print_members.c.reference.not_in(kept))
    connection.execute(delete(print_parts).where(print_parts.c.id.in_(gone)))
    connection.execute(delete(prints).where(prints.c.id.not_in(select(print_parts.c.print_id))))


def _task_context(print_id: str, number: int) -> str:
    return f"print task {print_id} {number}"


def _waiting(now: datetime) -> Any:  # noqa: ANN401  SQLAlchemy's own
    alive = (print_parts.c.state == "waiting", prints.c.expires_at > now)
    return select(print_parts).join(prints, prints.c.id == print_parts.c.print_id).where(*alive)


def _job_of(connection: Connection, row: Row[Any]) -> PrintJob:
    query = select(print_parts.c.id, print_parts.c.number, print_parts.c.size, print_parts.c.state)
    parts = connection.execute(query.where(print_parts.c.print_id == row.id).order_by(print_parts.c.number))
    return PrintJob(row.id, row.what, row.made_by, row.made_at, tuple(PrintPart(*part) for part in parts))
