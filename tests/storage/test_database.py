"""Writers of one process take turns."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from webapp.storage import StoreUnavailable
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
