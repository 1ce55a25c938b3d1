"""Passkeys: whose they are, what their counters say, and challenges that are answered once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from tests.storage.accounts import NOW, add_practitioner, audit_entries, in_transaction, made_passkey
from webapp.storage import CHALLENGE_TERM, Passkey, Store
from webapp.storage.accounts.passkeys import MOST
from webapp.storage.tables import passkeys

LATER = NOW + timedelta(days=1)


def added(store: Store, sign_count: int = 0) -> Passkey:
    """Return the passkey of somebody new."""
    jo = add_practitioner(store, "jo")
    assert store.passkeys.add(jo.id, made_passkey(sign_count=sign_count), NOW)
    (found,) = store.passkeys.list(jo.id)
    return found


def test_a_passkey_is_found_by_its_credential_and_belongs_to_one_account(store: Store) -> None:
    mine, sam = added(store), add_practitioner(store, "sam")
    assert store.passkeys.find(b"c" * 16) == mine
    assert store.passkeys.find(b"other") is None
    assert not store.passkeys.add(sam.id, made_passkey(), NOW)
    assert not store.passkeys.remove(sam.id, mine.id, NOW)
    assert store.passkeys.remove(mine.practitioner_id, mine.id, NOW)
    assert store.passkeys.find(b"c" * 16) is None
    assert [action for _, action, _ in audit_entries(store)][-1] == "removed a passkey"


def test_the_counter_of_a_passkey_rises_or_the_use_is_refused(store: Store) -> None:
    mine = added(store, sign_count=7)
    assert store.passkeys.record_use(mine, 8, LATER, is_copied=False)
    for copied in (8, 7, 0):
        assert not store.passkeys.record_use(mine, copied, LATER, is_copied=False)
    (now,) = store.passkeys.list(mine.practitioner_id)
    assert (now.made.sign_count, now.used_at) == (8, LATER)
    assert [action for _, action, _ in audit_entries(store)].count("was refused a passkey") == 3


def test_a_device_that_does_not_count_always_says_nought(store: Store) -> None:
    mine = added(store)
    assert store.passkeys.record_use(mine, 0, NOW, is_copied=True)
    assert store.passkeys.record_use(mine, 0, LATER, is_copied=True)
    assert store.passkeys.list(mine.practitioner_id)[0].made.is_copied


def test_a_use_of_a_passkey_that_was_removed_meanwhile_is_refused(store: Store) -> None:
    mine = added(store)
    store.passkeys.remove(mine.practitioner_id, mine.id, NOW)
    assert not store.passkeys.record_use(mine, 1, LATER, is_copied=False)


def test_nobody_has_more_than_ten(store: Store) -> None:
    jo = add_practitioner(store, "jo")
    every = [store.passkeys.add(jo.id, made_passkey(credential_id=bytes([n])), NOW) for n in range(MOST + 1)]
    assert every == [True] * MOST + [False]


def test_a_row_that_was_given_to_another_account_does_not_open(store: Store, url: str) -> None:
    mine, sam = added(store), add_practitioner(store, "sam")
    stolen = update(passkeys).values(practitioner_id=sam.id)
    in_transaction(url, lambda connection: connection.execute(stolen))
    assert store.passkeys.find(mine.made.credential_id) is None
    assert store.passkeys.list(sam.id) == ()


def test_all_passkeys_of_one_person_share_a_handle(store: Store) -> None:
    mine = added(store)
    assert store.passkeys.user_handle(mine.practitioner_id) == mine.made.user_handle
    assert len(store.passkeys.user_handle(add_practitioner(store, "sam").id)) == 32


def test_a_challenge_is_answered_once_and_in_time(store: Store) -> None:
    first, second = store.passkeys.issue_challenge(NOW), store.passkeys.issue_challenge(NOW)
    assert store.passkeys.use_challenge(first, NOW)
    assert not store.passkeys.use_challenge(first, NOW)
    assert not store.passkeys.use_challenge(second, NOW + CHALLENGE_TERM)
    assert not store.passkeys.use_challenge("", NOW)


def test_a_reset_without_the_phone_removes_the_passkeys(store: Store) -> None:
    mine = added(store)
    store.practitioners.reset_credentials(mine.practitioner_id, "command", NOW)
    assert store.passkeys.list(mine.practitioner_id) == ()
    assert "removed a passkey" in [action for _, action, _ in audit_entries(store)]
