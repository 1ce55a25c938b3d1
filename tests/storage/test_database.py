"""Writers of one process take turns, and nobody waits without end."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Timer
from time import monotonic

import pytest
from sqlalchemy import text

from tests.cli.command import PROJECT
from tests.open_connections import is_closed
from tests.storage.postgres import PostgresServer
from tests.storage.submissions import NOW
from webapp.storage import StoreUnavailable, open_store
from webapp.storage.database import Database


def write(database: Database, number: int, begun: Event | None = None, may_end: Event | None = None) -> None:
    """Write a number, and commit when that is allowed."""
    with database.writing() as connection:
        connection.execute(text("INSERT INTO numbers VALUES (:number)"), {"number": number})
        if begun and may_end:
            begun.set()
            assert may_end.wait(20)


def with_numbers(path: Path, patience: float = 20) -> Database:
    database = Database(f"sqlite:///{path / 'numbers.sqlite3'}", patience)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE numbers (number INTEGER)"))
    return database


def numbers_in(database: Database) -> list[int]:
    with database.reading() as connection:
        return list(connection.scalars(text("SELECT number FROM numbers ORDER BY rowid")))


def test_a_writer_goes_on_when_the_one_before_has_ended(tmp_path: Path) -> None:
    begun, may_end = Event(), Event()
    with closing(with_numbers(tmp_path)) as database, ThreadPoolExecutor(2) as threads:
        first = threads.submit(write, database, 1, begun, may_end)
        assert begun.wait(20)
        second = threads.submit(write, database, 2)
        assert numbers_in(database) == []
        may_end.set()
        first.result(20)
        second.result(20)
        assert numbers_in(database) == [1, 2]


def test_who_waits_for_too_long_is_told_and_others_go_on_later(tmp_path: Path) -> None:
    begun, may_end = Event(), Event()
    with closing(with_numbers(tmp_path, patience=0)) as database, ThreadPoolExecutor(1) as threads:
        first = threads.submit(write, database, 1, begun, may_end)
        assert begun.wait(20)
        with pytest.raises(StoreUnavailable, match="somebody writes for too long"):
            write(database, 2)
        may_end.set()
        first.result(20)
        write(database, 3)
        assert numbers_in(database) == [1, 3]


def test_a_write_that_failed_makes_room_for_the_next(tmp_path: Path) -> None:
    with closing(with_numbers(tmp_path)) as database:
        with pytest.raises(ZeroDivisionError), database.writing():
            _ = 1 / 0
        write(database, 1)
        assert numbers_in(database) == [1]


def test_who_opens_a_new_file_waits_for_who_is_writing_in_it(tmp_path: Path) -> None:
    """Of several servers that start at the same moment, one makes the tables in the file's first mode."""
    path = tmp_path / "numbers.sqlite3"
    with closing(sqlite3.connect(path, check_same_thread=False, isolation_level=None)) as other:
        other.execute("CREATE TABLE numbers (number INTEGER)").close()
        other.execute("BEGIN IMMEDIATE").close()
        committed = Timer(0.3, other.commit)
        committed.start()
        with closing(Database(f"sqlite:///{path}")) as database:
            assert numbers_in(database) == []
        committed.join()


def test_what_was_deleted_while_somebody_read_is_overwritten_later(tmp_path: Path) -> None:
    with closing(with_numbers(tmp_path)) as database, closing(with_numbers_of(tmp_path)) as reader:
        write(database, 1)
        reader.execute("BEGIN").close()
        reader.execute("SELECT * FROM numbers").close()
        write(database, 2)
        begun = monotonic()
        assert not database.truncate_wal()
        assert monotonic() - begun < 2
        assert not database.retry_truncate_wal()
        reader.execute("COMMIT").close()
        assert database.retry_truncate_wal()
        assert (tmp_path / "numbers.sqlite3-wal").stat().st_size == 0
        write(database, 3)  # with the patience that it had before


