"""Renewing the digests of submissions: of the person, and of what a file says."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import Seal, SealBroken
from webapp.storage.database import Database
from webapp.storage.submissions.content_index import FILE_CHANNEL, ContentIndex
from webapp.storage.submissions.encryption import SubmissionCipher
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.tables import submissions

_BATCH = 200

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class RowDigests:
    """All digests of one submission, which are made of what is sealed in its row."""

    cipher: SubmissionCipher
    people: PersonIndex
    contents: ContentIndex

    def renew(self, connection: Connection, row: Row[Any]) -> None:
        """Write the digests of a row. Raise SealBroken."""
        person = self.cipher.summary(row).person
        values = self.people.columns(person)
        if row.channel == FILE_CHANNEL:
            values |= self.contents.columns(self.cipher.unseal(row), row.submitted_at)
        connection.execute(update(submissions).where(submissions.c.id == row.id).values(**values))
        self.people.write_name(connection, row.id, person.name)


def row_digests(seal: Seal, blind: BlindIndex) -> RowDigests:
    """Return what makes the digests of rows that this seal opens."""
    return RowDigests(SubmissionCipher(seal), PersonIndex(blind), ContentIndex(blind))


def reindex(database: Database, digests: RowDigests) -> None:
    """Rewrite the digests of rows that were indexed by an earlier version, in batches, at every start."""
    reached = 0
    while rows := _reindex_batch(database, digests, reached):
        reached = rows[-1].id


def _reindex_batch(database: Database, digests: RowDigests, reached: int) -> Sequence[Row[Any]]:
    form = submissions.c.index_form
    outdated = select(submissions).where(
        or_(form.is_(None), form < PersonIndex.FORM), submissions.c.id > reached
    )
    outdated = outdated.order_by(submissions.c.id).limit(_BATCH)
    with database.reading() as connection:  # nearly always nothing is left, and no lock is needed
        if not connection.execute(outdated.limit(1)).first():
            return ()
    with database.writing() as connection:
        database.lock_instance(connection)
        rows = connection.execute(outdated.with_for_update()).all()
        for row in rows:
            _reindex_row(connection, digests, row)
    return rows


def _reindex_row(connection: Connection, digests: RowDigests, row: Row[Any]) -> None:
    try:
        digests.renew(connection, row)
    except SealBroken:
        _log.warning("submissions, row %s: damaged, it does not open; not indexed", row.id)
