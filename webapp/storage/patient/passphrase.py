"""Six easy words that bring a draft back on another device."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from xkcdpass import xkcd_password

from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes
from webapp.storage.database import StoreUnavailable

# Six of 1,295 words: 62 bits, behind a slow hash and a secret salt.
WORDS = 6
# How many may hash or wait for their turn, how many more may wait for such a place, and how many seconds.
# The rest are sent away at once: each holds a thread of the web server, and strangers must not take them all.
PLACES = 3
WAITERS = 2
WAIT_SECONDS = 2.0

_LETTERS = re.compile(r"[a-z]+")


@cache
def word_list() -> tuple[str, ...]:
    """The EFF's short list: familiar words of 3 to 5 letters, without the one that has a hyphen."""
    words = xkcd_password.generate_wordlist(wordfile="eff-short", min_length=3, max_length=5)
    return tuple(sorted(word for word in words if _LETTERS.fullmatch(word)))


def new_sentence(random_bytes: RandomBytes) -> str:
    """Give six words with a space between."""
    return " ".join(_pick(random_bytes) for _ in range(WORDS))


def normalised(typed: str) -> str:
    """Forgive case, spaces, line breaks, hyphens, commas and quotes: only the letters count."""
    return "".join(_LETTERS.findall(typed.casefold()))


@dataclass(frozen=True)
class ScryptParams:
    """How much one hash costs: 16 MiB and about 0.2 s.

    The OWASP Password Storage Cheat Sheet's setting of least memory but one, as strong as its first
    (n=2^17, p=1), which needs 128 MiB in the web process.
    """

    n: int = 2**14
    r: int = 8
    p: int = 5


SCRYPT_PARAMS = ScryptParams()


class PassphrasesBusy(StoreUnavailable):
    """Too many sentences are being made or tried at this moment; the store itself is well."""

    def __init__(self) -> None:
        super().__init__("too many sentences are being tried at the same time")


class PassphraseHasher:
    """Stretch a sentence to a key; one at a time, so that guessing cannot take all the memory."""

    def __init__(
        self, places: int = PLACES, stretch: ScryptParams = SCRYPT_PARAMS, patience: float = WAIT_SECONDS
    ) -> None:
        self._stretch = stretch
        self._patience = patience
        self._places = threading.BoundedSemaphore(places)
        self._waiting = threading.BoundedSemaphore(WAITERS)
        self._turn = threading.Lock()

    def __call__(self, sentence: str, salt: bytes) -> bytes:
        """Raises PassphrasesBusy when too many wait."""
        if not self._places.acquire(blocking=False):
            self._wait()
        try:
            with self._turn:
                return self._stretched(normalised(sentence), salt)
        finally:
            self._places.release()

    def _wait(self) -> None:
        """Wait a moment for a place. Raises PassphrasesBusy."""
        if not self._waiting.acquire(blocking=False):
            raise PassphrasesBusy
        try:
            if not self._places.acquire(timeout=self._patience):
                raise PassphrasesBusy
        finally:
            self._waiting.release()

    def _stretched(self, letters: str, salt: bytes) -> bytes:
        to = self._stretch
        return Scrypt(salt=salt, length=KEY_BYTES, n=to.n, r=to.r, p=to.p).derive(letters.encode())


def _pick(random_bytes: RandomBytes) -> str:
    words = word_list()
    # 128 bits against 1,295 words: the bias is beyond measure.
    return words[int.from_bytes(random_bytes(16)) % len(words)]
