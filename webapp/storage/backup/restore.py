"""Restoring: a backup is checked completely, then written to an empty database in one transaction."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, func, insert, select
from sqlalchemy.exc import IntegrityError

from webapp.instance_files import is_there
from webapp.storage.backup.archive import KEY, Archive, Manifest
from webapp.storage.backup.row_json import BACKED_UP_TABLES, InvalidRow, row_of
from webapp.storage.clock.trust import init_trusted
from webapp.storage.crypto.encrypted_columns import SEALED_TABLES, SealedTable
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.keys import InstanceKey, StorageRefused, parse_key, read_key, replace_key
from webapp.storage.crypto.sealing import Seal, SealBroken, naming_row
from webapp.storage.database import Database
from webapp.storage.factory import open_store
from webapp.storage.lifecycle.audit import AuditLog, ChainCheck
from webapp.storage.lifecycle.audit_checkpoint import AuditCheckpoint
from webapp.storage.lifecycle.purge import DATABASE
from webapp.storage.migrate import NEWEST, migrate
from webapp.storage.store import Store
from webapp.storage.tables import audit_ends, marks, questionnaires, returns

COMMAND = "command"  # the audit log's name of the command
_BATCH = 200

# What an instance writes by itself at its first start: the chain's ends, its questionnaire, and the time.
_INITIAL = {audit_ends, questionnaires, marks}


@dataclass(frozen=True)
class RestoreResult:
    """What was restored, or could be, and whether the audit log in it is unchanged."""

    manifest: Manifest
    audit: ChainCheck


def check(path: Path, key_file: Path, now: datetime) -> RestoreResult:
    """Restore the backup to a temporary database. Raise StorageRefused or StoreUnavailable."""
    with temporarily_restored(path, key_file, now) as (result, _):
        return result


@contextmanager
def temporarily_restored(path: Path, key_file: Path, now: datetime) -> Iterator[tuple[RestoreResult, Store]]:
    """Yield the result of restoring to a temporary database, and its store. Raise as `restore` does.

    The key stays in memory and the tables in a file without a name: a process that is killed leaves nothing.
    """
    with closing(Archive(path)) as archive, closing(Database("")) as database:
        ring = KeyRing(key_file, _key_for(archive, key_file))
        seal = RingSeal(ring, os.urandom)
        migrate(database, seal, BlindIndex(ring), key_file.parent)
        yield _fill_database(archive, database, seal, now), Store(database, ring)


def restore(url: str, key_file: Path, path: Path, now: datetime) -> RestoreResult:
    """Restore the backup to the empty database at `url`. Raise StorageRefused or StoreUnavailable.

    The instance's key must open it. An instance without a key gets the one in the backup.
    """
    with closing(Archive(path)) as archive:
        key = _key_for(archive, key_file)
        if is_there(key_file):
            return _restore_to(archive, url, key_file, now)
        replace_key(key_file, key)
        try:
            return _restore_to(archive, url, key_file, now)
        except StorageRefused:
            key_file.unlink()
            raise


def _key_for(archive: Archive, key_file: Path) -> InstanceKey:
    """Return the key that opens the backup, after checking the file for changes."""
    key = read_key(key_file) if is_there(key_file) else _enclosed_key(archive, key_file)
    archive.refuse_changes(RingSeal(KeyRing(key_file, key), os.urandom))
    if archive.manifest.revision != NEWEST:
        raise StorageRefused(
            f"{archive.path} has the tables of another version of Gut Factors ({archive.manifest.revision}, "
            f"and this one has {NEWEST}): restore it with the version that wrote it, and then start this one"
        )
    return key


def _enclosed_key(archive: Archive, key_file: Path) -> InstanceKey:
    if not archive.manifest.has_key:
        raise StorageRefused(
            f"the key file {key_file} is missing, and not in the backup: put back your copy of it first"
        )
    return parse_key(archive.key_bytes(), archive.path / KEY)


def _restore_to(archive: Archive, url: str, key_file: Path, now: datetime) -> RestoreResult:
    # Creates the tables, and refuses a database of another key.
    open_store(url, key_file, may_start_over=True).close()
    with closing(Database(url)) as database:
        seal = RingSeal(KeyRing(key_file, read_key(key_file)), os.urandom)
        restored = _fill_database(archive, database, seal, now)
        AuditCheckpoint(key_file.parent, seal).delete()
        return restored


def _fill_database(archive: Archive, database: Database, seal: RingSeal, now: datetime) -> RestoreResult:
    audit = AuditLog(database, seal)
    try:
        with database.writing() as connection:
            database.lock_instance(connection)
            _refuse_a_database_in_use(connection)
            _fill(connection, archive)
            _check_seals(connection, seal)
            return RestoreResult(archive.manifest, _log_restored(connection, audit, archive, now))
    except IntegrityError as error:
        raise StorageRefused(
            f"{archive.path}: its tables do not fit together. Nothing was restored"
        ) from error


def _refuse_a_database_in_use(connection: Connection) -> None:
    for table in BACKED_UP_TABLES:
        if table not in _INITIAL and connection.scalar(select(exists(select(table)))):
            raise StorageRefused(
                f"the database is in use ({table.name} is not empty), and a backup is restored into an empty "
                "one only: name another with GUTFACTORS_DATABASE_URL, or put this one aside"
            )


def _fill(connection: Connection, archive: Archive) -> None:
    for table in _INITIAL:
        connection.execute(delete(table))
    for table in BACKED_UP_TABLES:
        rows = _rows(archive, table)
        while batch := list(islice(rows, _BATCH)):
            connection.execute(insert(table), batch)
        _advance_sequence(connection, table)


def _rows(archive: Archive, table: Table) -> Iterator[dict[str, Any]]:
    name = f"{table.name}.jsonl"
    for number, line in enumerate(archive.lines(name), 1):
        try:
            yield row_of(table, line)
        except InvalidRow as wrong:
            raise StorageRefused(
                f"{archive.path}: line {number} of {name} is no row: {wrong}. Nothing was restored"
            ) from wrong


def _advance_sequence(connection: Connection, table: Table) -> None:
    """Set PostgreSQL's sequence past the restored ids. SQLite needs nothing."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    highest = connection.scalar(select(func.max(column)))
    if highest is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, highest)))


