"""Which passwords are good enough, and how they are hashed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter

import pytest

from webapp.storage import StoreUnavailable, open_store, password_problem
from webapp.storage.accounts.password_strength import (
    TOO_COMMON,
    TOO_LIKE_THE_NAME,
    TOO_REPEATED,
    TOO_STRAIGHT,
)
from webapp.storage.accounts.passwords import LONGEST, SHORTEST, TOO_LONG, TOO_SHORT, PasswordHasher
from webapp.storage.patient.passphrase_hash import ScryptParams


@pytest.mark.parametrize(
    "password",
    [
        "correct donkey lamp",
        "Tr0ub4dor&3xyz",
        "naïve Käse über",
        "雨の日は本を読みます猫と",
        "kitchen window 7",
        "x9$Lq2!vR7mK",
        "blue jo lantern",
        "7f3a 9c1e 5b2d",
        "another long secret",
        "kaffee trinken wir morgens",
        "a" * 40 + " and then four grey geese",
        "four grey geese, and then " + "a" * 40,
    ],
)
def test_a_password_needs_no_special_signs(password: str) -> None:
    assert password_problem(password, "maria", "Green Clinic") == ""


def test_it_has_twelve_letters_at_least_and_two_hundred_at_most() -> None:
    letters = "abcxyz qrstk " * 20
    assert password_problem(letters[: SHORTEST - 1]) == TOO_SHORT
    assert password_problem(letters[:SHORTEST]) == ""
    assert password_problem(letters[:LONGEST]) == ""
    assert password_problem(letters[: LONGEST + 1]) == TOO_LONG


@pytest.mark.parametrize(
    "password",
    ["password2026", "Password 1234!", "qwertyuiop12", "aaaaaaaaaaaa", "123456789012", "987654321098",
     "abcdefghijkl", "GutFactors2026!", "abababababab", "1q2w3e4r5t6y", "1qaz2wsx3edc", "q1w2e3r4t5y6",
     "1qaz2wsx3edc4rfv", "mynoobmypass", "iloveyou1234", "Summer2026!!", "P@ssw0rd1234", "qazwsxedcrfv",
     "!QAZ2wsx#EDC", "trustno1trustno", "johnsmith123", "abc123456789", "QWER1234ASDF", "!qaz@wsx#edc",
     "qwerty uiop asdf", "1234 5678 9012", "hello world 1", "dragon monkey 1", "pass word 1234",
     "naturopath clinic", "1qaz 2wsx 3edc"],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert password_problem(password) in (TOO_COMMON, TOO_REPEATED, TOO_STRAIGHT)


@pytest.mark.parametrize(
    "password",
    ["greenclinic1", "Green Clinic 1", "maria.ortiz1", "!!MARIA.ORTIZ", "1greenclinic2", "green clinic",
     "GreenClinic2026", "m.ortiz.maria", "Maria Ortiz 1980", "ortizgreen12"],
)  # fmt: skip
def test_the_own_name_and_the_clinics_are_refused(password: str) -> None:
    assert password_problem(password, "maria.ortiz", "Green Clinic") == TOO_LIKE_THE_NAME


def test_a_name_within_a_longer_password_is_none() -> None:
    assert password_problem("maria eats green pears", "maria", "Green Clinic") == ""
    assert password_problem("blue jo lantern", "jo", "") == ""


def test_a_hash_is_argon2id_of_19_mib_and_salted() -> None:
    one, other = PasswordHasher().hash("blue horse"), PasswordHasher().hash("blue horse")
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other
    assert PasswordHasher().verify("blue horse", one)
    assert not PasswordHasher().verify("blue horse ", one)


def test_a_store_that_is_given_no_others_has_the_slow_hashes(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/store.sqlite3", tmp_path / "secret.key")) as store:
        hashed = store.practitioners._context.hashers.passwords.hash("blue horse")
        assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert store.passphrases._hasher._params == ScryptParams(n=2**14, r=8, p=5)


def test_a_keyboard_that_sends_letters_in_pieces_types_the_same_password() -> None:
    assert PasswordHasher().verify("cafe\u0301 au lait", PasswordHasher().hash("café au lait"))


@pytest.mark.parametrize("kept", ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$AA$AA"])
def test_what_is_no_hash_fits_nothing(kept: str) -> None:
    assert not PasswordHasher().verify("", kept)
    assert not PasswordHasher().verify("A" * 43, kept)


def test_nobodys_password_takes_as_long_to_check_as_somebodys() -> None:
    hashed: list[str] = []

    class Counting(PasswordHasher):
        def __init__(self) -> None:
            super().__init__()
            self._hasher = _Noted(hashed)  # type: ignore[assignment]

    Counting().verify("blue horse", "")
    assert hashed == ["$argon2id$v=19$m=19456,t=2,p=1$" + "A" * 22 + "$" + "A" * 43]


class _Noted:
    """A hasher that notes against what it was asked to check."""

    def __init__(self, seen: list[str]) -> None:
        self._seen = seen

    def verify(self, kept: str, _password: str) -> bool:
        self._seen.append(kept)
        return False


def test_those_who_guess_do_not_take_every_thread() -> None:
    passwords = PasswordHasher(places=2)
    with ThreadPoolExecutor(6) as pool:
        with passwords._queue._hashing:
            tries = [pool.submit(passwords.verify, "blue horse", "") for _ in range(6)]
            refused = list(islice(as_completed(tries, timeout=10), 4))
            assert all(isinstance(each.exception(), StoreUnavailable) for each in refused)
        assert [each.result() for each in tries if each not in refused] == [False, False]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("monkeymonkey", TOO_REPEATED),
        ("abcdefghijklmnop", TOO_COMMON),
        ("fedcba98765432", TOO_STRAIGHT),
        ("abc123456789", TOO_COMMON),
    ],
)
def test_it_is_said_why_a_password_is_soon_guessed(password: str, why: str) -> None:
    assert password_problem(password, "abc", "Maria Ortiz") == why


def test_the_longest_password_of_the_worst_kind_is_judged_quickly() -> None:
    started = perf_counter()
    password_problem("4@(<369!|0$5+7%2" * 12, "4@(<369!|0$5+7%2" * 5)
    assert perf_counter() - started < 5
