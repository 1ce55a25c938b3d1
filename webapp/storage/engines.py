"""Engines: how connections to SQLite and PostgreSQL are opened, and how long they wait."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from webapp.instance_files import create_for, is_there

# How long a writer waits for another one. A write takes about a millisecond.
BUSY_MILLISECONDS = 10_000

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_PER_CONNECTION = (
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",  # first: the other statements may have to wait, too
    # FULL: a commit survives a power cut, not only a crash (https://sqlite.org/pragma.html).
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)

# SQLite refuses at once to change the journal mode while somebody writes: pause and try again.
_MODE_PAUSE = 0.05

# PostgreSQL, in milliseconds. No request waits for a lock or a statement without end: eight that wait are all
# the threads of a server. A setting of 0 in a new connection means that the operator set nothing else.
_TIMEOUTS = {"lock_timeout": 5_000, "statement_timeout": 15_000}

# libpq's parameters, in seconds and (the last) milliseconds: how soon a lost server is noticed. Those in the
# URL take precedence.
_CONNECT_ARGS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


def engine_for(url: URL, *, is_read_only: bool = False) -> Engine:
    """Return the engine of a URL. Raise ArgumentError or OSError.

    With `is_read_only` an SQLite file is read as it is, and nothing beside it is made.
    """
    if url.get_backend_name() != "sqlite":
        return _postgres(url)
    if not url.database or url.database == ":memory:":  # which every connection would have for itself
        raise ArgumentError("sqlite needs a file: sqlite:////path/of/the/file")
    path = Path(url.database)
    if is_read_only:
        return _read_only(path)
    _make_owner_only(path)
    return _sqlite(create_engine(url, hide_parameters=True))


def log_of(path: Path) -> Path | None:
    """Return the write-ahead log of an SQLite file, where it holds changes that are not in the file."""
    log = path.with_name(f"{path.name}-wal")
    return log if is_there(log) and log.stat().st_size else None


def _read_only(path: Path) -> Engine:
    # Without "immutable", SQLite needs an index of the log beside it. With it, the log is not read.
    address = f"{path.absolute().as_uri()}?mode=ro{'' if log_of(path) else '&immutable=1'}"
    engine = create_engine(
        "sqlite://", hide_parameters=True, poolclass=StaticPool, creator=lambda: _connect_read_only(address)
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_read_only(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)


def temporary_engine() -> Engine:
    """Return the engine of a temporary database: SQLite unlinks its file at once.

    It has one connection, and is gone with it, even where the process is killed.
    """
    return _sqlite(create_engine("sqlite://", poolclass=StaticPool, creator=_connect_temporary))


def _connect_temporary() -> sqlite3.Connection:
    return sqlite3.connect("", check_same_thread=False)


def _postgres(url: URL) -> Engine:
    given = {name: value for name, value in _CONNECT_ARGS.items() if name not in url.query}
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=given)
    event.listen(engine, "connect", _set_timeouts)
    return engine


def _set_timeouts(connection: Any, _record: Any) -> None:  # noqa: ANN401  SQLAlchemy's own
    """Set the timeouts, unless the operator did, in the URL or for the account."""
    with connection.cursor() as cursor:
        for name, milliseconds in _TIMEOUTS.items():
            setting = "SELECT set_config(%(name)s, %(value)s, false) WHERE current_setting(%(name)s) = '0'"
            cursor.execute(setting, {"name": name, "value": str(milliseconds)})
    connection.commit()


def _sqlite(engine: Engine) -> Engine:
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_owner_only(path: Path) -> None:
    """Create the file before SQLite does, or close it to others. SQLite's log files inherit its mode."""
    try:
        descriptor = create_for(path, path)
    except FileExistsError:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        if os.name == "posix" and mode & _OTHERS:
            os.fchmod(descriptor, mode & ~_OTHERS)
    finally:
        os.close(descriptor)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401  SQLAlchemy's own
    connection.isolation_level = None  # we begin transactions ourselves, each with the right lock
    for pragma in _PER_CONNECTION:
        connection.execute(pragma).close()
    deadline = monotonic() + BUSY_MILLISECONDS / 1000
    while not _enable_wal(connection, is_last=monotonic() > deadline):
        sleep(_MODE_PAUSE)


def _enable_wal(connection: sqlite3.Connection, *, is_last: bool) -> bool:
    """Switch the file to WAL mode, which it keeps. Return False while others are writing."""
    try:
        with closing(connection.execute("PRAGMA journal_mode = WAL")):
            return True
    except sqlite3.OperationalError as error:
        if is_last or error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        return False


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a reader that becomes a writer would be refused at once, without waiting.
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))
