"""Rotating the keys: a new one, everything sealed anew with it, and at last the old ones out of the file.

Nothing waits for it. Servers that run notice the new key at their next use, and go on opening what the old
one sealed. Killed at any moment, it goes on where it was: left is what is not sealed with the newest key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, func, select, update

from webapp.storage.accounts.account_store import LOGIN_INDEX, AccountStore, folded
from webapp.storage.crypto.encrypted_columns import PRACTITIONERS, SEALED_TABLES, SUBMISSIONS, SealedTable
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.keys import read_key, replace_keys
from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.migrate import wait_for_turn
from webapp.storage.submissions.encryption import SubmissionCipher
from webapp.storage.submissions.index_rows import index_columns, index_name
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.tables import drafts, returns

BATCH = 100
"""Rows in one transaction: others wait for as long as that takes, some milliseconds."""

PAUSE = 0.05
"""Seconds before rows are looked for again that somebody was changing."""


@dataclass(frozen=True)
class RotationResult:
    """How many rows were sealed anew, and with which key; whether this went on with an earlier rotation."""

    rows: int
    key_id: str
    is_resumed: bool


@dataclass(frozen=True)
class RetirementResult:
    """How many keys were taken out of the file; or what still needs them, and until when."""

    keys: int
    rows_left: int = 0
    sentences_until: datetime | None = None

    @property
    def is_refused(self) -> bool:
        return bool(self.rows_left or self.sentences_until)


class Rotation:
    """Changes the key file of one instance, and everything that is sealed with it."""

    def __init__(self, database: Database, ring: KeyRing, audit: AuditLog, random_bytes: RandomBytes) -> None:
        self._database = database
        self._ring = ring
        self._audit = audit
        self._random_bytes = random_bytes
        self._seal = RingSeal(ring, random_bytes)
        self._blind = BlindIndex(ring)

    def rotate(
        self, by: str, now: datetime, *, on_batch: Callable[[int], None] = lambda _rows: None
    ) -> RotationResult:
        """Add a key, unless an earlier rotation is not finished yet, and seal everything with the newest.

        `on_batch` is told how many rows are done. Raises StorageRefused or StoreUnavailable; go on by
        calling it again.
        """
        is_resumed = self._added_key()
        done = 0
        for each in SEALED_TABLES:
            for rows in self._resealed(each):
                done += rows
                on_batch(done)
        rotated = RotationResult(done, self._ring.key().ids[0], is_resumed)
        self._audit.record(by, "rotated the keys", "keys", now, key=rotated.key_id, rows=done)
        self._audit.note()  # with the new key: the old one may go
        self._database.forget_deleted()
        return rotated

    def retire(self, by: str, now: datetime) -> RetirementResult:
        """Take all keys but the newest out of the file, unless something still needs them.

        Words to come back with need the key that was the newest when they were given. Raises StorageRefused.
        """
        with self._database.writing() as connection:
            wait_for_turn(connection, self._database)
            key = read_key(self._ring.path)
            newest, retired = key.ids[0], len(key.ids) - 1
            left = RetirementResult(
                0, _rows_left(connection, newest), _sentences_until(connection, newest, now)
            )
            if left.is_refused or not retired:
                return left
            connection.execute(delete(returns).where(returns.c.key_id != newest))
            self._audit.append(connection, by, "retired keys", "keys", now, keys=retired)
            replace_keys(self._ring.path, key.secrets[:1], self._random_bytes)
        return RetirementResult(retired)

    def _added_key(self) -> bool:
        """Put a new key into the file. True, and nothing done, where the newest is not in use everywhere."""
        with self._database.writing() as connection:
            # The database's turn is the file's too: of two rotations at once, one adds a key.
            wait_for_turn(connection, self._database)
            key = read_key(self._ring.path)
            if _rows_left(connection, key.ids[0]):
                return True
            replace_keys(self._ring.path, (self._random_bytes(KEY_BYTES), *key.secrets), self._random_bytes)
        return False

    def _resealed(self, each: SealedTable) -> Iterator[int]:
        """Seal a table anew, in batches; give the number of rows of each."""
        newest = self._ring.key().ids[0]
        strange = select(each.table).where(each.is_strange([newest])).order_by(each.key).limit(BATCH)
        reached = None
        while True:
            rows = self._resealed_batch(
                each, strange if reached is None else strange.where(each.key > reached)
            )
            if rows:
                reached = getattr(rows[-1], each.key.name)
                yield len(rows)
            elif self._is_done(each, newest):
                return
            else:
                reached = None
                sleep(PAUSE)

    def _resealed_batch(self, each: SealedTable, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._database.writing() as connection:
            # Who is changing a row may want the next one too: waiting for one another would have no end.
            rows = connection.execute(query.with_for_update(skip_locked=True)).all()
            for row in rows:
                self._reseal(connection, each, row)
        return rows

    def _is_done(self, each: SealedTable, newest: str) -> bool:
        """Tell whether no row was left out because somebody was changing it."""
        with self._database.reading() as connection:
            return not connection.scalar(select(exists().where(each.is_strange([newest]))))

    def _reseal(self, connection: Connection, each: SealedTable, row: Row[Any]) -> None:
        values: dict[str, Any] = {}
        for name, context in each.contexts.items():
            sealed = getattr(row, name)
            if sealed is not None:
                values[name] = self._seal.seal(self._seal.open(sealed, context(row)), context(row))
        if each is PRACTITIONERS:
            login = AccountStore(self._seal, self._blind).opened(row).login
            values["login_index"] = self._blind.of(LOGIN_INDEX, folded(login))
        if each is SUBMISSIONS:
            person, index = SubmissionCipher(self._seal).card(row).person, PersonIndex(self._blind)
            index_name(connection, index, row.id, person.name)
            values |= index_columns(index, person)
        connection.execute(update(each.table).where(each.key == getattr(row, each.key.name)).values(**values))


def _rows_left(connection: Connection, newest: str) -> int:
    """How many rows are sealed with another key than this."""
    queries = (
        select(func.count()).select_from(each.table).where(each.is_strange([newest]))
        for each in SEALED_TABLES
    )
    return sum(connection.scalar(query) or 0 for query in queries)


def _sentences_until(connection: Connection, newest: str, now: datetime) -> datetime | None:
    """Until when words to come back with are good that another key than this was used for."""
    query = select(func.max(drafts.c.expires_at)).join(returns, returns.c.draft_id == drafts.c.id)
    until: datetime | None = connection.scalar(
        query.where(returns.c.key_id != newest, drafts.c.expires_at > now)
    )
    return until
