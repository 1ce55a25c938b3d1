"""Passphrases: six easy words that bring a draft back on another device, and their slow hash."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from webapp.localization.passphrase_words import every_word
from webapp.storage.crypto.hash_queue import HashQueue
from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes
from webapp.storage.database import StoreUnavailable

# Six of at least 1,295 words: 62 bits, behind a slow hash and a secret salt.
WORDS = 6

# How many threads may hash or wait for the hash, how many more may wait for such a place, and how many
# seconds. The rest fail at once: each would hold a thread of the web server.
PLACES = 3
WAITERS = 2
WAIT_SECONDS = 2.0

_WORD = re.compile(r"[^\W\d_]+")
_TYPED_AS = str.maketrans({"\N{LATIN SMALL LETTER DOTLESS I}": "i", "œ": "oe", "æ": "ae"})


def new_passphrase(random_bytes: RandomBytes, words: Sequence[str]) -> str:
    """Return six words of a list, separated by spaces."""
    return " ".join(_random_word(random_bytes, words) for _ in range(WORDS))


def normalized(typed: str) -> str:
    """Return the letters only: case, spaces, line breaks, punctuation and accents do not count.

    Nor does what keyboards of other languages make of them: wide letters (Chinese, Japanese), an i without a
    dot (Turkish), two letters as one (French). So words of any language can be typed on any page.
    """
    plain = unicodedata.normalize("NFKD", typed.casefold()).translate(_TYPED_AS)
    return "".join(sign for sign in plain if sign.isalpha())


def typed_words(typed: str) -> list[str]:
    """Return the words that were typed, normalized, whatever stands between them."""
    return [normalized(word) for word in _WORD.findall(unicodedata.normalize("NFC", typed))]


def may_be_six_words(typed: str) -> bool:
    """Return whether these can be six words of the lists.

    Words of the lists are counted as they were typed, so that five are never taken for six because one of
    them is made of two ("Glashaus"). Where one is in no list, blanks do not count: the letters alone must be
    those of six words.
    """
    letters, words, typed_apart = normalized(typed), _normalized_words(), typed_words(typed)
    if words.issuperset(typed_apart):
        return len(typed_apart) == WORDS
    lengths, ends = {len(word) for word in words}, {0}
    for _ in range(WORDS):
        ends = {end + more for end in ends for more in lengths if letters[end : end + more] in words}
    return len(letters) in ends


@cache
def _normalized_words() -> frozenset[str]:
    return frozenset(map(normalized, every_word()))


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


def _random_word(random_bytes: RandomBytes, words: Sequence[str]) -> str:
    # 128 bits against some 2,000 words: the bias is negligible.
    return words[int.from_bytes(random_bytes(16)) % len(words)]
