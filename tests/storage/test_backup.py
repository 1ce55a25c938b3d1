"""A backup is one moment of everything, and comes back whole, from either database to either."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.storage.accounts import add_practitioner
from tests.storage.backup_files import members_of
from tests.storage.furnished_clinic import PICTURE, House, settled
from tests.storage.postgres import PostgresServer
from tests.storage.prepared_database import quick_hashes
from tests.storage.submissions import NOW, PRACTITIONER, rows_of, search_names, submit
from webapp.storage import StorageRefused, Store, open_store
from webapp.storage.backup.restore import check, restore
from webapp.storage.backup.row_json import BACKED_UP_TABLES
from webapp.storage.crypto.keys import create_key
from webapp.storage.database import Database
from webapp.storage.tables import audit, audit_ends, marks, metadata, signins, submissions

SECRETS = (b"Anabela", b"Lima", b"P-12", b"nsaid", b"call back", b"ferritin", b"Maria", b"JFIF")


@pytest.mark.parametrize("to", ["sqlite", "postgres"])
def test_a_backup_comes_back_whole_in_either_database(
    store: Store, url: str, tmp_path: Path, to: str, postgres: PostgresServer
) -> None:
    house = settled(store, url, tmp_path)
    target = house.empty if to == "sqlite" else postgres.new_database()
    house.back_up()
    done = restore(target, house.key_file, house.file, NOW)
    assert done.audit.is_whole
    for table in BACKED_UP_TABLES:
        if table not in (audit, audit_ends, marks):
            assert rows_of(target, table) == rows_of(house.url, table)
    with closing(open_store(target, house.key_file, hashers=quick_hashes())) as restored:
        assert restored.passphrases.redeem(house.passphrase, NOW) == house.token
        assert restored.practitioners.list() == store.practitioners.list()
        assert search_names(restored, "anabela p") == ["Anabela Pinto"]
        assert restored.paper_pages.picture("7Q4K-XW", 1, PRACTITIONER, NOW) == PICTURE


def test_a_restored_database_goes_on_with_new_rows(house: House, postgres: PostgresServer) -> None:
    target = postgres.new_database()
    house.back_up()
    restore(target, house.key_file, house.file, NOW)
    with closing(open_store(target, house.key_file)) as store:
        new = submit(store, "Anabela Souza", "P-12")
        assert add_practitioner(store, "otto").id == 2
        assert len(store.visits.list(new.patient, NOW)) == 3
        assert store.audit.verify().is_whole


def test_backing_up_and_restoring_are_told_in_the_audit(house: House) -> None:
    house.back_up(with_key=True)
    told = house.store.audit.list(None, 1)[0]
    assert (told.actor, told.action, told.details) == ("command", "backed up", {"with_key": True})
    house.restored()
    with closing(open_store(house.empty, house.key_file)) as store:
        told = store.audit.list(None, 1)[0]
        assert (told.actor, told.action) == ("command", "restored")
        assert store.audit.verify().is_whole


def test_a_sign_in_or_a_link_does_not_come_back_to_life(house: House) -> None:
    (maria,) = house.store.practitioners.list()
    token = house.store.sign_ins.create(maria.id, "full", NOW)
    link = house.store.one_time_links.create("password", maria.id, NOW)
    house.back_up()
    house.restored()
    with closing(open_store(house.empty, house.key_file)) as store:
        assert store.sign_ins.get(token, NOW) is None
        assert store.one_time_links.get(link, NOW) is None
    assert rows_of(house.empty, signins) == []


def test_every_table_is_in_a_backup_or_passes_on_purpose() -> None:
    passing = {table.name for table in set(metadata.tables.values()) - set(BACKED_UP_TABLES)}
    passed = {
        "signins",
        "remembered",
        "invitations",
        "challenges",
        "tries",
        "probes",
        "reports",
        "kiosks",
        "sittings",
        "pickups",
        "api_tokens",
        "webhook_events",
        "invitation_mails",
    }
    assert passing == passed | {"prints", "print_parts", "print_members"}


def test_a_backup_is_its_owners_only_and_replaces_an_older_one_whole(house: House) -> None:
    house.file.write_bytes(b"older")
    house.file.chmod(0o644)
    house.back_up()
    assert house.file.stat().st_mode & 0o777 == 0o600
    assert not [path for path in house.folder.iterdir() if path.name.startswith(".clinic")]
    assert check(house.file, house.key_file, NOW).audit.is_whole


def test_a_backup_that_fails_leaves_the_older_one_and_nothing_else(house: House) -> None:
    house.file.write_bytes(b"older")
    house.key_file.rename(house.folder / "away.key")
    with pytest.raises(StorageRefused, match="cannot be written"):
        house.back_up(with_key=True)
    assert house.file.read_bytes() == b"older"
    assert not [path for path in house.folder.iterdir() if path.name.startswith(".clinic")]


def test_a_backup_tells_nothing_of_what_was_typed_nor_the_key(house: House) -> None:
    house.back_up()
    content = b"".join(members_of(house.file).values())
    for secret in (*SECRETS, house.key_file.read_bytes().strip(), house.token.encode()):
        assert secret not in content


def test_what_is_read_is_one_moment_while_others_write(store: Store, url: str) -> None:
    counting = select(func.count()).select_from(submissions)
    with closing(Database(url)) as database, database.snapshot() as connection:
        before = connection.scalar(counting)
        submit(store)
        assert connection.scalar(counting) == before


def test_a_check_changes_nothing_anywhere(house: House) -> None:
    house.back_up()
    before = {path: path.read_bytes() for path in house.folder.iterdir() if path.suffix != ".sqlite3-shm"}
    assert check(house.file, house.key_file, NOW).manifest.members["submissions.jsonl"].lines == 3
    after = {path: path.read_bytes() for path in house.folder.iterdir() if path.suffix != ".sqlite3-shm"}
    assert after == before


def test_with_the_key_in_it_a_backup_comes_back_where_there_is_none(house: House) -> None:
    house.back_up(with_key=True)
    fresh = house.folder / "fresh.key"
    assert restore(house.empty, fresh, house.file, NOW).audit.is_whole
    assert fresh.read_bytes() == house.key_file.read_bytes()
    assert fresh.stat().st_mode & 0o777 == 0o600


def test_without_any_key_a_backup_is_refused_and_none_is_made(house: House) -> None:
    house.back_up()
    missing = house.folder / "missing.key"
    with pytest.raises(StorageRefused, match=r"missing\.key is missing, and not in the backup"):
        restore(house.empty, missing, house.file, NOW)
    assert not missing.exists()


def test_a_key_that_does_not_help_is_not_left_behind(house: House) -> None:
    house.back_up(with_key=True)
    missing = house.folder / "missing.key"
    with pytest.raises(StorageRefused, match="the database is in use"):
        restore(house.url, missing, house.file, NOW)
    assert not missing.exists()


def test_the_key_of_the_instance_counts_and_not_the_one_in_the_backup(house: House) -> None:
    house.back_up(with_key=True)
    create_key(house.folder / "strange.key", os.urandom)
    with pytest.raises(StorageRefused, match=r"the key of this instance .* does not open it"):
        restore(house.empty, house.folder / "strange.key", house.file, NOW)


def test_a_backup_from_before_a_rotation_is_opened_by_the_keys_of_now(house: House) -> None:
    house.back_up()
    house.store.keys.rotate("command", NOW)
    assert house.restored().audit.is_whole
