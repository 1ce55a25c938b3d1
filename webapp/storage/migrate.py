"""Migrating a database to this version, at every start and by one process at a time."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from webapp.storage.backup.copies import MigrationCopies
from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.crypto.sealing import Seal
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import begin_chain
from webapp.storage.tables import metadata

NEWEST = "0021"  # The last revision in `migrations/versions`. A test compares the two.

# Alembic's own table, which has the revision of the database.
REVISION_TABLE = "alembic_version"
_revision = Table(REVISION_TABLE, MetaData(), Column("version_num", String(32), primary_key=True))


class NotMigrated(StorageRefused):
    """The database is of an earlier version, and only the start of a server may migrate it."""

    def __init__(self) -> None:
        super().__init__(
            "the database is of an earlier version of Gut Factors. Nothing was changed: a server of that "
            "version may still be running, and its commands still work. This version's commands work as soon "
            "as this version has been started:  gutfactors serve"
        )


def migrate(
    database: Database, seal: Seal, blind: BlindIndex, folder: Path, *, may_upgrade: bool = True
) -> None:
    """Create the tables, or run the missing migrations, in one transaction.

    Before a migration, a copy of the database is made; that of PostgreSQL is in the instance's `folder`.
    Raise StorageRefused for a database of a newer version, and NotMigrated for one of an earlier version
    that this caller may not upgrade.
    """
    with database.writing() as connection:
        database.lock_instance(connection)
        if not inspect(connection).has_table(_revision.name):
            _create_tables(connection, seal)
            return
        found = connection.scalar(select(_revision.c.version_num)) or ""
        if found < NEWEST and not may_upgrade:
            raise NotMigrated
        if found != NEWEST:
            # Imported here: Alembic is large, and needed once in the life of a version.
            from webapp.storage.migration_runner import upgrade  # noqa: PLC0415

            if found < NEWEST:
                MigrationCopies(database, folder).create(connection, found, NEWEST, seal)
            upgrade(connection, seal, blind)


def is_newest(connection: Connection) -> bool:
    """Return whether `migrate` would change nothing of an existing database."""
    if not inspect(connection).has_table(_revision.name):
        return not inspect(connection).get_table_names()
    return connection.scalar(select(_revision.c.version_num)) == NEWEST


def _create_tables(connection: Connection, seal: Seal) -> None:
    """Create the tables of a new database. A test compares them with those of the migrations."""
    metadata.create_all(connection)
    begin_chain(connection, seal)
    _revision.create(connection)
    connection.execute(insert(_revision).values(version_num=NEWEST))
