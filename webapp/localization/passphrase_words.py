"""The words that passphrases are made of, in each language that has a list of them."""

from functools import cache
from pathlib import Path

from webapp.localization.catalogues import SOURCE_LANGUAGE, TRANSLATIONS, fallbacks, plain_language

FILE = "passphrase.txt"
"""The file of a list, one word a line; lines that begin with # say where it is from."""


def passphrase_language(language: str) -> str:
    """Return the language of the words for readers of this language: English where it has no list."""
    return next((tag for tag in fallbacks(plain_language(language)) if _path(tag).exists()), SOURCE_LANGUAGE)


@cache
def passphrase_words(language: str) -> tuple[str, ...]:
    """Return the list that a reader of this language is given words of."""
    return _listed(passphrase_language(language))


@cache
def every_word() -> frozenset[str]:
    """Return the words of all lists."""
    return frozenset().union(*_lists().values())


def language_of(passphrase: str) -> str:
    """Return the language of a passphrase: that of the list which has most of its words, English for none.

    A list may have lost a word since the passphrase was issued.
    """
    words = set(passphrase.split())
    known = {tag: len(words & listed) for tag, listed in _lists().items()}
    return max(known, key=lambda tag: (known[tag], tag == SOURCE_LANGUAGE))


def _path(language: str) -> Path:
    return TRANSLATIONS / language / FILE


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Return the words of each language that has a list of its own."""
    tags = sorted(path.parent.name for path in TRANSLATIONS.glob(f"*/{FILE}"))
    return {tag: frozenset(_listed(tag)) for tag in tags}


@cache
def _listed(language: str) -> tuple[str, ...]:
    lines = _path(language).read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
