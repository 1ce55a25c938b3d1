"""Passwords: which are good enough, and their slow hashes.

Lengths and the list of common ones follow NIST SP 800-63B, 3.1.1.2: no rules of composition.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.storage.accounts.password_strength import TOO_COMMON, TOO_LIKE_THE_NAME, guessability_problem
from webapp.storage.crypto.hash_queue import HashQueue
from webapp.storage.database import StoreUnavailable

SHORTEST = 12
LONGEST = 200

TOO_SHORT = "The password is too short: use at least 12 characters. Four words that you can picture are easy."
TOO_LONG = "The password is too long: use at most 200 characters."

# What guessers try first: words and keyboard rows that people lengthen with digits, and our own words.
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

# How many threads may hash or wait for the hash. The rest fail at once: they would block the web server.
PLACES = 4


def password_problem(password: str, *names: str) -> str:
    """Return a sentence on what is wrong with a new password, or "".

    It must not be made of `names`: the login, the person's and the clinic's name.
    """
    plain = _normalized(password)
    if len(plain) < SHORTEST:
        return TOO_SHORT
    if len(plain) > LONGEST:
        return TOO_LONG
    core = plain.casefold().strip(_NOT_OF_THE_CORE)
    if core in _COMMON or len(set(plain)) < _FEWEST_DIFFERENT or _is_a_row(plain):
        return TOO_COMMON
    if _is_made_of(core, names):
        return TOO_LIKE_THE_NAME
    return guessability_problem(plain, names)


@dataclass(frozen=True)
class ArgonParams:
    """The cost of one hash: OWASP Password Storage Cheat Sheet, second setting, to keep the process small."""

    kibibytes: int = 19 * 1024
    rounds: int = 2


ARGON_PARAMS = ArgonParams()


class PasswordHasher:
    """Hashes passwords with Argon2id, one at a time: each takes 19 MiB."""

    def __init__(self, places: int = PLACES, cost: ArgonParams = ARGON_PARAMS) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=cost.rounds, memory_cost=cost.kibibytes, parallelism=1)
        # No password has this hash. It is verified where there is no account, in the same time.
        self._no_hash = f"$argon2id$v=19$m={cost.kibibytes},t={cost.rounds},p=1${'A' * 22}${'A' * 43}"
        self._queue = HashQueue(places)

    def hash(self, password: str) -> str:
        """Hash a new password. Raise StoreUnavailable when too many threads wait, as does `verify`."""
        with self._queue.turn(_busy()):
            return self._hasher.hash(_normalized(password))

    def verify(self, password: str, stored: str) -> bool:
        """Return whether `stored` is the hash of this password. With "" return False in the same time."""
        with self._queue.turn(_busy()):
            try:
                return self._hasher.verify(stored or self._no_hash, _normalized(password)[: LONGEST + 1])
            except (VerificationError, InvalidHashError):
                return False


def _busy() -> StoreUnavailable:
    return StoreUnavailable("too many passwords are being tried at the same time")


def _normalized(password: str) -> str:
    """Return the password in one Unicode form, whatever the keyboard sends."""
    return unicodedata.normalize("NFKC", password)


def _is_made_of(core: str, names: Sequence[str]) -> bool:
    """Return whether hardly anything is left of a password without these names and their words."""
    words = {word for name in names for word in (_letters(name), *_WORD.findall(name.casefold()))}
    rest = _letters(core)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) >= _SHORTEST_NAME else rest
    return rest != _letters(core) and len(rest.strip(_NOT_OF_THE_CORE)) < _SHORTEST_NAME


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _is_a_row(plain: str) -> bool:
    """Return whether each character follows on the one before, as in 123456789012."""
    steps = {(ord(after) - ord(before)) % 10 for before, after in pairwise(plain)}
    return len(steps) == 1
