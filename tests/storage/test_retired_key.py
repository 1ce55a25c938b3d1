"""An old key is retired once nothing needs it, and then it is gone from the file."""

from __future__ import annotations

import os
from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import pytest

from tests.storage.accounts import NOW, audit_entries
from tests.storage.sealed_clinic import everything, fill
from webapp.storage import StorageRefused, Store, open_store
from webapp.storage.crypto.keys import InstanceKey, read_key, replace_key

WEEK = timedelta(days=7)


def test_a_key_that_words_to_come_back_with_need_is_not_retired(store: Store, tmp_path: Path) -> None:
    fill(store)
    passphrase = store.passphrases.issue(store.drafts.create({}, NOW), NOW)
    store.keys.rotate("command", NOW)
    refused = store.keys.retire("command", NOW)
    assert (refused.is_refused, refused.keys, refused.passphrases_until) == (True, 0, NOW + WEEK)
    assert len(read_key(tmp_path / "secret.key").ids) == 2
    assert passphrase is not None
    assert store.passphrases.redeem(passphrase, NOW) is not None
    assert store.keys.retire("command", NOW + WEEK).keys == 1


def test_words_that_were_given_after_the_rotation_hold_nothing_up(store: Store) -> None:
    fill(store)
    store.keys.rotate("command", NOW)
    token = store.drafts.create({}, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    assert store.keys.retire("command", NOW).keys == 1
    assert passphrase is not None
    assert store.passphrases.redeem(passphrase, NOW) == token


def test_a_key_that_still_seals_something_is_not_retired(store: Store, tmp_path: Path) -> None:
    fill(store)
    key = read_key(tmp_path / "secret.key")
    replace_key(tmp_path / "secret.key", InstanceKey(b"n" * 32, *key.secrets), os.urandom)
    refused = store.keys.retire("command", NOW)
    assert refused.is_refused
    assert (
        refused.rows_left == 4 + 2 + 1 + 1 + 2 + 2
    )  # submissions, pages, practitioners, passkeys, settings, ends of the audit
    assert len(read_key(tmp_path / "secret.key").ids) == 2


def test_a_retired_key_is_gone_from_the_file(store: Store, tmp_path: Path) -> None:
    fill(store)
    old = (tmp_path / "secret.key").read_bytes()
    store.keys.rotate("command", NOW)
    assert old in (tmp_path / "secret.key").read_bytes()
    assert store.keys.retire("command", NOW).keys == 1
    assert old not in (tmp_path / "secret.key").read_bytes()
    assert audit_entries(store)[-1] == ("command", "retired keys", "keys")
    assert not store.keys.retire("command", NOW).is_refused
    assert store.keys.retire("command", NOW).keys == 0


def test_without_the_new_key_nothing_is_opened_any_more(store: Store, url: str, tmp_path: Path) -> None:
    fill(store)
    old = (tmp_path / "secret.key").read_bytes()
    store.keys.rotate("command", NOW)
    (tmp_path / "secret.key").write_bytes(old)
    with pytest.raises(StorageRefused, match="is not the one"):
        open_store(url, tmp_path / "secret.key")


def test_a_key_file_that_cannot_be_read_for_a_moment_stops_no_server(store: Store, tmp_path: Path) -> None:
    fill(store)
    before = everything(store)
    (tmp_path / "secret.key").rename(tmp_path / "away")
    assert everything(store) == before
    (tmp_path / "secret.key").touch(mode=0o600)
    assert everything(store) == before
    (tmp_path / "away").replace(tmp_path / "secret.key")
    assert store.keys.rotate("command", NOW).rows == 12


def test_the_file_is_replaced_whole_and_is_its_owners_only(store: Store, tmp_path: Path) -> None:
    fill(store)
    store.keys.rotate("command", NOW)
    path = tmp_path / "secret.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [len(b64decode(line)) for line in path.read_bytes().split()] == [32, 32]
    assert not list(tmp_path.glob(".secret.key*"))
