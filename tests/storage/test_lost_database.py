"""An empty database is refused where another was in use, and begun where an instance is new."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.postgres import running_server
from tests.storage.submissions import NOW, PRACTITIONER, submit
from webapp.storage import StorageRefused, open_store
from webapp.storage.backup.restore import restore

LOST = "shows that there was one: is GUTFACTORS_DATABASE_URL the server's?"


def use(folder: Path) -> str:
    """Use an instance in the folder, note the end of its log, back it up, and return its URL."""
    url = f"sqlite:///{folder}/gutfactors.sqlite3"
    with closing(open_store(url, folder / "secret.key")) as store:
        submit(store)
        store.backups.create(folder / "one.backup", PRACTITIONER, NOW, with_key=True)
        store.heartbeat(NOW)
    return url


def delete_database(folder: Path) -> None:
    (folder / "gutfactors.sqlite3").unlink()


def empty_database(folder: Path) -> None:
    (folder / "gutfactors.sqlite3").write_bytes(b"")


def replace_with_new_tables(folder: Path) -> None:
    """Leave what a restore that failed leaves: tables, and nothing in them."""
    noted, database = folder / "audit.end", folder / "gutfactors.sqlite3"
    kept = noted.read_bytes()
    noted.unlink()
    database.unlink()
    open_store(f"sqlite:///{database}", folder / "secret.key").close()
    noted.write_bytes(kept)


LOSSES = [delete_database, empty_database, replace_with_new_tables]


@pytest.mark.parametrize("lose", LOSSES)
@pytest.mark.parametrize("has_key", [True, False])
def test_an_empty_database_in_place_of_one_in_use_is_refused_and_nothing_is_made(
    tmp_path: Path, lose: Callable[[Path], None], *, has_key: bool
) -> None:
    url = use(tmp_path)
    lose(tmp_path)
    if not has_key:
        (tmp_path / "secret.key").unlink()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(StorageRefused) as refused:
        open_store(url, tmp_path / "secret.key")
    assert LOST in str(refused.value) or "secret.key is missing" in str(refused.value)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_server_that_lost_the_address_of_its_postgresql_is_refused(tmp_path: Path) -> None:
    with running_server() as postgres:
        with closing(open_store(postgres.new_database(), tmp_path / "secret.key")) as store:
            submit(store)
            store.audit.record(PRACTITIONER, "opened", "submission 1", NOW)
            store.heartbeat(NOW)
        with pytest.raises(StorageRefused, match="is GUTFACTORS_DATABASE_URL the server's"):
            open_store(f"sqlite:///{tmp_path}/gutfactors.sqlite3", tmp_path / "secret.key")
        with pytest.raises(StorageRefused, match="is GUTFACTORS_DATABASE_URL the server's"):
            open_store(postgres.new_database(), tmp_path / "secret.key")
    assert {path.name for path in tmp_path.iterdir()} == {"secret.key", "audit.end"}


@pytest.mark.parametrize("lose", LOSSES)
def test_a_backup_is_put_in_place_of_what_was_lost(tmp_path: Path, lose: Callable[[Path], None]) -> None:
    url = use(tmp_path)
    lose(tmp_path)
    restore(url, tmp_path / "secret.key", tmp_path / "one.backup", NOW)
    with closing(open_store(url, tmp_path / "secret.key")) as store:
        assert store.audit.verify().is_whole


@pytest.mark.parametrize("deleted", [["audit.end"], ["audit.end", "secret.key"]])
def test_who_deletes_the_note_starts_over(tmp_path: Path, deleted: list[str]) -> None:
    url = use(tmp_path)
    for name in ("gutfactors.sqlite3", *deleted):
        (tmp_path / name).unlink()
    open_store(url, tmp_path / "secret.key").close()


def test_an_instance_whose_log_is_empty_yet_is_new(tmp_path: Path) -> None:
    """A server notes the end of its log before anybody did anything."""
    url = f"sqlite:///{tmp_path}/gutfactors.sqlite3"
    with closing(open_store(url, tmp_path / "secret.key")) as store:
        store.heartbeat(NOW)
    assert (tmp_path / "audit.end").exists()
    open_store(url, tmp_path / "secret.key").close()
    delete_database(tmp_path)
    open_store(url, tmp_path / "secret.key").close()


def test_a_key_beside_which_nothing_was_noted_opens_a_new_database(tmp_path: Path) -> None:
    """A start that was killed half-way, or a key that was put there before the start."""
    url = use(tmp_path)
    delete_database(tmp_path)
    (tmp_path / "audit.end").unlink()
    open_store(url, tmp_path / "secret.key").close()
