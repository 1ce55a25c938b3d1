"""Engines: how connections to SQLite and PostgreSQL are opened, and how long they wait."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

# How long a writer waits for the one before it. A write takes about a millisecond.
BUSY_MILLISECONDS = 10_000

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_PER_CONNECTION = (
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",  # first: the others may have to wait, too
    # FULL: what was acknowledged survives a power cut, not only a crash (https://sqlite.org/pragma.html).
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)

# SQLite lets nobody wait who wants to change the mode of a file that another one writes: it refuses at once.
_MODE_PAUSE = 0.05

# PostgreSQL, in milliseconds. A page waits for a row that another one holds, and for no statement, for ever:
# eight requests that wait are all that a server has. 0 in a connection says that nobody set it otherwise.
_WAITING = {"lock_timeout": 5_000, "statement_timeout": 15_000}

# What libpq takes beside the address, in seconds and (the last) milliseconds: how soon a machine is noticed
# that went away without a word. What stands in the URL goes before.
_REACHING = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


def engine_of(url: URL) -> Engine:
    """The engine of an address. Raises ArgumentError or OSError."""
    if url.get_backend_name() != "sqlite":
        return _postgres(url)
    if not url.database or url.database == ":memory:":  # which every connection would have for itself
        raise ArgumentError("sqlite needs a file: sqlite:////path/of/the/file")
    _make_owner_only(Path(url.database))
    return _sqlite(create_engine(url, hide_parameters=True))


def passing_engine() -> Engine:
    """The engine of a database without a name: SQLite takes its file out of the folder as it makes it.

    It has one connection, and is gone with it, also where the process is killed.
    """
    return _sqlite(create_engine("sqlite://", poolclass=StaticPool, creator=_passing))


def _passing() -> sqlite3.Connection:
    return sqlite3.connect("", check_same_thread=False)


def _postgres(url: URL) -> Engine:
    given = {name: value for name, value in _REACHING.items() if name not in url.query}
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=given)
    event.listen(engine, "connect", _let_nobody_wait)
    return engine


def _let_nobody_wait(connection: Any, _record: Any) -> None:  # noqa: ANN401  SQLAlchemy's own
    """Set how long a statement may take, unless its operator did: in the address, or for the account."""
    with connection.cursor() as cursor:
        for name, milliseconds in _WAITING.items():
            setting = "SELECT set_config(%(name)s, %(value)s, false) WHERE current_setting(%(name)s) = '0'"
            cursor.execute(setting, {"name": name, "value": str(milliseconds)})
    connection.commit()


def _sqlite(engine: Engine) -> Engine:
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_owner_only(path: Path) -> None:
    """Create the file before SQLite does, or shut it to others; its log files take over the rights."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        if os.name == "posix" and mode & _OTHERS:
            os.fchmod(descriptor, mode & ~_OTHERS)
    finally:
        os.close(descriptor)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401  SQLAlchemy's own
    connection.isolation_level = None  # transactions are begun by us, with the lock that we name
    for pragma in _PER_CONNECTION:
        connection.execute(pragma).close()
    deadline = monotonic() + BUSY_MILLISECONDS / 1000
    while not _writes_ahead(connection, is_last=monotonic() > deadline):
        sleep(_MODE_PAUSE)


def _writes_ahead(connection: sqlite3.Connection, *, is_last: bool) -> bool:
    """Let the file have a write-ahead log, which it keeps. False: others are writing; try again."""
    try:
        with closing(connection.execute("PRAGMA journal_mode = WAL")):
            return True
    except sqlite3.OperationalError as error:
        if is_last or error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        return False


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a reader that turns writer late would be refused at once, without waiting its turn.
    connection.execute(text(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE")))
