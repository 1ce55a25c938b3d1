"""The second factor: a code of now, or a recovery code, each once."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pyotp
import pytest

from tests.storage.accounts import (
    NOW,
    add_practitioner,
    audit_entries,
    choose_password,
    enable_second_factor,
    reload,
)
from webapp.report.charts.qr import qr_code
from webapp.storage import Store
from webapp.storage.accounts.totp import RecoveryCodeHasher, new_secret

STEP = timedelta(seconds=30)
LATER = NOW + timedelta(hours=1)


def code(secret: str, at: object = LATER) -> str:
    return str(pyotp.TOTP(secret).at(at))  # type: ignore[arg-type]


def test_the_app_reads_who_and_where_from_the_address(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    secret = store.second_factors.new_secret()
    uri = pyotp.parse_uri(store.second_factors.provisioning_uri(maria, secret, "Green Clinic"))
    assert isinstance(uri, pyotp.TOTP)
    assert (uri.secret, uri.name, uri.issuer, uri.digits) == (secret, "maria", "Green Clinic", 6)
    assert "issuer=Gut%20Factors" in store.second_factors.provisioning_uri(maria, secret, "")


def test_a_picture_has_room_for_the_longest_names(store: Store) -> None:
    somebody = add_practitioner(store, "\N{GRINNING FACE}" * 80)
    uri = store.second_factors.provisioning_uri(somebody, new_secret(bytes), "\N{GRINNING FACE}" * 80)
    assert qr_code(uri) is not None


def test_a_secret_has_160_bits() -> None:
    assert len(new_secret(bytes)) == 32
    assert new_secret(bytes) == "A" * 32


def test_without_a_right_code_nothing_is_turned_on(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    secret = store.second_factors.new_secret()
    wrong = code(secret, NOW + timedelta(hours=1))
    assert store.second_factors.enable(maria.id, secret, wrong, NOW) is None
    assert reload(store, maria) == maria


def test_with_a_right_one_it_is_on_and_there_are_ten_recovery_codes(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    _, recovery = enable_second_factor(store, maria)
    assert reload(store, maria).has_code
    assert len(set(recovery)) == 10
    assert all(len(each.replace("-", "")) == 12 for each in recovery)


def test_the_code_that_turned_it_on_does_not_sign_in_as_well(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    secret, _ = enable_second_factor(store, maria)
    assert not store.second_factors.verify(maria.id, code(secret, NOW), NOW)


def test_a_code_is_good_one_step_early_and_late_and_no_more(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    secret, _ = enable_second_factor(store, maria)
    assert not store.second_factors.verify(maria.id, code(secret, LATER - 2 * STEP), LATER)
    assert not store.second_factors.verify(maria.id, code(secret, LATER + 2 * STEP), LATER)
    assert store.second_factors.verify(maria.id, code(secret, LATER - STEP), LATER)
    assert store.second_factors.verify(maria.id, code(secret), LATER)
    assert store.second_factors.verify(maria.id, code(secret, LATER + STEP), LATER)


def test_a_code_is_good_once_and_so_is_its_step_of_time(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    secret, _ = enable_second_factor(store, maria)
    assert store.second_factors.verify(maria.id, code(secret), LATER)
    assert not store.second_factors.verify(maria.id, code(secret), LATER)
    assert not store.second_factors.verify(maria.id, code(secret, LATER - STEP), LATER)
    assert store.second_factors.verify(maria.id, code(secret, LATER + STEP), LATER + STEP)


def test_of_eight_browsers_with_the_same_code_one_gets_in(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    maria = add_practitioner(store, "maria")
    secret, recovery = enable_second_factor(store, maria)
    workers = [store, opening(url)]

    def signed_in(typed: str) -> int:
        with ThreadPoolExecutor(8) as pool:
            return sum(
                pool.map(
                    lambda it: bool(workers[it % 2].second_factors.verify(maria.id, typed, LATER)),
                    range(8),
                )
            )

    assert signed_in(code(secret)) == 1
    assert signed_in(recovery[0]) == 1


@pytest.mark.parametrize("retype", [str, str.lower, lambda it: it.replace("-", ""), lambda it: f" {it} "])
def test_a_recovery_code_is_good_once_however_it_is_typed(store: Store, retype: Callable[[str], str]) -> None:
    maria = add_practitioner(store, "maria")
    _, recovery = enable_second_factor(store, maria)
    assert store.second_factors.verify(maria.id, retype(recovery[3]), LATER)
    assert not store.second_factors.verify(maria.id, recovery[3], LATER)
    assert store.second_factors.verify(maria.id, recovery[4], LATER)
    assert audit_entries(store)[-1] == (maria.actor, "used a recovery code", maria.actor)
    assert store.audit.list()[0].details == {"left": 8}


@pytest.mark.parametrize("typed", ["", "000000", "12345", "1234567", "----", "é" * 6, "\x00", "x" * 10_000])
def test_what_is_no_code_is_wrong(store: Store, typed: str) -> None:
    maria = add_practitioner(store, "maria")
    assert not store.second_factors.verify(maria.id, typed, LATER)
    enable_second_factor(store, maria)
    assert not store.second_factors.verify(maria.id, typed, LATER)
    assert not store.second_factors.verify(99, typed, LATER)


def test_one_persons_codes_are_not_anothers(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    zoe = add_practitioner(store, "zoe")
    secret, recovery = enable_second_factor(store, maria)
    enable_second_factor(store, zoe)
    assert not store.second_factors.verify(zoe.id, code(secret), LATER)
    assert not store.second_factors.verify(zoe.id, recovery[0], LATER)


def test_a_second_factor_that_is_on_is_not_put_in_the_place_of_another(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    secret, recovery = enable_second_factor(store, maria)
    other = store.second_factors.new_secret()
    assert store.second_factors.enable(maria.id, other, code(other, LATER), LATER) is None
    assert not store.second_factors.verify(maria.id, code(other), LATER)
    assert store.second_factors.verify(maria.id, code(secret), LATER)
    assert store.second_factors.verify(maria.id, recovery[0], LATER)


def test_who_lost_the_phone_comes_in_by_a_new_link_only(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    enable_second_factor(store, maria)
    choose_password(store, maria, "four grey geese on ice")
    store.practitioners.reset_credentials(maria.id, "command", NOW)
    assert not reload(store, maria).has_code
    assert store.practitioners.check_password(maria.login, "four grey geese on ice") is None


def test_turned_off_no_code_is_right_any_more(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    secret, recovery = enable_second_factor(store, maria)
    store.second_factors.disable(maria.id, "command", NOW)
    assert not reload(store, maria).has_code
    assert not store.second_factors.verify(maria.id, code(secret), LATER)
    assert not store.second_factors.verify(maria.id, recovery[0], LATER)
    assert [action for _, action, _ in audit_entries(store)][-2:] == [
        "turned on the code",
        "turned off the code",
    ]


def test_another_phone_takes_the_place_of_the_one_before_in_one_go(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    secret, recovery = enable_second_factor(store, maria)
    store.trusted_browsers.trust(maria.id, NOW)
    other = new_secret(lambda count: b"o" * count)
    assert store.second_factors.replace(maria.id, other, "000000", LATER) is None
    assert not store.second_factors.is_valid_code(other, "000000", LATER)
    new = store.second_factors.replace(maria.id, other, code(other), LATER)
    assert new is not None
    assert len(set(new)) == reload(store, maria).recovery_left == 10
    assert not store.second_factors.verify(maria.id, code(secret, LATER + STEP), LATER + STEP)
    assert not store.second_factors.verify(maria.id, recovery[0], LATER)
    assert store.second_factors.verify(maria.id, code(other, LATER + STEP), LATER + STEP) == "code"
    assert store.second_factors.verify(maria.id, new[0], LATER) == "recovery"
    assert store.trusted_browsers.count(maria.id, NOW) == 0
    assert "changed the phone" in [action for _, action, _ in audit_entries(store)]


def test_where_no_second_factor_is_on_there_is_none_to_move_or_renew(store: Store) -> None:
    maria, other = add_practitioner(store, "maria"), new_secret(lambda count: b"o" * count)
    assert store.second_factors.replace(maria.id, other, code(other), LATER) is None
    assert store.second_factors.renew_recovery_codes(maria.id, LATER) is None
    assert not reload(store, maria).has_code


def test_new_recovery_codes_put_the_earlier_ones_out_of_use(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    _, recovery = enable_second_factor(store, maria)
    new = store.second_factors.renew_recovery_codes(maria.id, LATER)
    assert new is not None
    assert not store.second_factors.verify(maria.id, recovery[0], LATER)
    assert store.second_factors.verify(maria.id, new[0], LATER) == "recovery"
    assert reload(store, maria).recovery_left == 9


def test_what_is_kept_of_recovery_codes_is_salted_and_slow() -> None:
    codes_of = ("7Q4K-XW93-TFHP", "XW93-TFHP-7Q4K")
    one, other = (RecoveryCodeHasher().hash_all(codes_of, os.urandom) for _ in range(2))
    assert not set(one) & set(other)
    assert len({each.partition(":")[0] for each in one}) == 1, "one try costs one hash"
    assert len(bytes.fromhex(one[0].partition(":")[0])) == 16
    assert RecoveryCodeHasher()._cost == 2**14
    assert RecoveryCodeHasher().find(one, " 7q4kxw93tfhp") == one[0]
    assert RecoveryCodeHasher().find(one, "7Q4K-XW93-TFHX") is None


def test_recovery_codes_of_an_older_version_are_still_good() -> None:
    kept = sha256(b"7Q4KXW93TFHP").hexdigest()
    assert RecoveryCodeHasher(cost=2).find([kept], "7Q4K-XW93-TFHP") == kept
    assert RecoveryCodeHasher(cost=2).find([kept], "7Q4K-XW93-TFHX") is None
