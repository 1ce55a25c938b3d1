"""Passphrases: six easy words that bring a draft back on another device, and their slow hash."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from xkcdpass import xkcd_password

from webapp.storage.crypto.hash_queue import HashQueue
from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes
from webapp.storage.database import StoreUnavailable

# Six of 1,295 words: 62 bits, behind a slow hash and a secret salt.
WORDS = 6

# How many threads may hash or wait for the hash, how many more may wait for such a place, and how many
# seconds. The rest fail at once: each would hold a thread of the web server.
PLACES = 3
WAITERS = 2
WAIT_SECONDS = 2.0

_LETTERS = re.compile(r"[a-z]+")


@cache
def word_list() -> tuple[str, ...]:
    """Return the EFF's short list: familiar words of 3 to 5 letters, without the one with a hyphen."""
    words = xkcd_password.generate_wordlist(wordfile="eff-short", min_length=3, max_length=5)
    return tuple(sorted(word for word in words if _LETTERS.fullmatch(word)))


def new_passphrase(random_bytes: RandomBytes) -> str:
    """Return six words, separated by spaces."""
    return " ".join(_random_word(random_bytes) for _ in range(WORDS))


def normalized(typed: str) -> str:
    """Return the letters only: case, spaces, line breaks, punctuation and accents do not count.

    Nor does what keyboards of other languages make of them: wide letters (Chinese, Japanese), an i without a
    dot (Turkish).
    """
    plain = unicodedata.normalize("NFKD", typed.casefold()).replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")
    return "".join(_LETTERS.findall(plain))


@dataclass(frozen=True)
class ScryptParams:
    """The cost of one hash: 16 MiB and about 0.2 s.

    From the OWASP Password Storage Cheat Sheet: the setting with the second least memory, as strong as its
    first (n=2^17, p=1), which needs 128 MiB in the web process.
    """

    n: int = 2**14
    r: int = 8
    p: int = 5


SCRYPT_PARAMS = ScryptParams()


class PassphrasesBusy(StoreUnavailable):
    """Too many passphrases are being hashed at this moment. The store itself works."""

    def __init__(self) -> None:
        super().__init__("too many passphrases are being tried at the same time")


class PassphraseHasher:
    """Derives a key from a passphrase; one at a time, so that guessing cannot take all the memory."""

    def __init__(
        self, places: int = PLACES, params: ScryptParams = SCRYPT_PARAMS, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._params = params
        self._queue = HashQueue(places, WAITERS, wait_seconds)

    def __call__(self, passphrase: str, salt: bytes) -> bytes:
        """Return a key of KEY_BYTES. Raise PassphrasesBusy when too many threads wait."""
        params = self._params
        with self._queue.turn(PassphrasesBusy()):
            scrypt = Scrypt(salt=salt, length=KEY_BYTES, n=params.n, r=params.r, p=params.p)
            return scrypt.derive(normalized(passphrase).encode())


def _random_word(random_bytes: RandomBytes) -> str:
    words = word_list()
    # 128 bits against 1,295 words: the bias is negligible.
    return words[int.from_bytes(random_bytes(16)) % len(words)]
