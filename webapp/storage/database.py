"""One database, SQLite or PostgreSQL: connections, and transactions that end whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# How long a writer waits for the one before it. A write takes about a millisecond.
BUSY_MILLISECONDS = 10_000

_PER_CONNECTION = (
    "PRAGMA journal_mode = WAL",
    # FULL: what was acknowledged survives a power cut, not only a crash (https://sqlite.org/pragma.html).
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
)


class StoreUnavailable(Exception):  # noqa: N818  a state of the world, not a mistake
    """The database cannot be reached, or is too busy: to be tried again later."""


class Database:
    """Reads and writes in transactions; raises StoreUnavailable where the database does not answer."""

    def __init__(self, url: str, patience: float = BUSY_MILLISECONDS / 1000) -> None:
        """`patience`: seconds that a writer waits for the one before it in this process."""
        self.url = _with_driver(make_url(url))
        self._writer = _engine(self.url)
        self._reader = self._writer.execution_options(begin="BEGIN")
        self._pen = Lock()
        self._patience = patience

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with _availability(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Read everything as it was at one moment, while others go on writing."""
        with self.reading() as connection:
            if not self.is_sqlite:  # where a transaction sees one moment only, in write-ahead mode
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Commit at the end, roll back on any exception. SQLite's lock is taken at the start."""
        with self._turn(), _availability(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One writer after the other, within this process.

        SQLite would let each sleep for up to a tenth of a second before it looks again.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._pen.acquire(timeout=self._patience):
            raise StoreUnavailable("the database does not answer as it should: somebody writes for too long")
        try:
            yield
        finally:
            self._pen.release()

    def forget_deleted(self) -> None:
        """Empty SQLite's write-ahead log, which may still hold pages of what was deleted."""
        if self.is_sqlite:
            with _availability(), self._writer.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)  # noqa: S101  told to the type checker
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._writer.dispose()


@contextmanager
def _availability() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise  # the caller's affair: what was to be written is there already
    except (DatabaseError, InterfaceError, PoolTimeout) as error:
        raise StoreUnavailable(f"the database does not answer as it should: {_reason(error)}") from error


def _reason(error: DBAPIError | PoolTimeout) -> str:
    """The driver's own words in one line, without the statement."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return " ".join(said.split())


def _with_driver(url: URL) -> URL:
    """Name the driver that this project ships for PostgreSQL, where the URL names none."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgres", "postgresql"} else url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 5}
        )
    if not url.database or url.database == ":memory:":  # which every connection would have for itself
        raise ArgumentError("sqlite needs a file: sqlite:////path/of/the/file")
    _make_owner_only(Path(url.database))
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_owner_only(path: Path) -> None:
    """Create the file before SQLite does; its log files take over the rights."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401  SQLAlchemy's own
    connection.isolation_level = None  # transactions are begun by us, with the lock that we name
    for pragma in _PER_CONNECTION:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a reader that turns writer late would be refused at once, without waiting its turn.
    connection.execute(text(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE")))
