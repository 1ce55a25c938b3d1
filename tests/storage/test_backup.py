"""A backup is one moment of everything, and comes back whole, from either database to either."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import func, select, update

from tests.storage.accounts import add_practitioner, enable_second_factor, in_transaction, made_passkey
from tests.storage.backup_files import changed_row, forge, members_of, rewrite
from tests.storage.postgres import PostgresServer
from tests.storage.prepared_database import quick_hashes
from tests.storage.submissions import NOW, PRACTITIONER, rows_of, save_policy, search_names, submit
from webapp.clinic import Policy
from webapp.plan import Plan
from webapp.statistics.quarters import Quarter
from webapp.storage import WHOLE, NewInvitation, NewSubmission, StorageRefused, Store, open_store
from webapp.storage.backup.restore import RestoreResult, check, restore
from webapp.storage.backup.row_json import BACKED_UP_TABLES, InvalidRow, row_of
from webapp.storage.crypto.keys import create_key
from webapp.storage.database import Database
from webapp.storage.tables import audit, audit_ends, marks, metadata, practitioners, signins, submissions

WEEK = timedelta(days=7)
SECRETS = (b"Anabela", b"Lima", b"P-12", b"nsaid", b"call back", b"ferritin", b"Maria", b"JFIF")
PICTURE = b"\xff\xd8\xff\xe0 JFIF"


@dataclass(frozen=True)
class House:
    """A clinic whose backup is in a file, and an empty place beside it."""

    store: Store
    folder: Path
    url: str
    empty: str
    token: str
    passphrase: str

    @property
    def file(self) -> Path:
        return self.folder / "clinic.backup"

    @property
    def key_file(self) -> Path:
        return self.folder / "secret.key"

    def back_up(self, *, with_key: bool = False) -> None:
        self.store.backups.create(self.file, "command", NOW, with_key=with_key)

    def restored(self) -> RestoreResult:
        return restore(self.empty, self.key_file, self.file, NOW)

    def refuses(self, passphrase: str) -> None:
        """Both commands say so, and nothing is put into the empty place."""
        with pytest.raises(StorageRefused, match=passphrase):
            check(self.file, self.key_file, NOW)
        with pytest.raises(StorageRefused, match=passphrase):
            self.restored()
        with closing(open_store(self.empty, self.key_file)) as store:
            assert sum(store.desk.counts(NOW).values()) == 0
            assert store.practitioners.list() == ()


def settled(store: Store, url: str, folder: Path) -> House:
    """Something of everything that is kept."""
    one, two = submit(store, "Anabela Lima", "P-12", tier="1"), submit(store, "Anabela Pinto")
    store.submissions.add_note(one.reference, 1, "call back", PRACTITIONER, NOW)
    store.plans.save(one.reference, 2, Plan(other_tests="ferritin"), PRACTITIONER, NOW)
    store.submissions.record_printed([two.reference], PRACTITIONER, NOW, "report")
    store.visits.link(one.reference, two.reference, PRACTITIONER, NOW)
    enable_second_factor(store, maria := add_practitioner(store, "maria", "manager"))
    assert store.passkeys.add(maria.id, made_passkey(), NOW)
    store.quarters.save(Quarter(2025, 4), {"people": 10}, {}, NOW)
    save_policy(store, Policy(submission_days=30, keeps_pictures=True))
    on_paper = NewSubmission("paper", one.digest, {}, pictures={1: PICTURE})
    store.submissions.add_imported(on_paper, NOW, "7Q4K-XW", PRACTITIONER, NOW)
    store.patient_invitations.create(
        NewInvitation("P-12", "Anabela Lima", NOW + WEEK, WHOLE), PRACTITIONER, NOW
    )
    store.heartbeat(NOW)
    token = store.drafts.create({"age": 41}, NOW)
    empty = f"sqlite:///{folder}/empty.sqlite3"
    return House(store, folder, url, empty, token, store.passphrases.issue(token, NOW) or "")


@cache
def furnished(folder: Path) -> House:
    """A clinic on SQLite, closed: its files are for copying."""
    folder.mkdir()
    url = f"sqlite:///{folder}/store.sqlite3"
    with closing(open_store(url, folder / "secret.key")) as store:
        return settled(store, url, folder)


@pytest.fixture
def house(opening: Callable[[str], Store], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A clinic on SQLite."""
    first = furnished(tmp_path_factory.getbasetemp() / "furnished")
    copytree(first.folder, tmp_path, dirs_exist_ok=True)
    url, empty = (f"sqlite:///{tmp_path}/{name}.sqlite3" for name in ("store", "empty"))
    return replace(first, store=opening(url), folder=tmp_path, url=url, empty=empty)


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
    link = house.store.invitations.create("password", maria.id, NOW)
    house.back_up()
    house.restored()
    with closing(open_store(house.empty, house.key_file)) as store:
        assert store.sign_ins.get(token, NOW) is None
        assert store.invitations.get(link, NOW) is None
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


