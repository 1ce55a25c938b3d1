"""Key rotation: add a key, seal everything with it, and finally take the old keys out of the file.

Servers keep running: they use the new key from their next write on, and still open what an old one sealed.
Where they may have key files of their own, the new key waits until all of them have it. A rotation that was
killed at any moment can be resumed: it seals whatever is not sealed with the newest key.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import sleep
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, func, select, update

from webapp.storage.accounts.account_store import LOGIN_INDEX, AccountStore, normalized_login
from webapp.storage.connections.api_tokens import subject_of
from webapp.storage.crypto.encrypted_columns import (
    PATIENT_INVITATIONS,
    PRACTITIONERS,
    SEALED_TABLES,
    SUBMISSIONS,
    SealedTable,
    unknown_key,
)
from webapp.storage.crypto.key_bound_rows import KeyBoundRows, end_key_bound_rows, key_bound_rows
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.keys import InstanceKey, read_key, replace_key
from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes
from webapp.storage.database import Database, StoreUnavailable
from webapp.storage.invitations.invitation import InvitationCipher
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.submissions.reindexing import row_digests
from webapp.storage.tables import drafts, returns

BATCH = 100  # rows in one transaction, which blocks other writers for some milliseconds
PAUSE = 0.05  # seconds to wait for rows that somebody is changing


@dataclass(frozen=True)
class RotationResult:
    """How many rows were sealed with the new key, and whether an earlier rotation was resumed."""

    rows: int
    key_id: str
    is_resumed: bool


@dataclass(frozen=True)
class RetirementResult:
    """How many keys were taken out of the file, or what still needs them.

    `ending` is what would end with them, and may by force.
    """

    keys: int
    rows_left: int = 0
    passphrases_until: datetime | None = None
    ending: tuple[KeyBoundRows, ...] = ()

    @property
    def is_refused(self) -> bool:
        return bool(self.rows_left or self.passphrases_until or self.ending)


class Rotation:
    """Changes the keys of one instance."""

    def __init__(self, database: Database, ring: KeyRing, audit: AuditLog, random_bytes: RandomBytes) -> None:
        self._database = database
        self._ring = ring
        self._audit = audit
        self._random_bytes = random_bytes
        self._seal = RingSeal(ring, random_bytes)
        self._blind = BlindIndex(ring)

    @property
    def may_have_more_files(self) -> bool:
        """Whether servers on other machines, with key files of their own, may use this database."""
        return not self._database.is_sqlite

    def add_waiting(self) -> str:
        """Add a key that nothing is sealed with before `rotate`, and return its id.

        Return "" where one waits already, or an earlier rotation is unfinished: `rotate` goes on then.
        """
        with self._database.writing() as connection:
            self._database.lock_instance(connection)
            key = read_key(self._ring.path)
            if key.waiting is not None or _rows_left(connection, key.ids[0]):
                return ""
            wider = InstanceKey(*key.secrets, waiting=self._random_bytes(KEY_BYTES))
            replace_key(self._ring.path, wider)
            return wider.waiting_id

    def missing(self) -> str:
        """Return the id of a key that data are sealed with and that is not in the key file here, or "".

        Raise StoreUnavailable where it may be, and this account cannot read the file.
        """
        with self._database.reading() as connection:
            missing = unknown_key(connection, self._ring.key().ids) or ""
        if missing and self._ring.problem:
            raise StoreUnavailable(f"the data are sealed with key {missing}, and {self._ring.problem}")
        return missing

    def rotate(
        self, by: str, now: datetime, *, on_batch: Callable[[int], None] = lambda _rows: None
    ) -> RotationResult:
        """Add a key, or use the one that waits, and seal everything with it; or resume an earlier rotation.

        `on_batch` is called with the number of rows done so far. Raise StorageRefused or StoreUnavailable:
        call it again to resume.
        """
        is_resumed = not self._add_key()
        done = 0
        for each in SEALED_TABLES:
            for rows in self._reseal_table(each):
                done += rows
                on_batch(done)
        rotated = RotationResult(done, self._ring.key().ids[0], is_resumed)
        self._audit.record(by, "rotated the keys", "keys", now, key=rotated.key_id, rows=done)
        self._audit.update_checkpoint()  # seals it with the new key: the old one may go
        self._database.truncate_wal()
        return rotated

    def retire(self, by: str, now: datetime, *, is_forced: bool = False) -> RetirementResult:
        """Take all keys but the newest out of the file, unless something still needs them.

        A passphrase needs the key that was the newest when it was issued, a token that of its last use. With
        `is_forced` such tokens end. Raise StorageRefused or SealBroken.
        """
        with self._database.writing() as connection:
            self._database.lock_instance(connection)
            key = read_key(self._ring.path)
            newest, retired = key.ids[0], len(key.secrets) - 1
            left = self._needed(connection, newest, now, is_forced=is_forced)
            if left.is_refused or not retired:
                return left if retired else replace(left, ending=())
            connection.execute(delete(returns).where(returns.c.key_id != newest))
            ended = [subject_of(each) for each in end_key_bound_rows(connection, newest)]
            self._audit.append_each(connection, by, "revoked a token", ended, now)
            self._audit.append(connection, by, "retired keys", "keys", now, keys=retired)
            replace_key(self._ring.path, InstanceKey(key.secrets[0], waiting=key.waiting))
        return RetirementResult(retired)

    def _needed(
        self, connection: Connection, newest: str, now: datetime, *, is_forced: bool
    ) -> RetirementResult:
        """Return what needs other keys than the newest; with `is_forced`, without what may end."""
        rows, until = _rows_left(connection, newest), _passphrases_until(connection, newest, now)
        # What is sealed with a key that is not here cannot be named: `rows` count it.
        ending = () if is_forced or rows else key_bound_rows(connection, self._seal, newest, now)
        return RetirementResult(0, rows, until, tuple(ending))

    def _add_key(self) -> bool:
        """Make another key the newest. Return False where the newest is not in use everywhere yet."""
        with self._database.writing() as connection:
            # The lock covers the file as well: of two rotations at once, one adds a key.
            self._database.lock_instance(connection)
            key = read_key(self._ring.path)
            if key.waiting is None:
                if _rows_left(connection, key.ids[0]):
                    return False
                key = InstanceKey(*key.secrets, waiting=self._random_bytes(KEY_BYTES))
            replace_key(self._ring.path, key.promoted())
        return True

    def _reseal_table(self, each: SealedTable) -> Iterator[int]:
        """Seal a table with the newest key in batches, and yield the size of each."""
        newest = self._ring.key().ids[0]
        query = select(each.table).where(each.is_sealed_otherwise([newest])).order_by(each.key).limit(BATCH)
        reached = None
        while True:
            rows = self._reseal_batch(each, query if reached is None else query.where(each.key > reached))
            if rows:
                reached = getattr(rows[-1], each.key.name)
                yield len(rows)
            elif self._is_done(each, newest):
                return
            else:
                reached = None
                sleep(PAUSE)

    def _reseal_batch(self, each: SealedTable, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._database.writing() as connection:
            # Skip locked rows: waiting for one while its holder waits for another would be a deadlock.
            rows = connection.execute(query.with_for_update(skip_locked=True)).all()
            for row in rows:
                self._reseal_row(connection, each, row)
        return rows

    def _is_done(self, each: SealedTable, newest: str) -> bool:
        """Return whether no row was skipped because somebody was changing it."""
        return not self._database.scalar(select(exists().where(each.is_sealed_otherwise([newest]))))

    def _reseal_row(self, connection: Connection, each: SealedTable, row: Row[Any]) -> None:
        values: dict[str, Any] = {}
        for name, context in each.contexts.items():
            sealed = getattr(row, name)
            if sealed is not None:
                values[name] = self._seal.seal(self._seal.open(sealed, context(row)), context(row))
        if each is PRACTITIONERS:
            login = AccountStore(self._seal, self._blind).unseal(row).login
            values["login_index"] = self._blind.digest(LOGIN_INDEX, normalized_login(login))
        if each is SUBMISSIONS:
            row_digests(self._seal, self._blind).renew(connection, row)
        if each is PATIENT_INVITATIONS:
            invitations = InvitationCipher(self._seal, self._blind)
            values |= invitations.indexes(invitations.invitee(row))
        connection.execute(update(each.table).where(each.key == getattr(row, each.key.name)).values(**values))


def _rows_left(connection: Connection, newest: str) -> int:
    queries = (
        select(func.count()).select_from(each.table).where(each.is_sealed_otherwise([newest]))
        for each in SEALED_TABLES
    )
    return sum(connection.scalar(query) or 0 for query in queries)


def _passphrases_until(connection: Connection, newest: str, now: datetime) -> datetime | None:
    """Return when the last passphrase expires that needs another key than the newest, or None."""
    query = select(func.max(drafts.c.expires_at)).join(returns, returns.c.draft_id == drafts.c.id)
    until: datetime | None = connection.scalar(
        query.where(returns.c.key_id != newest, drafts.c.expires_at > now)
    )
    return until
