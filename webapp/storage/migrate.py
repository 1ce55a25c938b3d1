"""Bringing a database's tables to this version, at every start and by one process at a time."""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, String, Table, func, insert, inspect, select, text

from webapp.storage.backup.copies import copy_before
from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import Seal
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import begin_chain
from webapp.storage.tables import metadata

NEWEST = "0008"
"""The last of `migrations/versions`; a test holds the two together."""

TURN_MILLISECONDS = 120_000
"""How long PostgreSQL lets a process wait for its turn: longer than any migration so far takes."""

# Any number that no other program on the same database takes: "gutfacts" in ASCII.
_ADVISORY_LOCK = 0x67757466_61637473

# Alembic's own table, by which it knows what a database is at.
_revision = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def migrate(database: Database, seal: Seal, blind: BlindIndex) -> None:
    """Make the tables, or run the missing migrations, in one transaction.

    Raises StorageRefused for a database of a newer version.
    """
    with database.writing() as connection:
        wait_for_turn(connection, database)
        if not inspect(connection).has_table(_revision.name):
            _make_tables(connection, seal)
            return
        found = connection.scalar(select(_revision.c.version_num)) or ""
        if found != NEWEST:
            # Alembic is large, and needed once in the life of a version.
            from webapp.storage.migration_runner import upgrade  # noqa: PLC0415

            if found < NEWEST:
                copy_before(database, NEWEST)
            upgrade(connection, seal, blind)


def is_newest(connection: Connection) -> bool:
    """Whether `migrate` would leave what is there as it is."""
    if not inspect(connection).has_table(_revision.name):
        return not inspect(connection).get_table_names()
    return connection.scalar(select(_revision.c.version_num)) == NEWEST


def _make_tables(connection: Connection, seal: Seal) -> None:
    """A new database needs no history; a test holds that its tables are those of the migrations."""
    metadata.create_all(connection)
    begin_chain(connection, seal)
    _revision.create(connection)
    connection.execute(insert(_revision).values(version_num=NEWEST))


def wait_for_turn(connection: Connection, database: Database) -> None:
    """Let one process at a time do what is done once for the whole instance, to the transaction's end."""
    # SQLite's turn was taken with BEGIN IMMEDIATE.
    if not database.is_sqlite:
        # Bringing tables up to date takes as long as it takes, and so does waiting for who does it.
        connection.execute(text(f"SET LOCAL lock_timeout = {TURN_MILLISECONDS}"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