def test_a_database_in_use_is_refused(house: House) -> None:
    house.back_up()
    with pytest.raises(StorageRefused, match="the database is in use"):
        restore(house.url, house.key_file, house.file, NOW)
    house.restored()
    with pytest.raises(StorageRefused, match="the database is in use"):
        house.restored()


def test_a_server_that_was_started_too_early_is_no_hindrance(house: House) -> None:
    house.back_up()
    with closing(open_store(house.empty, house.key_file)) as store:
        store.questionnaires.save("e" * 64, "2", "text", NOW)
        store.invitations.create("set-up", None, NOW)
    assert house.restored().audit.is_whole


NAMES = [
    *(f"{table.name}.jsonl" for table in BACKED_UP_TABLES),
    "manifest.json",
    "manifest.seal",
    "secret.key",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_byte_is_refused(house: House, name: str) -> None:
    house.back_up(with_key=True)
    content = members_of(house.file)[name]
    flipped = content[:-2] + bytes([content[-2] ^ 1]) + content[-1:]
    rewrite(house.file, lambda members: members.update({name: flipped}))
    house.refuses("changed|does not open it|damaged")


def test_a_manifest_that_tells_another_story_is_refused(house: House) -> None:
    house.back_up()
    rewrite(house.file, _manifest(made_at="2020-01-01T00:00:00+00:00"))
    house.refuses(r"manifest\.json was changed")


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_member_is_refused(house: House, name: str) -> None:
    house.back_up(with_key=True)
    rewrite(house.file, lambda members: members.pop(name))
    house.refuses("missing|damaged")


def test_a_member_that_does_not_belong_to_it_is_refused(house: House) -> None:
    house.back_up()
    rewrite(house.file, lambda members: members.update({"more.jsonl": b""}))
    house.refuses("does not belong to it")


def test_no_flipped_bit_of_the_file_changes_what_comes_back(house: House) -> None:
    house.back_up()
    whole, rows = house.file.read_bytes(), check(house.file, house.key_file, NOW)
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        house.file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            assert check(house.file, house.key_file, NOW) == rows
        except StorageRefused:
            continue


@pytest.mark.parametrize("content", [b"", b"PK", b"no backup at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(house: House, content: bytes) -> None:
    house.file.write_bytes(content)
    house.refuses("no backup at all")


@pytest.mark.parametrize("manifest", [b"[]", b"{}", b'{"format": 1}', b"\xff", b"[" * 90_000, b" " * 200_000])
def test_a_manifest_that_is_none_is_refused(house: House, manifest: bytes) -> None:
    house.back_up()
    rewrite(house.file, lambda members: members.update({"manifest.json": manifest}))
    house.refuses("no backup at all")


def test_a_backup_of_another_version_is_refused(house: House) -> None:
    house.back_up()
    forge(house.file, house.key_file, _manifest(revision="0001"))
    house.refuses("another version of Gut Factors")


def test_a_backup_of_another_format_is_refused(house: House) -> None:
    house.back_up()
    rewrite(house.file, _manifest(format="gutfactors backup 9"))
    house.refuses("its format is 'gutfactors backup 9'")


def _manifest(**values: object) -> Callable[[dict[str, bytes]], object]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | values).encode()

    return change


@pytest.mark.parametrize("table", ["submissions", "practitioners", "clinic_settings", "audit_ends"])
def test_what_the_key_does_not_open_is_refused_and_nothing_is_half_restored(house: House, table: str) -> None:
    house.back_up()
    forge(house.file, house.key_file, changed_row(table, sealed="AAAA"))
    house.refuses("the key does not open what is kept")


def test_a_way_back_that_needs_another_key_is_refused(house: House) -> None:
    house.back_up()
    forge(house.file, house.key_file, changed_row("returns", key_id="00000000"))
    house.refuses("needs the key 00000000")


def test_tables_that_do_not_fit_together_are_refused(house: House) -> None:
    house.back_up()
    forge(house.file, house.key_file, changed_row("name_parts", submission_id=99))
    house.refuses("do not fit together")


def test_a_line_that_is_no_row_is_refused(house: House) -> None:
    house.back_up()
    forge(house.file, house.key_file, changed_row("practitioners", is_active="yes"))
    house.refuses("line 1 of practitioners.jsonl is no row: is_active is not bool")


@pytest.mark.parametrize(
    "line",
    [b"", b"[]", b"{}", b'{"id": 1}', b"\xff", b"[" * 99_999],
)
def test_a_line_without_its_columns_is_no_row(line: bytes) -> None:
    with pytest.raises(InvalidRow):
        row_of(practitioners, line)


def test_an_audit_that_was_broken_before_comes_back_broken_and_this_is_told(house: House) -> None:
    longer = update(audit_ends).where(audit_ends.c.name == "last")
    old = rows_of(house.url, audit_ends)[1].sealed
    submit(house.store)
    in_transaction(house.url, lambda it: it.execute(longer.values(sealed=old)))
    house.back_up()
    assert not check(house.file, house.key_file, NOW).audit.is_whole
    assert not house.restored().audit.is_whole
    with closing(open_store(house.empty, house.key_file)) as store:
        assert not store.audit.verify().is_whole
        assert sum(store.desk.counts(NOW).values()) == 4
