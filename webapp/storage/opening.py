"""Opening a store: schema, key file and database must fit together, or nothing starts."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from webapp.storage.database import Database
from webapp.storage.keys import InstanceKey, StorageRefused, instance_key
from webapp.storage.migrate import migrate
from webapp.storage.sealing import AesSeal, RandomBytes
from webapp.storage.store import Store, Terms
from webapp.storage.tables import returns, submissions

DAYS_KEPT = 7


def open_store(
    url: str,
    key_file: Path,
    *,
    draft_days: int = DAYS_KEPT,
    submission_days: int = DAYS_KEPT,
    random_bytes: RandomBytes = os.urandom,
) -> Store:
    """Open the database at `url`, making its tables and the key file where they are not there yet.

    Raises StorageRefused (key or schema do not fit) or StoreUnavailable (no answer).
    """
    database = _database(url)
    try:
        migrate(database)
        key = _fitting_key(database, key_file, random_bytes)
    except BaseException:
        database.close()
        raise
    terms = Terms(timedelta(days=draft_days), timedelta(days=submission_days))
    return Store(database, key, terms, random_bytes)


def _database(url: str) -> Database:
    try:
        return Database(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StorageRefused(f"the database URL names no database that can be used here: {error}") from error
    except OSError as error:
        raise StorageRefused(
            f"the database file {error.filename} cannot be written: {error.strerror}"
        ) from error


def _fitting_key(database: Database, key_file: Path, random_bytes: RandomBytes) -> InstanceKey:
    if not key_file.exists():
        _refuse_a_new_key_over_old_seals(database, key_file)
    key = instance_key(key_file, random_bytes)
    _refuse_the_wrong_key(database, key, key_file)
    return key


def _refuse_a_new_key_over_old_seals(database: Database, key_file: Path) -> None:
    with database.reading() as connection:
        sealed = connection.scalar(select(exists(select(submissions.c.id)) | exists(select(returns.c.id))))
    if sealed:
        raise StorageRefused(
            f"the key file {key_file} is missing, and the database holds answers that only it opens: "
            "put back your copy of it (or, to lose those answers for good, delete the database)"
        )


def _refuse_the_wrong_key(database: Database, key: InstanceKey, key_file: Path) -> None:
    key_id = AesSeal(key.derive("submission seal"), os.urandom).key_id
    with database.reading() as connection:
        strange = connection.scalar(
            select(submissions.c.key_id).where(submissions.c.key_id != key_id).limit(1)
        )
    if strange is not None:
        raise StorageRefused(
            f"the key file {key_file} (key {key_id}) is not the one that the database's answers were "
            f"sealed with (key {strange}): put back the copy that belongs to this database"
        )