def _check_seals(connection: Connection, seal: RingSeal) -> None:
    try:
        for sealed in SEALED_TABLES:
            _open_all(connection, sealed, seal)
    except SealBroken as broken:
        raise StorageRefused(
            f"the key does not open what is kept: {broken}. Nothing was restored"
        ) from broken
    others = select(returns.c.key_id).where(returns.c.key_id.not_in(seal.key_ids))
    other = connection.scalar(others.limit(1))
    if other is not None:
        raise StorageRefused(f"the way back to a draft needs the key {other}, which is not in the key file")


def _open_all(connection: Connection, sealed: SealedTable, seal: Seal) -> None:
    """Open everything in a table. Raise SealBroken."""
    query = select(sealed.table).order_by(sealed.key).execution_options(yield_per=_BATCH)
    for row in connection.execute(query):
        for column, context in sealed.contexts.items():
            kept = getattr(row, column)
            with naming_row(sealed.table.name, getattr(row, sealed.key.name)):
                _ = kept if kept is None else seal.open(kept, context(row))


def _log_restored(connection: Connection, audit: AuditLog, archive: Archive, now: datetime) -> ChainCheck:
    """Check the restored audit log, and append to it.

    A log that was broken when the backup was made is restored as it was, for `verify` to report.
    """
    result = audit.check(connection)
    init_trusted(connection)
    if result.is_whole:
        audit.append(connection, COMMAND, "restored", DATABASE, now, made_at=archive.manifest.made_at)
    return result
