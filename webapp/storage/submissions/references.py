"""References: short codes to read aloud, one for each submission."""

from webapp.storage.crypto.sealing import RandomBytes

# Read aloud and copied by hand: none of 0 O, 1 I L, 2 Z, 5 S, 8 B, U V, M N, and no vowel to make a word.
REFERENCE_LETTERS = "34679CFGHJKMPQRTWXY"
_LENGTH = 6
_GROUP = 4
REFERENCE_LENGTH = _LENGTH + 1  # the length with the hyphen


def new_reference(random_bytes: RandomBytes) -> str:
    """Return six letters and digits in two groups, such as 7Q4K-XW."""
    number = int.from_bytes(random_bytes(16))
    letters = []
    for _ in range(_LENGTH):
        number, index = divmod(number, len(REFERENCE_LETTERS))
        letters.append(REFERENCE_LETTERS[index])
    return _grouped("".join(letters))


def reference_prefix(typed: str) -> str:
    """Return what was typed as the beginning of a reference; "" where no reference begins with it.

    Case, blanks and hyphens are ignored.
    """
    letters = "".join(typed.split()).replace("-", "").upper()
    if not letters or len(letters) > _LENGTH or set(letters) - set(REFERENCE_LETTERS):
        return ""
    return _grouped(letters)


def is_reference(text: str) -> bool:
    """Return whether the text is a reference in its normal form."""
    return len(text) == REFERENCE_LENGTH and reference_prefix(text) == text


def _grouped(letters: str) -> str:
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}" if len(letters) > _GROUP else letters
