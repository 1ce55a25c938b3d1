"""One database, SQLite or PostgreSQL: connections, and transactions that end whole or not at all."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Lock

from sqlalchemy import Connection, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from webapp.storage.engines import BUSY_MILLISECONDS, engine_of, passing_engine
from webapp.storage.gate import GateClosed, ShutdownGate

# What empties the log waits for readers no longer than a page may: it is tried again later.
_EMPTYING_MILLISECONDS = 200

_log = logging.getLogger("gutfactors")


class StoreUnavailable(Exception):  # noqa: N818  a state of the world, not a mistake
    """The database cannot be reached, or is too busy: to be tried again later."""


class Database:
    """Reads and writes in transactions; raises StoreUnavailable where the database does not answer."""

    def __init__(self, url: str, patience: float = BUSY_MILLISECONDS / 1000) -> None:
        """`patience`: seconds that a writer waits for the one before it in this process. "" is passing."""
        self.url = _with_driver(make_url(url or "sqlite://"))
        self._writer = engine_of(self.url) if url else passing_engine()
        self._reader = self._writer.execution_options(begin="BEGIN")
        self._pen = Lock()
        self._gate = ShutdownGate()
        self._patience = patience
        self._has_leftovers = False

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._open(), self._reader.begin() as connection:
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
        with self._turn(), self._open(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _open(self) -> Iterator[None]:
        """Translate what the driver raises; nothing begins here once `close` was called."""
        try:
            with self._gate.passing(), _availability():
                yield
        except GateClosed:
            raise StoreUnavailable("the database is closed: the server is being stopped") from None

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

    def forget_deleted(self) -> bool:
        """Empty SQLite's write-ahead log, which may still hold pages of what was deleted.

        False where somebody is reading, or the disk is full: `forget_leftovers` tries it again.
        """
        if self.is_sqlite:
            self._has_leftovers = True
            self._has_leftovers = not self._is_emptied()
        return not self._has_leftovers

    def forget_leftovers(self) -> bool:
        """Do so where it could not be done before."""
        return not self._has_leftovers or self.forget_deleted()

    def _is_emptied(self) -> bool:
        try:
            with self._open(), self._writer.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)  # noqa: S101  told to the type checker
                return _emptied(raw)
        except (StoreUnavailable, sqlite3.Error) as error:
            _log.warning("what was deleted is not overwritten yet, and will be later: %s", error)
            return False

    def close(self) -> None:
        """Wait for the transactions that are running, then close every connection.

        SQLAlchemy closes those that nobody uses, and would leave the others open for ever.
        """
        if not self._gate.close(self._patience):
            _log.warning("the database was closed while it was still used")
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


def _emptied(connection: sqlite3.Connection) -> bool:
    """Whether nothing is left in the log. The first number that comes back says that somebody is reading."""
    connection.execute(f"PRAGMA busy_timeout = {_EMPTYING_MILLISECONDS}").close()
    try:
        with closing(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as answer:
            is_busy: int = answer.fetchone()[0]
            return not is_busy
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").close()
