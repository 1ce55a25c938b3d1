"""Guessing a password is slowed down, by account and device."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.storage.accounts import NOW, add_practitioner, audit_entries
from webapp.storage import Store
from webapp.storage.accounts.login_attempts import MAX_ATTEMPTS, WINDOW


def fail(store: Store, times: int, login: str = "maria", device: str = "") -> None:
    for _ in range(times):
        store.login_attempts.record_failure(login, device, NOW)


def wait(store: Store, login: str = "maria", device: str = "") -> int:
    return store.login_attempts.seconds_until_allowed(login, device, NOW)


def test_after_ten_failed_tries_there_is_a_pause(store: Store) -> None:
    fail(store, MAX_ATTEMPTS - 1)
    assert wait(store) == 0
    fail(store, 1)
    assert wait(store) == WINDOW.total_seconds() == 900


def test_the_pause_ends_when_the_first_of_the_ten_is_old(store: Store) -> None:
    for minute in range(MAX_ATTEMPTS):
        store.login_attempts.record_failure("maria", "", NOW + timedelta(minutes=minute))
    assert (
        store.login_attempts.seconds_until_allowed("maria", "", NOW + timedelta(minutes=9, seconds=30)) == 330
    )
    assert (
        store.login_attempts.seconds_until_allowed("maria", "", NOW + WINDOW - timedelta(microseconds=1)) == 1
    )
    assert store.login_attempts.seconds_until_allowed("maria", "", NOW + WINDOW) == 0


@pytest.mark.parametrize("login", ["maria", " MARIA", "Maria "])
def test_a_name_typed_otherwise_has_no_tries_of_its_own(store: Store, login: str) -> None:
    fail(store, MAX_ATTEMPTS, login)
    assert wait(store) > 0
    assert wait(store, "zoe") == 0


def test_a_known_device_goes_on_while_strangers_wait(store: Store) -> None:
    device = store.login_attempts.new_device_token("maria")
    fail(store, MAX_ATTEMPTS)
    assert wait(store) > 0
    assert wait(store, device=device) == 0
    fail(store, MAX_ATTEMPTS, device=device)
    assert wait(store, device=device) > 0
    assert wait(store, device=store.login_attempts.new_device_token("maria")) == 0


def test_a_device_is_known_for_one_name_only(store: Store) -> None:
    device = store.login_attempts.new_device_token("Maria")
    assert store.login_attempts.is_known_device("maria", device)
    assert not store.login_attempts.is_known_device("zoe", device)
    fail(store, MAX_ATTEMPTS, "zoe")
    assert wait(store, "zoe", device) > 0


@pytest.mark.parametrize("device", ["", ".", "x", "x.y", "é.é", "\x00", "0" * 32 + "." + "0" * 32])
def test_a_made_up_device_counts_with_the_strangers(store: Store, device: str) -> None:
    assert not store.login_attempts.is_known_device("maria", device)
    fail(store, MAX_ATTEMPTS)
    assert wait(store, device=device) > 0


def test_a_device_of_one_login_with_anothers_proof_is_not_known(store: Store) -> None:
    nonce = store.login_attempts.new_device_token("maria").split(".")[0]
    proof = store.login_attempts.new_device_token("maria").split(".")[1]
    assert not store.login_attempts.is_known_device("maria", f"{nonce}.{proof}")


def test_all_workers_count_together_and_know_the_same_devices(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    other = opening(url)
    fail(store, MAX_ATTEMPTS // 2)
    fail(other, MAX_ATTEMPTS // 2)
    assert wait(store) == wait(other) > 0
    assert other.login_attempts.is_known_device("maria", store.login_attempts.new_device_token("maria"))


def test_nobodys_name_is_slowed_down_like_somebodys(store: Store) -> None:
    add_practitioner(store, "maria")
    fail(store, MAX_ATTEMPTS, "nobody")
    fail(store, MAX_ATTEMPTS, "maria")
    assert wait(store, "nobody") == wait(store, "maria") > 0


def test_the_audit_is_told_of_accounts_and_not_of_what_was_typed(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    fail(store, 1)
    fail(store, 1, device=store.login_attempts.new_device_token("maria"))
    fail(store, 1, "my secret by mistake")
    failed = [entry for entry in audit_entries(store) if entry[1] == "failed to sign in"]
    assert failed == [("server", "failed to sign in", maria.actor)] * 2
    assert [entry.details for entry in store.audit.list(None, 2)] == [
        {"device": "known"},
        {"device": "unknown"},
    ]
