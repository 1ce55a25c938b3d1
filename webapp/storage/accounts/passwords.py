"""Passwords: which are good enough, and their slow hashes.

Lengths and the list of the commonest follow NIST SP 800-63B, 3.1.1.2: no rules of composition.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.storage.accounts.password_strength import TOO_COMMON, TOO_LIKE_THE_NAME, what_is_easy
from webapp.storage.database import StoreUnavailable

SHORTEST = 12
LONGEST = 200

TOO_SHORT = "The password is too short: use at least 12 characters. Four words that you can picture are easy."
TOO_LONG = "The password is too long: use at most 200 characters."

# Tried first: words and rows of keys that people lengthen with digits, and this product's own words.
_COMMON = frozenset({
    "password", "passwordpassword", "mypassword", "newpassword", "passw0rd", "p@ssw0rd", "changeme",
    "letmein",
    "changemeplease", "letmeinplease", "welcome", "welcomewelcome", "qwertyuiop", "qwertyuiopasdf", "qwerty",
    "qwertyqwerty", "qwertyuiopasdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "asdfghjkl", "zxcvbnm", "iloveyou",
    "iloveyouforever", "administrator", "adminadmin", "adminpassword", "correcthorsebatterystaple", "trustno",
    "correct horse battery staple", "superman", "princess", "sunshine", "football", "footballfootball",
    "practitioner", "naturopath", "naturopathy", "gutfactors", "gut factors", "questionnaire", "receptionist",
})  # fmt: skip
_NOT_OF_THE_CORE = "0123456789 !?.,-_*#@$%&+="
# A name of fewer letters is part of too many good passwords.
_SHORTEST_NAME = 4
_WORD = re.compile(r"[^\W_]+")
_FEWEST_DIFFERENT = 5

# How many may hash or wait for their turn: the rest are sent away, not to take every thread of the server.
PLACES = 4


def password_problem(password: str, *names: str) -> str:
    """Tell what is wrong with a new password, in a sentence of PROBLEMS; "" where nothing is.

    `names` are what it must not be made of: the sign-in name, the own name, the clinic's name.
    """
    plain = _normalised(password)
    if len(plain) < SHORTEST:
        return TOO_SHORT
    if len(plain) > LONGEST:
        return TOO_LONG
    core = plain.casefold().strip(_NOT_OF_THE_CORE)
    if core in _COMMON or len(set(plain)) < _FEWEST_DIFFERENT or _is_a_row(plain):
        return TOO_COMMON
    if _is_made_of(core, names):
        return TOO_LIKE_THE_NAME
    return what_is_easy(plain, names)


@dataclass(frozen=True)
class ArgonParams:
    """Of one hash: OWASP Password Storage Cheat Sheet, second setting. The web process must stay small."""

    kibibytes: int = 19 * 1024
    rounds: int = 2


ARGON_PARAMS = ArgonParams()


class PasswordHasher:
    """Hashes passwords with Argon2id, one at a time: each takes 19 MiB."""

    def __init__(self, places: int = PLACES, cost: ArgonParams = ARGON_PARAMS) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=cost.rounds, memory_cost=cost.kibibytes, parallelism=1)
        # Of nobody's password. It is checked where there is no account, which then takes as long as one.
        self._nobodys = f"$argon2id$v=19$m={cost.kibibytes},t={cost.rounds},p=1${'A' * 22}${'A' * 43}"
        self._places = threading.BoundedSemaphore(places)
        self._turn = threading.Lock()

    def hashed(self, password: str) -> str:
        """Raises StoreUnavailable when too many wait, as does `fits`."""
        with _Place(self._places), self._turn:
            return self._hasher.hash(_normalised(password))

    def fits(self, password: str, kept: str) -> bool:
        """Tell whether `kept` is the hash of this password; takes as long where it is "", of nobody."""
        with _Place(self._places), self._turn:
            try:
                return self._hasher.verify(kept or self._nobodys, _normalised(password)[: LONGEST + 1])
            except (VerificationError, InvalidHashError):
                return False


class _Place:
    """One of the places in the queue, or StoreUnavailable."""

    def __init__(self, places: threading.BoundedSemaphore) -> None:
        self._places = places

    def __enter__(self) -> None:
        if not self._places.acquire(blocking=False):
            raise StoreUnavailable("too many passwords are being tried at the same time")

    def __exit__(self, *_: object) -> None:
        self._places.release()


def _normalised(password: str) -> str:
    """The same letters however a keyboard sends them."""
    return unicodedata.normalize("NFKC", password)


def _is_made_of(core: str, names: Sequence[str]) -> bool:
    """Tell whether nothing much is left of a password without these names and their words."""
    words = {word for name in names for word in (_letters(name), *_WORD.findall(name.casefold()))}
    rest = _letters(core)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) >= _SHORTEST_NAME else rest
    return rest != _letters(core) and len(rest.strip(_NOT_OF_THE_CORE)) < _SHORTEST_NAME


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _is_a_row(plain: str) -> bool:
    """Tell whether each sign follows on the one before: 123456789012."""
    steps = {(ord(after) - ord(before)) % 10 for before, after in pairwise(plain)}
    return len(steps) == 1
