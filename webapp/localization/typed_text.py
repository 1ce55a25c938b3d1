"""Text that people type or paste: which of its characters are kept."""

from unicodedata import category, normalize

from webapp.assessment.numerals import is_unseen

JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Characters without a shape that names in Persian or Sinhala are spelt with."""


def is_text(sign: str) -> bool:
    """Return whether a character can be read, parts words, or is one that words are spelt with."""
    return sign.isprintable() or sign in JOINERS or category(sign) == "Zs"


def without_unseen(text: str) -> str:
    """Return the text without invisible characters, such as marks of direction, but with those of words."""
    return "".join(sign for sign in text if sign in JOINERS or not is_unseen(sign))


def typed_line(text: str) -> str:
    """Return what was typed or pasted as a line: with plain blanks, and without invisible characters."""
    return "".join(" " if sign.isspace() else sign for sign in without_unseen(text)).strip()


def single_line(text: str) -> str:
    """Return the text on one line, without control characters and marks that turn its direction."""
    kept = "".join(sign if is_text(sign) else " " for sign in text)
    return " ".join(normalize("NFC", kept).split())