def with_numbers_of(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path / "numbers.sqlite3", isolation_level=None)


_FULL = """
import resource, signal, sys
from pathlib import Path
from webapp.storage.database import Database
database = Database("sqlite:///" + sys.argv[1])
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, resource.RLIM_INFINITY))
print(database.truncate_wal())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(database.retry_truncate_wal())
database.close()
"""


def test_a_full_disk_puts_off_the_overwriting_and_nothing_else(tmp_path: Path) -> None:
    """The file may not grow by a byte, as on a disk that is full."""
    with closing(with_numbers(tmp_path)) as database:
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE more (much TEXT)"))
            connection.execute(text("INSERT INTO more VALUES (:much)"), {"much": "x" * 100_000})
        command = [sys.executable, "-c", _FULL, str(tmp_path / "numbers.sqlite3")]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT, timeout=60)
    assert done.stdout.split() == ["False", "True"]
    assert done.stderr.startswith("what was deleted is not overwritten yet, and will be later: ")


def test_nobody_waits_for_a_locked_row_for_longer_than_was_said(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url = postgres.new_database()
    with closing(open_store(url, tmp_path / "secret.key")):
        pass
    url += "%20-clock_timeout%3D300"
    with closing(open_store(url, tmp_path / "secret.key")) as store, closing(Database(url)) as other:
        begun = monotonic()
        with other.writing() as connection:
            connection.execute(text("SELECT * FROM audit_ends FOR UPDATE"))
            with pytest.raises(StoreUnavailable, match="lock timeout"):
                store.audit.record("command", "backed up", "database", NOW)
        assert monotonic() - begun < 4
        store.audit.record("command", "backed up", "database", NOW)
        assert len(store.audit.list()) == 1


def test_postgresql_waits_as_long_as_we_say_unless_its_operator_said_otherwise(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_database()
    for address, waits in ((url, ["5s", "15s"]), (url + "%20-cstatement_timeout%3D60s", ["5s", "1min"])):
        with closing(Database(address)) as database, database.reading() as connection:
            settings = ("lock_timeout", "statement_timeout")
            assert [connection.scalar(text(f"SHOW {name}")) for name in settings] == waits


def raw(database: Database, begun: Event, may_end: Event) -> sqlite3.Connection:
    """Read until that is allowed to end, and give the connection that was read on."""
    with database.reading() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        begun.set()
        assert may_end.wait(20)
        return driver


def test_who_closes_waits_for_what_is_running_and_leaves_no_connection_open(tmp_path: Path) -> None:
    begun, may_end = Event(), Event()
    database = with_numbers(tmp_path)
    with ThreadPoolExecutor(2) as threads:
        running = threads.submit(raw, database, begun, may_end)
        assert begun.wait(20)
        closed = threads.submit(database.close)
        assert not closed.done()
        may_end.set()
        connection = running.result(20)
        closed.result(20)
    assert is_closed(connection)


def test_nothing_begins_once_it_is_closed(tmp_path: Path) -> None:
    database = with_numbers(tmp_path)
    database.close()
    for begin in (database.reading, database.writing):
        with pytest.raises(StoreUnavailable, match="the database is closed"), begin():
            pass


def test_what_never_ends_is_not_waited_for_for_ever(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = with_numbers(tmp_path, patience=0.01)
    with database.reading() as connection:
        database.close()
        connection.detach()
        connection.close()
    assert caplog.messages == ["the database was closed while it was still used"]


def test_no_message_quotes_a_value_that_postgresql_refuses(postgres: PostgresServer) -> None:
    to_number = text("SELECT CAST(CAST(:word AS text) AS integer)")
    refused = pytest.raises(StoreUnavailable, match=r": InvalidTextRepresentation$")
    with closing(Database(postgres.new_database())) as database, refused, database.reading() as connection:
        connection.execute(to_number, {"word": "lemonade"})
