"""The keys of a running instance."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.keys import (
    SEAL_PURPOSE,
    InstanceKey,
    StorageRefused,
    instance_key,
    read_key,
    replace_key,
)
from webapp.storage.crypto.sealing import AesSeal, SealBroken

ONE, TWO = b"1" * 32, b"2" * 32


def ring_of(path: Path, *secrets: bytes) -> KeyRing:
    instance_key(path)
    replace_key(path, InstanceKey(*secrets))
    return KeyRing(path, read_key(path))


def test_what_is_sealed_begins_with_the_id_of_its_key(tmp_path: Path) -> None:
    seal = RingSeal(ring_of(tmp_path / "key", ONE), os.urandom)
    sealed = seal.seal(b"plain", "here")
    assert sealed[:4].hex() == seal.key_id == InstanceKey(ONE).ids[0]
    assert sealed[4:] != seal.seal(b"plain", "here")[4:]
    assert AesSeal(InstanceKey(ONE).derive(SEAL_PURPOSE), os.urandom).open(sealed[4:], "here") == b"plain"


def test_the_newest_key_seals_and_all_open(tmp_path: Path) -> None:
    old = RingSeal(ring_of(tmp_path / "old", ONE), os.urandom).seal(b"plain", "here")
    both = RingSeal(ring_of(tmp_path / "both", TWO, ONE), os.urandom)
    assert both.open(old, "here") == b"plain"
    assert both.seal(b"plain", "here")[:4].hex() == InstanceKey(TWO).ids[0]


@pytest.mark.parametrize("context", ["", "there", "here "])
def test_it_opens_in_its_own_place_only(tmp_path: Path, context: str) -> None:
    seal = RingSeal(ring_of(tmp_path / "key", ONE), os.urandom)
    with pytest.raises(SealBroken):
        seal.open(seal.seal(b"plain", "here"), context)


@pytest.mark.parametrize("sealed", [b"", b"abc", b"abcd", b"\x00" * 40])
def test_what_nobody_sealed_does_not_open(tmp_path: Path, sealed: bytes) -> None:
    seal = RingSeal(ring_of(tmp_path / "key", ONE), os.urandom)
    for forged in (sealed, bytes.fromhex(seal.key_id) + sealed):
        with pytest.raises(SealBroken):
            seal.open(forged, "here")


def test_a_key_that_is_added_to_the_file_is_taken_up_at_the_next_use(tmp_path: Path) -> None:
    ring = ring_of(tmp_path / "key", ONE)
    seal = RingSeal(ring, os.urandom)
    sealed = seal.seal(b"plain", "here")
    replace_key(tmp_path / "key", InstanceKey(TWO, ONE))
    assert seal.seal(b"plain", "here")[:4] != sealed[:4]
    assert seal.open(sealed, "here") == b"plain"
    replace_key(tmp_path / "key", InstanceKey(TWO))
    with pytest.raises(SealBroken, match="sealed with key"):
        seal.open(sealed, "here")


def test_a_key_that_waits_opens_and_seals_once_something_is_sealed_with_it(tmp_path: Path) -> None:
    ring = ring_of(tmp_path / "key", ONE)
    replace_key(ring.path, InstanceKey(ONE, waiting=TWO))
    assert read_key(ring.path).waiting == TWO
    seal, blind, one, two = RingSeal(ring, os.urandom), BlindIndex(ring), *InstanceKey(ONE, TWO).ids
    digest = blind.digest("login", "maria")
    assert (seal.key_ids, seal.seal(b"plain", "here")[:4].hex()) == ((one, two), one)
    elsewhere = RingSeal(ring_of(tmp_path / "elsewhere", TWO, ONE), os.urandom).seal(b"plain", "here")
    assert seal.open(elsewhere, "here") == b"plain"
    assert (seal.key_ids, seal.seal(b"plain", "here")[:4].hex()) == ((two, one), two)
    assert blind.digests("login", "maria") == (blind.digest("login", "maria"), digest)


@pytest.mark.parametrize("line", [b"waiting:", b"waiting:abc", b"waiting"])
def test_a_damaged_line_of_a_key_that_waits_is_refused(tmp_path: Path, line: bytes) -> None:
    path = ring_of(tmp_path / "key", ONE).path
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(StorageRefused, match="is damaged"):
        read_key(path)


def test_a_digest_finds_equal_texts_and_tells_nothing_without_the_key(tmp_path: Path) -> None:
    one, two = (BlindIndex(ring_of(tmp_path / name, key)) for name, key in (("1", ONE), ("2", TWO)))
    assert one.digest("login", "maria") == one.digest("login", "maria")
    assert len({one.digest("login", "maria"), one.digest("login", "zoe"), one.digest("name", "maria")}) == 3
    assert one.digest("login", "maria") != two.digest("login", "maria")


def test_texts_are_looked_for_under_every_key(tmp_path: Path) -> None:
    old = BlindIndex(ring_of(tmp_path / "old", ONE)).digest("login", "maria")
    both = BlindIndex(ring_of(tmp_path / "both", TWO, ONE))
    assert both.digests("login", "maria") == (both.digest("login", "maria"), old)


def test_a_marked_digest_names_its_key_and_rows_of_an_older_version_are_found(tmp_path: Path) -> None:
    old, both = BlindIndex(ring_of(tmp_path / "old", ONE)), BlindIndex(ring_of(tmp_path / "both", TWO, ONE))
    stored = [old.marked_digest("sign-in id", "x"), old.digest("sign-in id", "x")]
    assert stored[0].startswith(InstanceKey(ONE).ids[0])
    assert both.marked_digest("sign-in id", "x").startswith(InstanceKey(TWO).ids[0])
    assert {len(each) for each in stored} == {32}
    assert set(stored) < set(both.marked_digests("sign-in id", "x"))
