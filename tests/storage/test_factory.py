"""A store opens when key, schema and database fit together, and says why when they do not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.statements import asked_statements
from tests.storage.submissions import DIGEST, NOW
from webapp.storage import InstanceKey, NewSubmission, StorageRefused, Store, StoreUnavailable, open_store
from webapp.storage.crypto.keys import create_key, read_key
from webapp.storage.database import Database

needs_rights = pytest.mark.skipif(os.name != "posix", reason="file rights are POSIX")


def test_a_known_database_is_opened_with_few_statements(url: str, opening: Callable[[str], Store]) -> None:
    """Each command and each process of a server opens it, and a database elsewhere answers slowly."""
    opening(url)
    with asked_statements() as asked:
        opening(url)
    assert 1 < len(asked) < 20


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
