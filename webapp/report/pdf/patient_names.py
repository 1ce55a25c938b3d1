"""A patient's name as it is printed: letters only, no marks that turn the writing round or end a line."""

import unicodedata

# Unicode Standard Annex 9, tables of explicit formatting characters.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = ("Cc", "Zl", "Zp", "Cs")


def plain_name(name: str) -> str:
    """Return the name in one line, in its own direction. Invisible characters become spaces."""
    seen = (" " if unicodedata.category(sign) in UNSEEN else sign for sign in name if sign not in TURNING)
    return " ".join("".join(seen).split())
