"""One database, SQLite or PostgreSQL: connections, transactions, and the locks around them."""

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock, local
from typing import Any

from sqlalchemy import Connection, Executable, Row, func, make_url, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DataError, DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from webapp.storage.engines import BUSY_MILLISECONDS, engine_for, temporary_engine
from webapp.storage.shutdown_gate import GateClosed, ShutdownGate

INSTANCE_LOCK_MILLISECONDS = 120_000
"""How long PostgreSQL lets a process wait for the instance's lock: longer than any migration takes."""

# "gutfacts" in ASCII: a number that no other program on the same database is likely to use.
_ADVISORY_LOCK = 0x67757466_61637473

# A checkpoint waits no longer for readers than a page may take: it is tried again later.
_CHECKPOINT_MILLISECONDS = 200

_LEAST_FREE = 64 * 1024
"""Bytes that SQLite may need at once beside its file: fewer are none."""

_log = logging.getLogger("gutfactors")


class StoreUnavailable(Exception):  # noqa: N818  a state of the world, not a mistake
    """The database cannot be reached, or is too busy. Try again later."""


class DiskFull(StoreUnavailable):
    """The disk of an SQLite database has no room for what SQLite must write beside it, or into it."""


class Database:
    """Reads and writes in transactions. Raise StoreUnavailable where the database does not answer."""

    def __init__(
        self, url: str, timeout: float = BUSY_MILLISECONDS / 1000, *, is_read_only: bool = False
    ) -> None:
        """Open the database at `url`, or a temporary one for "".

        `timeout` is how many seconds a writer waits for another one in this process. With `is_read_only` an
        SQLite file may be one that cannot be written.
        """
        self.url = _with_driver(make_url(url or "sqlite://"))
        self._writer = engine_for(self.url, is_read_only=is_read_only) if url else temporary_engine()
        self._is_read_only = is_read_only
        self._reader = self._writer.execution_options(begin="BEGIN")
        self._write_lock = Lock()
        self._shared = local()
        self._gate = ShutdownGate()
        self._timeout = timeout
        self._wal_has_deleted = False

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None for a temporary one, and for a database elsewhere."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads, or join the one that this thread shares."""
        shared: Connection | None = getattr(self._shared, "connection", None)
        if shared is not None:
            yield shared
            return
        with self._guarded(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def shared_reading(self) -> Iterator[None]:
        """Share one transaction among all reads of this thread, until the end of the block."""
        with self.reading() as connection:
            before, self._shared.connection = getattr(self._shared, "connection", None), connection
            try:
                yield
            finally:
                self._shared.connection = before

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Open a transaction that reads everything as of one moment, while others go on writing."""
        with self.reading() as connection:
            if not self.is_sqlite:  # where every transaction does, in WAL mode
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes: commit at the end, roll back on any exception."""
        if self._is_read_only and self.file:
            raise _unwritable(self.file)
        with self._exclusive(), self._guarded(), self._writer.begin() as connection:
            yield connection

    def scalar(self, query: Executable) -> Any:  # noqa: ANN401  SQLAlchemy's own
        """Return the first column of the first row, or None, read in one transaction."""
        with self.reading() as connection:
            return connection.scalar(query)

    def rows(self, query: Executable) -> Sequence[Row[Any]]:
        """Return all rows, read in one transaction."""
        with self.reading() as connection:
            return connection.execute(query).all()

    def first(self, query: Executable) -> Row[Any] | None:
        """Return the first row, read in one transaction."""
        with self.reading() as connection:
            return connection.execute(query).first()

    def execute(self, change: Executable) -> int:
        """Insert, update or delete in a transaction of its own, and return the number of rows."""
        with self.writing() as connection:
            return connection.execute(change).rowcount

    def lock_instance(self, connection: Connection) -> None:
        """Let one process at a time go on from here, until its transaction ends."""
        # SQLite's lock was taken with BEGIN IMMEDIATE.
        if not self.is_sqlite:
            # A migration takes as long as it takes, and so does waiting for it.
            connection.execute(text(f"SET LOCAL lock_timeout = {INSTANCE_LOCK_MILLISECONDS}"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))

    def truncate_wal(self) -> bool:
        """Empty SQLite's write-ahead log, which may still hold pages of what was deleted.

        Return False where somebody is reading or the disk is full. `retry_truncate_wal` tries it again.
        """
        if self.is_sqlite:
            self._wal_has_deleted = True
            self._wal_has_deleted = not self._checkpoint()
        return not self._wal_has_deleted

    def retry_truncate_wal(self) -> bool:
        """Truncate the write-ahead log where `truncate_wal` failed."""
        return not self._wal_has_deleted or self.truncate_wal()

    def disconnect(self) -> None:
        """Close idle connections, so that a process that is forked from this one shares none."""
        self._writer.dispose()

    def close(self) -> None:
        """Wait for running transactions, then close every connection.

        SQLAlchemy closes idle connections only, and would never close the others.
        """
        if not self._gate.close(self._timeout):
            _log.warning("the database was closed while it was still used")
        self._writer.dispose()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Translate the driver's exceptions, and refuse to begin once `close` was called."""
        try:
            with self._gate.entered(), _translated(self.file):
                yield
        except GateClosed:
            raise StoreUnavailable("the database is closed: the server is being stopped") from None

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Let the writers of this process wait for one another in a queue.

        SQLite would let each sleep for up to a tenth of a second before it looks again.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._write_lock.acquire(timeout=self._timeout):
            raise StoreUnavailable("the database does not answer as it should: somebody writes for too long")
        try:
            yield
        finally:
            self._write_lock.release()

    def _checkpoint(self) -> bool:
        try:
            with self._guarded(), self._writer.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)  # noqa: S101  for the type checker
                return _truncated(raw)
        except (StoreUnavailable, sqlite3.Error) as error:
            _log.warning("what was deleted is not overwritten yet, and will be later: %s", error)
            return False


