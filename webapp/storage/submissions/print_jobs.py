"""Prints that are made in parts, by whoever has time: what is to be made, and what was made, both sealed.

A part is a task that only our own programs can open, and later a file. The file is written once: whoever
makes a part a second time, because the first was thought lost, changes nothing. All of it is short-lived,
and a file goes at once with any submission that is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from webapp.storage.crypto.sealing import RandomBytes, Seal, open_json, seal_json
from webapp.storage.database import Database
from webapp.storage.tables import print_members, print_parts, prints, submissions

TERM = timedelta(hours=12)
"""As long as one sign-in at most: who orders a print fetches it the same day."""

_ID_BYTES = 16


@dataclass(frozen=True)
class PrintTask:
    """What one part is to be made of; `members` are the submissions in it, `size` is how many reports."""

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
        """How many of its reports are there."""
        return sum(part.size for part in self.parts if part.state == "done")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return all(part.state != "waiting" for part in self.parts)


@dataclass(frozen=True)
class PendingPart:
    """A part that is to be made."""

    id: int
    content: Mapping[str, Any]


class PrintJobs:
    """The prints of one database."""

    def __init__(self, database: Database, seal: Seal, random_bytes: RandomBytes) -> None:
        self._database = database
        self._seal = seal
        self._random_bytes = random_bytes

    def order(self, what: str, tasks: Sequence[PrintTask], by: str, now: datetime) -> PrintJob:
        """Keep what is to be made, all of it or nothing."""
        print_id = self._random_bytes(_ID_BYTES).hex()
        head = {"id": print_id, "what": what, "made_by": by, "made_at": now, "expires_at": now + TERM}
        with self._database.writing() as connection:
            connection.execute(insert(prints).values(**head))
            for number, task in enumerate(tasks, 1):
                self._add(connection, print_id, number, task)
            row = connection.execute(select(prints).where(prints.c.id == print_id)).one()
            return _opened(connection, row)

    def of(self, print_id: str, now: datetime) -> PrintJob | None:
        """How far it is; None where it is over, or never was."""
        query = select(prints).where(prints.c.id == print_id, prints.c.expires_at > now)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else _opened(connection, row)

    def recent(self, sheets: Sequence[str], now: datetime, most: int = 20) -> tuple[PrintJob, ...]:
        """Those of these sheets that are still kept, the newest first."""
        query = select(prints).where(prints.c.what.in_(sheets), prints.c.expires_at > now)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(prints.c.made_at.desc(), prints.c.id).limit(most)).all()
            return tuple(_opened(connection, row) for row in rows)

    def task(self, part_id: int, now: datetime) -> PendingPart | None:
        """What is to be made of this part; None where it is made, or nobody wants it any more."""
        with self._database.reading() as connection:
            row = connection.execute(_waiting(now).where(print_parts.c.id == part_id)).first()
        return None if row is None else self._task(row)

    def take(self, now: datetime, lease: timedelta) -> PendingPart | None:
        """Take the next part, for so long: another one takes it when it is not finished by then."""
        is_free = or_(print_parts.c.taken_until.is_(None), print_parts.c.taken_until <= now)
        query = _waiting(now).where(is_free).order_by(print_parts.c.id).limit(1)
        with self._database.writing() as connection:
            row = connection.execute(query.with_for_update(of=print_parts, skip_locked=True)).first()
            if row is None:
                return None
            this = update(print_parts).where(print_parts.c.id == row.id)
            connection.execute(this.values(taken_until=now + lease))
        return self._task(row)

    def finish(self, part_id: int, file: bytes | None, now: datetime) -> bool:
        """Keep the file of a part, or that there will be none. False: it is finished already, or gone."""
        with self._database.writing() as connection:
            row = connection.execute(_waiting(now).where(print_parts.c.id == part_id)).first()
            if row is None:
                return False
            sealed = None if file is None else self._seal.seal(file, file_context(row))
            state = "failed" if file is None else "done"
            this = update(print_parts).where(print_parts.c.id == part_id, print_parts.c.state == "waiting")
            return connection.execute(this.values(state=state, sealed_file=sealed)).rowcount == 1

    def file(self, print_id: str, number: int, now: datetime) -> tuple[bytes, tuple[str, ...]] | None:
        """The file of a part and who is in it; None where there is none."""
        query = select(print_parts).join(prints).where(prints.c.expires_at > now)
        query = query.where(print_parts.c.print_id == print_id, print_parts.c.number == number)
        members = select(print_members.c.reference)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            if row is None or row.sealed_file is None:
                return None
            found = connection.scalars(members.where(print_members.c.part_id == row.id)).all()
        return self._seal.open(row.sealed_file, file_context(row)), tuple(found)

    def left(self, before: datetime, now: datetime) -> tuple[int, ...]:
        """The parts that were ordered before then and are not made."""
        query = _waiting(now).where(prints.c.made_at <= before).with_only_columns(print_parts.c.id)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def end(self, print_id: str) -> None:
        """Forget it, and its files."""
        with self._database.writing() as connection:
            connection.execute(delete(prints).where(prints.c.id == print_id))
        self._database.forget_deleted()

    def _add(self, connection: Connection, print_id: str, number: int, task: PrintTask) -> None:
        sealed = seal_json(self._seal, task.content, _task_context(print_id, number))
        row = {
            "print_id": print_id,
            "number": number,
            "size": task.size,
            "state": "waiting",
            "sealed": sealed,
        }
        added = connection.execute(insert(print_parts).values(**row).returning(print_parts.c.id))
        part_id = added.scalar_one()
        if task.members:
            rows = [{"part_id": part_id, "reference": one} for one in dict.fromkeys(task.members)]
            connection.execute(insert(print_members), rows)

    def _task(self, row: Row[Any]) -> PendingPart:
        return PendingPart(row.id, open_json(self._seal, row.sealed, task_context(row)))


def task_context(row: Row[Any]) -> str:
    """What a sealed task belongs to."""
    return _task_context(row.print_id, row.number)


def file_context(row: Row[Any]) -> str:
    """What a sealed file belongs to."""
    return f"print file {row.print_id} {row.number}"


def purge(connection: Connection, now: datetime) -> None:
    """Delete what has outlived its term, and every file in which somebody is who is gone."""
    connection.execute(delete(prints).where(prints.c.expires_at <= now))
    forget_the_gone(connection)


def forget_the_gone(connection: Connection) -> None:
    """Delete the parts with submissions that are not kept any more."""
    kept = select(submissions.c.reference)
    gone = select(print_members.c.part_id).where(print_members.c.reference.not_in(kept))
    connection.execute(delete(print_parts).where(print_parts.c.id.in_(gone)))
    connection.execute(delete(prints).where(prints.c.id.not_in(select(print_parts.c.print_id))))


def _task_context(print_id: str, number: int) -> str:
    return f"print task {print_id} {number}"


def _waiting(now: datetime) -> Any:  # noqa: ANN401  SQLAlchemy's own
    """The parts that are to be made, and that somebody still wants."""
    alive = (print_parts.c.state == "waiting", prints.c.expires_at > now)
    return select(print_parts).join(prints, prints.c.id == print_parts.c.print_id).where(*alive)


def _opened(connection: Connection, row: Row[Any]) -> PrintJob:
    query = select(print_parts.c.id, print_parts.c.number, print_parts.c.size, print_parts.c.state)
    parts = connection.execute(query.where(print_parts.c.print_id == row.id).order_by(print_parts.c.number))
    return PrintJob(row.id, row.what, row.made_by, row.made_at, tuple(PrintPart(*part) for part in parts))
