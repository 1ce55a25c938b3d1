"""Before the tables of a database change, a copy is made, and it goes after a week."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.storage.postgres import PostgresServer
from tests.storage.submissions import NOW
from webapp.storage import StorageRefused, Store, instance_key
from webapp.storage.backup.archive import Archive
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.database import Database
from webapp.storage.migrate import NEWEST
from webapp.storage.migration_runner import upgrade


def aged(folder: Path) -> str:
    """A database as an earlier version left it."""
    url = f"sqlite:///{folder}/store.sqlite3"
    ring = KeyRing(folder / "secret.key", instance_key(folder / "secret.key"))
    with closing(Database(url)) as database, database.writing() as connection:
        upgrade(connection, RingSeal(ring, os.urandom), BlindIndex(ring), "0005")
    return url


def copy_in(folder: Path) -> Path:
    return folder / f"store.sqlite3.before-{NEWEST}"


def test_the_copy_is_the_database_as_it_was_and_its_owners_only(
    tmp_path: Path, opening: Callable[[str], Store], caplog: pytest.LogCaptureFixture
) -> None:
    url = aged(tmp_path)
    opening(url)
    copy = copy_in(tmp_path)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]
    assert str(copy) in caplog.text
    assert sorted(tmp_path.glob(".*")) == []


def test_nothing_is_copied_where_nothing_changes(tmp_path: Path, opening: Callable[[str], Store]) -> None:
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    for _ in range(2):
        opening(url)
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database:
        database.executescript("UPDATE alembic_version SET version_num = '9999';")
    with pytest.raises(StorageRefused, match="another version"):
        opening(url)
    assert list(tmp_path.glob("*before*")) == []


def test_without_room_for_the_copy_nothing_changes(tmp_path: Path, opening: Callable[[str], Store]) -> None:
    url = aged(tmp_path)
    copy_in(tmp_path).mkdir()
    with pytest.raises(StorageRefused, match="Nothing was changed: make room, and start again"):
        opening(url)
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]
    assert sorted(tmp_path.glob(".*")) == []


def test_a_purge_takes_the_copy_after_a_week(tmp_path: Path, opening: Callable[[str], Store]) -> None:
    store = opening(aged(tmp_path))
    os.utime(copy_in(tmp_path), times=(NOW.timestamp(), NOW.timestamp()))
    store.purge(NOW + timedelta(days=7) - timedelta(seconds=1))
    assert copy_in(tmp_path).exists()
    store.purge(NOW + timedelta(days=7))
    assert not copy_in(tmp_path).exists()


def test_postgresql_is_backed_up_for_the_version_that_wrote_it(
    postgres: PostgresServer, tmp_path: Path, opening: Callable[[str], Store]
) -> None:
    key_file = tmp_path / "secret.key"
    url, ring = postgres.new_database(), KeyRing(key_file, instance_key(key_file))
    seal = RingSeal(ring, os.urandom)
    with closing(Database(url)) as database, database.writing() as connection:
        upgrade(connection, seal, BlindIndex(ring), "0005")
        row = "INSERT INTO questionnaires VALUES ('d', '1', :text, :at)"
        connection.execute(text(row), {"text": b"\x00\xff", "at": NOW})
    store = opening(url)
    copy = tmp_path / f"database.before-{NEWEST}.backup"
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(Archive(copy)) as archive:
        archive.refuse_changes(seal)
        assert archive.manifest.revision == "0005"
        assert "signins.jsonl" not in archive.manifest.members
        (line,) = archive.lines("questionnaires.jsonl")
        assert json.loads(line)["compressed"] == "AP8="
        assert list(archive.lines("submissions.jsonl")) == []
    os.utime(copy, times=(NOW.timestamp(), NOW.timestamp()))
    store.purge(NOW + timedelta(days=7))
    assert not copy.exists()