@contextmanager
def _translated(file: Path | None) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise  # for the caller: the row exists already
    except (DatabaseError, InterfaceError, PoolTimeout) as error:
        if file and _is_disk_full(error, file):
            raise DiskFull(f"the disk is full: make room in {file.parent}") from error
        raise StoreUnavailable(f"the database does not answer as it should: {_reason(error)}") from error


def _is_disk_full(error: DBAPIError | PoolTimeout, file: Path) -> bool:
    """Return whether SQLite found no room. Its log and index files fail with an error of the disk then."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF
    may_be_full = code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
    is_without_room = may_be_full and shutil.disk_usage(file.parent).free < _LEAST_FREE
    return code == sqlite3.SQLITE_FULL or is_without_room


def _unwritable(file: Path) -> StoreUnavailable:
    """Return why a database was opened to be read only."""
    if os.access(file, os.W_OK):
        return DiskFull(f"the disk is full: make room in {file.parent}")
    return StoreUnavailable(f"{file} cannot be written: its disk is mounted read-only, or it is a copy")


def _reason(error: DBAPIError | PoolTimeout) -> str:
    """Return the driver's message in one line, without the statement.

    Of a value that the database refuses it is the kind of error alone: the message may quote the value.
    """
    if isinstance(error, DataError):
        return type(error.orig).__name__
    message = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return " ".join(message.split())


def _with_driver(url: URL) -> URL:
    """Add the PostgreSQL driver of this project to a URL that names none."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgres", "postgresql"} else url


def _truncated(connection: sqlite3.Connection) -> bool:
    """Truncate the write-ahead log. Return False where a reader prevents it."""
    connection.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MILLISECONDS}").close()
    try:
        with closing(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as answer:
            is_busy: int = answer.fetchone()[0]
            return not is_busy
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").close()
