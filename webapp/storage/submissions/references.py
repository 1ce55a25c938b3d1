"""References: short codes to read aloud, one for each submission."""

from __future__ import annotations

from webapp.storage.crypto.sealing import RandomBytes

# Read aloud or copied by hand: none of 0 O, 1 I L, 2 Z, 5 S, 8 B, U V, M N, and no vowel to make a word.
REFERENCE_LETTERS = "34679CFGHJKMPQRTWXY"
_LENGTH = 6
_GROUP = 4

REFERENCE_SIGNS = _LENGTH + 1
"""With the hyphen."""


def new_reference(random_bytes: RandomBytes) -> str:
    """Six letters and digits in two groups, such as 7Q4K-XW."""
    number = int.from_bytes(random_bytes(16))
    letters = []
    for _ in range(_LENGTH):
        number, index = divmod(number, len(REFERENCE_LETTERS))
        letters.append(REFERENCE_LETTERS[index])
    return _grouped("".join(letters))


def reference_prefix(typed: str) -> str:
    """Give how the references begin that may be meant; "" for what begins none.

    Small letters, blanks and the hyphen do not count.
    """
    letters = "".join(typed.split()).replace("-", "").upper()
    if not letters or len(letters) > _LENGTH or set(letters) - set(REFERENCE_LETTERS):
        return ""
    return _grouped(letters)


def is_reference(text: str) -> bool:
    """Whether it is one, written as we write it."""
    return len(text) == REFERENCE_SIGNS and reference_prefix(text) == text


def _grouped(letters: str) -> str:
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}" if len(letters) > _GROUP else letters
