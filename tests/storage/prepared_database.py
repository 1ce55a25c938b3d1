"""Databases that are prepared once and reset for each test: opening one costs more than most tests."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, LiteralString, Protocol

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from webapp.storage import Store, open_store
from webapp.storage.accounts.hashers import Hashers
from webapp.storage.accounts.passwords import ArgonParams, PasswordHasher
from webapp.storage.accounts.totp import RecoveryCodeHasher
from webapp.storage.crypto.keyring import KeyRing
from webapp.storage.crypto.keys import read_key
from webapp.storage.database import Database
from webapp.storage.patient.passphrase_hash import PassphraseHasher, ScryptParams


def quick_hashes() -> Hashers:
    """Return hashers that cost nothing, for tests that are not about guessing."""
    passwords = PasswordHasher(cost=ArgonParams(kibibytes=8, rounds=1))
    passphrases = PassphraseHasher(params=ScryptParams(n=2, r=1, p=1))
    return Hashers(passwords, passphrases, RecoveryCodeHasher(cost=2))


class PreparedDatabase:
    """A database with tables and open connections, and no content."""

    def __init__(self, url: str, folder: Path) -> None:
        key_file = folder / "secret.key"
        open_store(url, key_file).close()
        self._url, self._key = url, key_file.read_bytes()
        self._database = Database(url)
        path = self._database.url.database
        self._first: _First = _FirstFile(str(path)) if self._database.is_sqlite else _FirstRows(url, key_file)

    def emptied(self, key_file: Path) -> str:
        """Reset the database, write its key to this file, and return the URL."""
        self._first.put_back()
        key_file.touch(0o600)
        key_file.write_bytes(self._key)
        return self._url

    def store(self, key_file: Path) -> Store:
        """Return a new store on the open connections."""
        return Store(self._database, KeyRing(key_file, read_key(key_file)), hashers=quick_hashes())

    def close(self) -> None:
        self._database.close()
        self._first.close()


class _First(Protocol):
    """The first content of a database."""

    def put_back(self) -> None: ...

    def close(self) -> None: ...


class _FirstFile:
    def __init__(self, path: str) -> None:
        self._first, self._file = sqlite3.connect(":memory:"), sqlite3.connect(path)
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.backup(self._first)

    def put_back(self) -> None:
        self._first.backup(self._file)
        self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._first.close()
        self._file.close()


class _FirstRows:
    """Rows of a schema. Where a test changed the tables themselves, they are made again."""

    def __init__(self, url: str, key_file: Path) -> None:
        self._url, self._key_file = url, key_file
        self._connection = psycopg.connect(url, autocommit=True)
        # The audit's triggers refuse to forget; those of a replica are not asked.
        self._connection.execute("SET session_replication_role = replica")
        self._look()

    def _look(self) -> None:
        """Note down what is there, and the statements that bring it back."""
        self._tables = self._all(_TABLES)
        names = [Identifier(name) for (name,) in self._all(_NAMES)]
        counters = [Identifier(name) for (name,) in self._all(_COUNTERS)]
        rows = [(name, row) for name in names for row in self._all(SQL("SELECT * FROM {}").format(name))]
        statements = [
            *(SQL("DELETE FROM {}").format(name) for name in names),
            *(SQL("ALTER SEQUENCE {} RESTART").format(name) for name in counters),
            *(
                SQL("INSERT INTO {} VALUES ({})").format(name, SQL(",").join(map(Literal, row)))
                for name, row in rows
            ),
        ]
        self._putting_back = SQL(";").join(statements)

    def put_back(self) -> None:
        if self._all(_TABLES) != self._tables:
            self._connection.execute(_ANEW)
            open_store(self._url, self._key_file).close()
            self._look()
        self._connection.execute(self._putting_back)

    def _all(self, query: LiteralString | Composed) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def close(self) -> None:
        self._connection.close()


# What changes with any change of a table: each row of a catalogue has the number of who wrote it.
_TABLES = (
    "SELECT it.oid, it.xmin::text, its.oid, its.xmin::text "
    "FROM pg_class it LEFT JOIN pg_trigger its ON its.tgrelid = it.oid AND NOT its.tgisinternal "
    "WHERE it.relnamespace = current_schema::regnamespace AND it.relkind = 'r' ORDER BY it.oid, its.oid"
)
_NAMES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema"
_COUNTERS = "SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema"
_ANEW = "DO $$ BEGIN EXECUTE format('DROP SCHEMA %1$I CASCADE; CREATE SCHEMA %1$I', current_schema); END $$"
