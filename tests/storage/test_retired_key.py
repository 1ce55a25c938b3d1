"""An old key is retired once nothing needs it, and then it is gone from the file."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import String

from tests.storage.accounts import NOW, PASSWORD, audit_entries
from tests.storage.sealed_clinic import everything, fill
from webapp.storage import KioskConfig, StorageRefused, Store, open_store
from webapp.storage.crypto.key_bound_rows import KEY_BOUND
from webapp.storage.crypto.keyring import INDEX_LETTERS
from webapp.storage.crypto.keys import InstanceKey, read_key, replace_key
from webapp.storage.tables import metadata

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
    replace_key(tmp_path / "secret.key", InstanceKey(b"n" * 32, *key.secrets))
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


RENEWED = {
    *(
        "practitioners.login_index",
        "submissions.number_index",
        "submissions.content_index",
        "name_parts.part",
    ),
    *(f"patient_invitations.{name}_index" for name in ("link", "words", "number")),
}
"""Digests that rotation makes again of what is sealed in their row."""

KEYLESS = {
    *("drafts.id", "returns.id", "reports.draft_id", "submissions.draft_id", "sittings.draft_id"),
    *("pickups.id", "prints.id", "probes.id", "invitation_mails.id", "patient_invitations.id"),
    *("submissions.patient", "submissions.proven_patient"),
}
"""Made of a token, or at random, without the instance's key; a passphrase names its key beside it."""

COUNTED = {"tries.bucket"}
"""Failed tries to sign in, which count for a quarter of an hour: who tries may begin at nought once."""


def test_every_column_of_digests_is_known_to_whoever_retires_a_key() -> None:
    digests = {
        str(column)
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String) and column.type.length == INDEX_LETTERS and not column.foreign_keys
    }
    assert digests == {str(each.column) for each in KEY_BOUND} | RENEWED | KEYLESS | COUNTED


TokenUse = Callable[[], object]


def tokens_in_use(store: Store) -> dict[str, TokenUse]:
    """What uses a token of each kind that the instance's key finds. It is true where the token is good."""
    maria = store.practitioners.by_login("maria")
    assert maria
    kiosk, waiting = (store.kiosks.create(KioskConfig(name), "command", NOW) for name in ("Hall", "Desk"))
    device = store.kiosks.enrol(store.kiosks.issue_code(kiosk, "command", NOW) or "", NOW) or ""
    code = store.kiosks.issue_code(waiting, "command", NOW) or ""
    token = store.api_tokens.create("Laboratory", ["answers"], maria.actor, NOW)
    sign_in, link = (
        store.sign_ins.create(maria.id, "full", NOW),
        store.one_time_links.create("password", maria.id, NOW),
    )
    trusted, challenge = store.trusted_browsers.trust(maria.id, NOW), store.passkeys.issue_challenge(NOW)
    return {
        "tokens": lambda: store.api_tokens.use(token, NOW),
        "kiosks": lambda: store.kiosks.by_token(device),
        "kiosk codes": lambda: store.kiosks.enrol(code, NOW),
        "sign-ins": lambda: store.sign_ins.get(sign_in, NOW),
        "trusted browsers": lambda: store.trusted_browsers.is_trusted(maria.id, trusted, NOW),
        "one-time links": lambda: store.one_time_links.accept(link, PASSWORD, NOW),
        "passkey challenges": lambda: store.passkeys.use_challenge(challenge, NOW),
    }


def test_a_key_that_finds_a_token_is_not_retired_before_the_token_is_used_again(store: Store) -> None:
    fill(store)
    uses = tokens_in_use(store)
    assert {each.kind for each in KEY_BOUND} == set(uses)
    store.keys.rotate("command", NOW)
    for kind in [*list(uses)[:5], "passkey challenges", "one-time links"]:
        refused = store.keys.retire("command", NOW)
        assert (refused.keys, {each.kind for each in refused.ending}) == (0, set(uses))
        assert uses.pop(kind)(), kind
    assert store.keys.retire("command", NOW).keys == 1


def test_what_would_end_is_counted_and_named(store: Store) -> None:
    fill(store)
    tokens_in_use(store)
    store.keys.rotate("command", NOW)
    ending = {each.kind: (each.count, each.names) for each in store.keys.retire("command", NOW).ending}
    assert (ending["tokens"], ending["kiosks"]) == ((1, ("Laboratory",)), (1, ("Hall",)))
    assert ending["sign-ins"] == (1, ())
    month = NOW + timedelta(days=30)
    assert {each.kind for each in store.keys.retire("command", month).ending} == {"tokens", "kiosks"}


def test_by_force_what_only_an_old_key_finds_ends_and_is_listed_no_more(store: Store) -> None:
    fill(store)
    uses = tokens_in_use(store)
    store.keys.rotate("command", NOW)
    assert store.keys.retire("command", NOW, is_forced=True).keys == 1
    assert not any(use() for use in uses.values())
    assert store.api_tokens.list() == ()
    assert not any(each.is_enrolled for each in store.kiosks.list())
    assert ("command", "revoked a token", "token 1") in audit_entries(store)


def test_by_force_no_words_to_come_back_with_end(store: Store) -> None:
    fill(store)
    store.passphrases.issue(store.drafts.create({}, NOW), NOW)
    store.keys.rotate("command", NOW)
    assert store.keys.retire("command", NOW, is_forced=True).passphrases_until == NOW + WEEK


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
