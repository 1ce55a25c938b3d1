"""The digests that find a person again, beside the rows that they belong to."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.database import Database
from webapp.storage.migrate import wait_for_turn
from webapp.storage.submissions.encryption import Person, SubmissionCipher
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.tables import name_parts, submissions

_BATCH = 200

_log = logging.getLogger("gutfactors")


def index_columns(index: PersonIndex, person: Person) -> dict[str, object]:
    """Give the columns of a submission by which its person is found again."""
    return {"number_index": index.number(person.number), "index_form": index.FORM}


def index_name(connection: Connection, index: PersonIndex, submission_id: int, name: str) -> None:
    """Write the digests of a name in place of those that stand there."""
    connection.execute(delete(name_parts).where(name_parts.c.submission_id == submission_id))
    parts = [{"submission_id": submission_id, "part": part} for part in sorted(index.name_parts(name))]
    if parts:
        connection.execute(insert(name_parts), parts)


class Reindexing:
    """Brings rows up to date whose digests were made in an earlier way: some at a time, at every start."""

    def __init__(self, database: Database, envelopes: SubmissionCipher, index: PersonIndex) -> None:
        self._database = database
        self._envelopes = envelopes
        self._index = index

    def run(self) -> int:
        """Give how many rows there were."""
        reached = done = 0
        while rows := self._batch(reached):
            reached = rows[-1].id
            done += len(rows)
        return done

    def _batch(self, reached: int) -> Sequence[Row[Any]]:
        form = submissions.c.index_form
        behind = select(submissions).where(or_(form.is_(None), form < self._index.FORM))
        behind = behind.where(submissions.c.id > reached).order_by(submissions.c.id).limit(_BATCH)
        with (
            self._database.reading() as connection
        ):  # nearly always there is nothing to do, and no turn to wait for
            if not connection.execute(behind.limit(1)).first():
                return ()
        with self._database.writing() as connection:
            wait_for_turn(connection, self._database)
            rows = connection.execute(behind.with_for_update()).all()
            for row in rows:
                self._index_row(connection, row)
        return rows

    def _index_row(self, connection: Connection, row: Row[Any]) -> None:
        try:
            person = self._envelopes.card(row).person
        except SealBroken:
            _log.warning("submissions, row %s: damaged, it does not open; not indexed", row.id)
            return
        values = index_columns(self._index, person)
        connection.execute(update(submissions).where(submissions.c.id == row.id).values(**values))
        index_name(connection, self._index, row.id, person.name)
