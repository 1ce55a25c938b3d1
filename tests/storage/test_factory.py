"""A store opens when key, schema and database fit together, and says why when they do not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, text

from tests.storage.postgres import PostgresServer
from webapp.storage import (
    InstanceKey,
    NewSubmission,
    Person,
    StorageRefused,
    Store,
    StoreUnavailable,
    instance_key,
    open_store,
)
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.keys import SEAL_PURPOSE, create_key, read_key
from webapp.storage.crypto.sealing import AesSeal, Seal, seal_json
from webapp.storage.database import Database
from webapp.storage.migrate import NEWEST
from webapp.storage.migration_runner import config, upgrade
from webapp.storage.tables import metadata

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DIGEST = "d" * 64
needs_rights = pytest.mark.skipif(os.name != "posix", reason="file rights are POSIX")


def differences(url: str) -> object:
    with closing(Database(url)) as database, database.reading() as connection:
        return compare_metadata(MigrationContext.configure(connection), metadata)


def test_a_new_database_has_the_tables_that_the_code_uses(url: str, opening: Callable[[str], Store]) -> None:
    opening(url).health.probe()
    assert differences(url) == []


def test_a_known_database_is_opened_with_few_statements(url: str, opening: Callable[[str], Store]) -> None:
    """Each command and each process of a server opens it, and a database elsewhere answers slowly."""
    asked = []

    def note(*told: object) -> None:
        asked.append(told[2])

    opening(url)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        opening(url)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert 1 < len(asked) < 20


def upgraded(url: str, seal: Seal, revision: str = "head", blind: BlindIndex | None = None) -> None:
    blind = blind or BlindIndex(KeyRing(Path("none"), InstanceKey(bytes(32))))
    with closing(Database(url)) as database, database.writing() as connection:
        upgrade(connection, seal, blind, revision)


def ring_seal(key_file: Path) -> RingSeal:
    return RingSeal(KeyRing(key_file, instance_key(key_file)), os.urandom)


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


def test_opening_again_keeps_what_is_there(store: Store, url: str, opening: Callable[[str], Store]) -> None:
    token = store.drafts.create({"age": 41}, NOW)
    assert opening(url).drafts.open(token, NOW) is not None


def test_many_workers_may_start_at_the_same_moment(url: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: open_store(url, tmp_path / "secret.key"), range(6)))
    token = stores[0].drafts.create({}, NOW)
    passphrase = stores[1].passphrases.issue(token, NOW)
    assert passphrase is not None
    assert stores[5].passphrases.redeem(passphrase, NOW) == token
    for store in stores:
        store.close()


def test_a_database_of_a_newer_version_is_refused(url: str, tmp_path: Path) -> None:
    open_store(url, tmp_path / "secret.key").close()
    with closing(Database(url)) as database, database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageRefused, match="another version of Gut Factors"):
        open_store(url, tmp_path / "secret.key")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("This is a letter, and no database at all.", "utf-8")
    with pytest.raises(StoreUnavailable, match="not a database"):
        open_store(f"sqlite:///{tmp_path}/notes.txt", tmp_path / "secret.key")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(StorageRefused, match="sqlite needs a file"):
        open_store(url, tmp_path / "secret.key")


def _submit(url: str, key_file: Path) -> None:
    with closing(open_store(url, key_file)) as store:
        store.questionnaires.save(DIGEST, "1", "text", NOW)
        assert store.submissions.submit(
            store.drafts.create({}, NOW), 1, NewSubmission("home", DIGEST, {}), NOW
        )


def test_a_lost_key_is_not_replaced_while_the_database_holds_answers(url: str, tmp_path: Path) -> None:
    key_file = tmp_path / "secret.key"
    _submit(url, key_file)
    key_file.unlink()
    with pytest.raises(StorageRefused, match="is missing, and the database holds answers"):
        open_store(url, key_file)
    assert not key_file.exists()


def test_the_wrong_key_is_refused(url: str, tmp_path: Path) -> None:
    _submit(url, tmp_path / "one.key")
    create_key(tmp_path / "two.key", os.urandom)
    with pytest.raises(StorageRefused, match="is not the one"):
        open_store(url, tmp_path / "two.key")


@needs_rights
def test_a_new_key_is_its_owners_only(tmp_path: Path) -> None:
    create_key(tmp_path / "secret.key", os.urandom)
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_key_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    create_key(path, os.urandom)
    before = path.read_bytes()
    create_key(path, os.urandom)
    assert path.read_bytes() == before


@needs_rights
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused_with_the_line_that_mends_it(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secret.key"
    create_key(path, os.urandom)
    path.chmod(mode)
    with pytest.raises(StorageRefused, match=f"chmod 600 {path}"):
        read_key(path)


@pytest.mark.parametrize(
    "content", [b"", b"AAAA\n", b"not base 64 at all", b"\xff" * 44, b"A" * 80, b"A" * 43 + b"=\nAAAA\n"]
)
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret.key"
    create_key(path, os.urandom)
    path.write_bytes(content)
    with pytest.raises(StorageRefused, match="is damaged"):
        read_key(path)


def test_a_key_file_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused, match="cannot be read"):
        read_key(tmp_path)


def test_each_purpose_has_its_own_secret() -> None:
    key = InstanceKey(bytes(32))
    assert key.derive("one") != key.derive("two")
    assert key.derive("one") == InstanceKey(bytes(32)).derive("one")


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x", "sqlite://", "sqlite:////nowhere/at/all.sqlite3"])
def test_a_url_that_names_no_usable_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(StorageRefused):
        open_store(url, tmp_path / "secret.key")


def test_a_key_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused, match="cannot be written"):
        open_store(f"sqlite:///{tmp_path}/store.sqlite3", tmp_path / "nowhere" / "secret.key")


def test_a_server_that_does_not_answer_is_unavailable_not_wrong(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(f"postgresql:///x?host={tmp_path}", tmp_path / "secret.key")


def test_the_probe_tells_a_store_that_lost_its_tables(store: Store, url: str) -> None:
    store.health.probe()
    with closing(Database(url)) as database, database.writing() as connection:
        connection.execute(text("DROP TABLE probes"))
    with pytest.raises(StoreUnavailable, match="probes"):
        store.health.probe()


_SUBMIT_FOR_EVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from webapp.storage import NewSubmission, open_store
store = open_store(sys.argv[1], Path(sys.argv[2]))
now = datetime(2026, 3, 1, 12, tzinfo=UTC)
store.questionnaires.save("d" * 64, "1", "text", now)
while True:
    token = store.drafts.create({}, now)
    sent = store.submissions.submit(token, 1, NewSubmission("home", "d" * 64, {}), now)
    print(token, sent.reference, flush=True)
"""


def test_after_a_kill_every_acknowledged_submission_is_there(url: str, tmp_path: Path) -> None:
    key_file = tmp_path / "secret.key"
    argv = [sys.executable, "-c", _SUBMIT_FOR_EVER, url, str(key_file)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().split() for _ in range(20)]
        process.kill()
        acknowledged += [line.split() for line in process.stdout if line.endswith("\n")]
    with closing(open_store(url, key_file)) as store:
        for token, reference in acknowledged:
            submission = store.submissions.get_by_draft(token, NOW)
            assert submission is not None
            assert submission.reference == reference
