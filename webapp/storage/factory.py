"""Opening a store: schema, key file and database must fit together, or it is refused."""

import os
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from webapp.extras import how_to_install
from webapp.instance_files import is_there, why_denied
from webapp.storage.accounts.hashers import Hashers
from webapp.storage.crypto.encrypted_columns import keys_in_use
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.keys import InstanceKey, StorageRefused, instance_key
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.database import Database
from webapp.storage.engines import log_of
from webapp.storage.lifecycle.audit_checkpoint import FILE as CHECKPOINT_FILE
from webapp.storage.lost_database import refuse_lost_file, refuse_lost_log, refuse_lost_tables, was_used
from webapp.storage.migrate import is_newest, migrate
from webapp.storage.store import Store
from webapp.storage.submissions.reindexing import reindex, row_digests


class NoInstance(StorageRefused):
    """There is no instance: its database file does not exist, or has no table."""

    def __init__(self, path: Path | None) -> None:
        there = "the database has no table" if path is None else f"there is no database {path}"
        super().__init__(f"there is no instance here: {there}")


def open_store(
    url: str,
    key_file: Path,
    *,
    random_bytes: RandomBytes = os.urandom,
    hashers: Hashers | None = None,
    may_upgrade: bool = True,
    may_start_over: bool = False,
) -> Store:
    """Open the database at `url`. Create its tables and the key file where they do not exist.

    A database of an earlier version is migrated if this caller `may_upgrade` it: a server, as it starts. An
    empty database is refused where another one was in use, unless this caller `may_start_over`: a restore.
    Raise StorageRefused (key or schema do not fit, the database is lost) or StoreUnavailable (no answer).
    """
    needs_entries = not may_start_over and was_used(key_file)
    if needs_entries:
        refuse_lost_file(_file_of(url), key_file)
    database = _database(url)
    try:
        if needs_entries:
            refuse_lost_tables(database, key_file)
        ring = KeyRing(key_file, _fitting_key(database, key_file, random_bytes))
        _bring_up_to_date(database, ring, random_bytes, may_upgrade=may_upgrade)
        if needs_entries:
            refuse_lost_log(database, RingSeal(ring, random_bytes), key_file)
    except BaseException:
        database.close()
        raise
    return Store(database, ring, random_bytes, hashers)


def _bring_up_to_date(
    database: Database, ring: KeyRing, random_bytes: RandomBytes, *, may_upgrade: bool
) -> None:
    seal, blind = RingSeal(ring, random_bytes), BlindIndex(ring)
    migrate(database, seal, blind, ring.path.parent, may_upgrade=may_upgrade)
    reindex(database, row_digests(seal, blind))


def open_existing(url: str, key_file: Path) -> Store:
    """Open an existing instance of this version. Raise NoInstance, StorageRefused or StoreUnavailable."""
    path = _file_of(url)
    if path is not None and not is_there(path):
        raise NoInstance(path)
    with closing(_database(url)) as database, database.reading() as connection:
        if not inspect(connection).get_table_names():
            raise NoInstance(path)
    return open_store(url, key_file, may_upgrade=False)


def open_read_only(url: str, key_file: Path) -> Store:
    """Open an SQLite database that cannot be written, or whose disk is full.

    Raise StorageRefused or StoreUnavailable.
    """
    path = _file_of(url)
    if path and is_there(path) and not os.access(path, os.R_OK):
        raise _denied(path)
    log = path and log_of(path)
    if path and log and not is_there(path.with_name(f"{path.name}-shm")):
        raise StorageRefused(
            f"{log} has changes that can be read only where it can be written: copy both to such a folder"
        )
    database = Database(url, is_read_only=True)
    try:
        with database.reading() as connection:
            if not is_newest(connection):
                raise StorageRefused(
                    f"{path} is of another version of Gut Factors, and cannot be brought up to date where it "
                    "cannot be written: copy it to another folder"
                )
        ring = KeyRing(key_file, _fitting_key(database, key_file, os.urandom))
    except BaseException:
        database.close()
        raise
    return Store(database, ring)


def is_writable(url: str) -> bool:
    """Return whether the database can be written: of SQLite, its file and the folder for its log."""
    path = _file_of(url)
    return path is None or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK))


def is_up_to_date(url: str) -> bool:
    """Return whether the tables are of this version, or there are none: opening then migrates nothing."""
    path = _file_of(url)
    if path is not None and not is_there(path):
        return True
    with closing(_database(url)) as database, database.reading() as connection:
        return is_newest(connection)


def _file_of(url: str) -> Path | None:
    """Return the file of an SQLite database, or None for any other URL."""
    try:
        found = make_url(url)
    except ArgumentError:
        return None
    return Path(found.database) if found.get_backend_name() == "sqlite" and found.database else None


def _database(url: str) -> Database:
    try:
        return Database(url)
    except ModuleNotFoundError as error:
        raise StorageRefused(how_to_install(error) or f"the database's driver is missing: {error}") from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise StorageRefused(f"the database URL names no database that can be used here: {error}") from error
    except OSError as error:
        path = _file_of(url)
        if path is not None and isinstance(error, PermissionError) and is_there(path):
            raise _denied(path) from error
        raise StorageRefused(
            f"the database file {error.filename} cannot be written: {error.strerror}"
        ) from error


def _denied(path: Path) -> StorageRefused:
    return StorageRefused(f"the database cannot be used: {why_denied(path)}")


def _fitting_key(database: Database, key_file: Path, random_bytes: RandomBytes) -> InstanceKey:
    """Read the key, or create one for a new database. Raise StorageRefused for a wrong key."""
    # Asked before and after: another process may be creating both at this moment, the key first.
    if not is_there(key_file) and _keys_in_use(database) and not is_there(key_file):
        raise StorageRefused(
            f"the key file {key_file} is missing, and the database holds answers that only it opens: "
            "put back your copy of it (or, to lose those answers for good, delete the database "
            f"and {key_file.with_name(CHECKPOINT_FILE)})"
        )
    key = instance_key(key_file, random_bytes)
    used = _keys_in_use(database)
    unknown = next((key_id for key_id in used if key_id not in key.ids), None)
    if unknown:
        raise StorageRefused(
            f"the key file {key_file} (key {', '.join(key.ids)}) is not the one that the database's answers "
            f"were sealed with (key {unknown}): put back the copy that belongs to this database, or, "
            "after  gutfactors keys rotate  on another server, copy the key file from there"
        )
    return key.promoted() if key.waiting_id in used else key


def _keys_in_use(database: Database) -> tuple[str, ...]:
    """Return the ids of the keys that the database is sealed with; none for an empty one."""
    with database.reading() as connection:
        tables = inspect(connection).get_table_names()
        if "audit_ends" in tables:
            return keys_in_use(connection)
        if "submissions" not in tables:
            return ()
        # The first version had the key's id in a column.
        return tuple(connection.scalars(text("SELECT DISTINCT key_id FROM submissions")))
