"""Migrations: older databases become what new ones are, and a failure leaves all as it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tests.storage.postgres import PostgresServer
from tests.storage.schemas import differences, ring_seal, upgraded
from tests.storage.submissions import DIGEST, NOW
from webapp.storage import Person, StorageRefused, Store, instance_key, open_store
from webapp.storage.crypto.keys import SEAL_PURPOSE, create_key
from webapp.storage.crypto.sealing import AesSeal, seal_json
from webapp.storage.database import Database
from webapp.storage.migrate import NEWEST
from webapp.storage.migration_runner import config


def test_a_new_database_has_the_tables_that_the_code_uses(url: str, opening: Callable[[str], Store]) -> None:
    opening(url).health.probe()
    assert differences(url) == []


def triggers(url: str) -> list[str]:
    """The triggers of the database, as they were written."""
    sqlite = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    postgres = (
        "SELECT pg_get_triggerdef(t.oid, true) || p.prosrc "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND pg_table_is_visible(t.tgrelid)"
    )
    with closing(Database(url)) as database, database.reading() as connection:
        return list(connection.scalars(text(sqlite if database.is_sqlite else postgres)))


def test_the_migrations_make_the_same_tables(url: str, tmp_path: Path) -> None:
    upgraded(url, ring_seal(tmp_path / "secret.key"))
    assert differences(url) == []
    with closing(open_store(url, tmp_path / "secret.key")) as store:
        store.health.probe()
        assert store.drafts.create({}, NOW)


def test_the_migrations_make_the_same_triggers(postgres: PostgresServer, tmp_path: Path) -> None:
    files = [f"sqlite:///{tmp_path}/{name}.sqlite3" for name in ("one", "other")]
    for one, other in (files, [postgres.new_database(), postgres.new_database()]):
        upgraded(one, ring_seal(tmp_path / "secret.key"))
        open_store(other, tmp_path / "secret.key").close()
        assert triggers(one) == triggers(other) != []


def test_an_older_database_is_brought_up_to_date(url: str, tmp_path: Path) -> None:
    with closing(Database(url)) as database, database.writing() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    open_store(url, tmp_path / "secret.key").close()
    assert differences(url) == []


def first_version(url: str, key_file: Path, answers: dict[str, object]) -> None:
    """A database as the first version left it: two submissions and a way back to a draft."""
    seal = AesSeal(instance_key(key_file).derive(SEAL_PURPOSE), os.urandom)
    upgraded(url, seal, "0001")
    with closing(Database(url)) as database, database.writing() as connection:
        for insert in _FIRST_VERSION:
            connection.execute(text(insert), _MADE)
        for number, reference in ((1, "3333-33"), (2, "4444-44")):
            draft_id = str(number) * 32
            sealed = seal_json(seal, answers, f"submission {draft_id} {reference} {DIGEST}")
            row = {
                "id": number,
                "draft": draft_id,
                "reference": reference,
                "key": seal.key_id,
                "sealed": sealed,
            }
            connection.execute(text(_SUBMISSION), _MADE | row)


_MADE: dict[str, object] = {
    "digest": DIGEST,
    "made": "2026-02-01 12:00:00+00:00",
    "draft": "a" * 32,
    "back": "b" * 32,
    "sealed": b"x",
}
_FIRST_VERSION = (
    "INSERT INTO questionnaires VALUES (:digest, '1', :sealed, :made)",
    "INSERT INTO drafts VALUES (:draft, 1, :sealed, :made)",
    "INSERT INTO returns VALUES (:back, :draft, :sealed)",
)
_SUBMISSION = (
    "INSERT INTO submissions VALUES (:id, :draft, :reference, :made, :made, 'home', :digest, :key, :sealed)"
)


def test_submissions_of_the_first_version_are_on_the_desk_afterwards(url: str, tmp_path: Path) -> None:
    first_version(url, tmp_path / "secret.key", {"age_years": 41})
    now = datetime(2026, 2, 2, tzinfo=UTC)
    with closing(open_store(url, tmp_path / "secret.key")) as store:
        found = store.submissions.get_many(["3333-33", "4444-44"], now)
        assert [each.answers for each in found] == [{"age_years": 41}] * 2
        assert [(each.state, each.version, each.note, each.tier) for each in found] == [
            ("new", 1, "", "")
        ] * 2
        assert [each.person for each in found] == [Person()] * 2
        assert found[0].patient != found[1].patient
        assert found[0].submitted_at == datetime(2026, 2, 1, 12, tzinfo=UTC)
        assert store.desk.counts(now)["new"] == 2
        assert store.audit.verify().is_whole
    assert differences(url) == []


def test_the_first_version_with_the_wrong_key_is_refused_and_left_as_it_was(url: str, tmp_path: Path) -> None:
    first_version(url, tmp_path / "one.key", {"age_years": 41})
    with pytest.raises(StorageRefused, match="is missing"):
        open_store(url, tmp_path / "two.key")
    create_key(tmp_path / "two.key", os.urandom)
    with pytest.raises(StorageRefused, match="is not the one"):
        open_store(url, tmp_path / "two.key")
    open_store(url, tmp_path / "one.key").close()


def test_a_migration_that_fails_leaves_everything_as_it_was(url: str, tmp_path: Path) -> None:
    class FullDiskError(Exception):
        pass

    class Failing(AesSeal):
        def seal(self, plain: bytes, context: str) -> bytes:
            if "audit" in context:
                raise FullDiskError
            return super().seal(plain, context)

    first_version(url, tmp_path / "secret.key", {"age_years": 41})
    with pytest.raises(FullDiskError):
        upgraded(url, Failing(bytes(32), os.urandom))
    with closing(open_store(url, tmp_path / "secret.key")) as store:
        assert len(store.submissions.get_many(["3333-33", "4444-44"], datetime(2026, 2, 2, tzinfo=UTC))) == 2


def test_the_newest_migration_is_the_one_that_new_databases_are_marked_with(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/x.sqlite3")) as database, database.reading() as connection:
        assert ScriptDirectory.from_config(config(connection)).get_heads() == [NEWEST]
