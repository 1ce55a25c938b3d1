"""The queue's tables are made once, brought up to date, and never mistaken for somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.storage.postgres import PostgresServer
from webapp.prints.queue_dispatcher import QueueDispatcher, QueueMissing
from webapp.storage import StorageRefused, Store, open_store

QUEUE_TABLES = (
    "SELECT relname, oid FROM pg_class WHERE relnamespace = current_schema::regnamespace "
    "AND relname IN ('procrastinate_jobs', 'second') ORDER BY relname"
)
SCHEMA = "CREATE TABLE procrastinate_jobs (id int CHECK (id % 2 = 0)); CREATE TABLE second (id int);"


def test_they_are_made_whole_and_only_once(postgres: PostgresServer, opening: Callable[[str], Store]) -> None:
    url = postgres.new_database()
    store = opening(url)
    tables: list[list[tuple[object, ...]]] = []
    for _ in range(2):
        store.prepare_queue(SCHEMA, {"01.sql": "never run: the schema has it"})
        with psycopg.connect(url) as connection:
            tables.append(connection.execute(QUEUE_TABLES).fetchall())
    assert [name for name, _ in tables[0]] == ["procrastinate_jobs", "second"]
    assert tables[1] == tables[0]


def test_a_newer_version_takes_the_steps_that_are_missing_in_their_order(
    postgres: PostgresServer, opening: Callable[[str], Store]
) -> None:
    store = opening(postgres.new_database())
    store.prepare_queue(SCHEMA, {"01.sql": ""})
    later = {"01.sql": "", "03.sql": "ALTER TABLE third ADD a int", "02.sql": "CREATE TABLE third (id int)"}
    for _ in range(2):
        store.prepare_queue(SCHEMA, later)
    with pytest.raises(StorageRefused, match="newer version"):
        store.prepare_queue(SCHEMA, {"01.sql": ""})


def test_tables_of_another_program_are_left_alone(
    postgres: PostgresServer, opening: Callable[[str], Store]
) -> None:
    url = postgres.new_database()
    store = opening(url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE procrastinate_jobs (id int)")
    with pytest.raises(StorageRefused, match="another program"):
        store.prepare_queue(SCHEMA, {})


def test_there_is_no_queue_in_a_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    store = open_store(url, tmp_path / "secret.key")
    with pytest.raises(StorageRefused, match="PostgreSQL"):
        store.prepare_queue(SCHEMA, {})
    store.close()
    with pytest.raises(QueueMissing, match="PostgreSQL"):
        QueueDispatcher(url)
