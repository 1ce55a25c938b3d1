"""Backups that are not restored: damaged or tampered with, of another key, version or format."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import update

from tests.storage.accounts import in_transaction
from tests.storage.backup_files import changed_row, forge, members_of, rewrite
from tests.storage.furnished_clinic import House
from tests.storage.submissions import NOW, rows_of, submit
from webapp.storage import StorageRefused, open_store
from webapp.storage.backup.restore import check, restore
from webapp.storage.backup.row_json import BACKED_UP_TABLES, InvalidRow, row_of
from webapp.storage.tables import audit_ends, practitioners


def test_a_database_in_use_is_refused(house: House) -> None:
    house.back_up()
    with pytest.raises(StorageRefused, match="the database is in use"):
        restore(house.url, house.key_file, house.file, NOW)
    house.restored()
    with pytest.raises(StorageRefused, match="the database is in use"):
        house.restored()


def test_a_server_that_was_started_too_early_is_no_hindrance(house: House) -> None:
    house.back_up()
    with closing(open_store(house.empty, house.key_file, may_start_over=True)) as store:
        store.questionnaires.save("e" * 64, "2", "text", NOW)
        store.one_time_links.create("set-up", None, NOW)
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
    with closing(open_store(house.empty, house.key_file, may_start_over=True)) as store:
        assert not store.audit.verify().is_whole
        assert sum(store.desk.counts(NOW).values()) == 4
