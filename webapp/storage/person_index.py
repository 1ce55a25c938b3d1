"""Finding a person again without keeping a name in the clear: digests that only the key's owner can make."""

from __future__ import annotations

import re
import unicodedata

from webapp.storage.ring import BlindIndex

# As much of a word as its digest tells: a copy of the database shows who shares these letters, and no more.
_LETTERS_INDEXED = 3

_WORD = re.compile(r"[^\W_]+")

_NUMBER = "clinic number"
_NAME = "name"


class PersonIndex:
    """The digests of clinic numbers, and of the beginnings of the words of names."""

    def __init__(self, index: BlindIndex) -> None:
        self._index = index

    def number(self, number: str) -> str | None:
        """Give the digest to keep of a clinic number, however it is grouped; None where there is none."""
        folded = _folded_number(number)
        return self._index.of(_NUMBER, folded) if folded else None

    def numbers(self, asked: str) -> tuple[str, ...]:
        """Give the digests to look for; none where nothing was asked."""
        folded = _folded_number(asked)
        return self._index.each(_NUMBER, folded) if folded else ()

    def name_parts(self, name: str) -> frozenset[str]:
        """Give the digests to keep of a name, one for each word's beginning."""
        return frozenset(self._index.of(_NAME, word[:_LETTERS_INDEXED]) for word in words_of(name))

    def asked_parts(self, asked: str) -> tuple[tuple[str, ...], ...]:
        """Give the digests to look for: whoever is meant has one of each.

        A word of fewer letters has a digest of its own; beside longer words it says nothing, because it may
        begin a longer one.
        """
        words = words_of(asked)
        told = [word for word in words if len(word) >= _LETTERS_INDEXED] or words
        starts = dict.fromkeys(word[:_LETTERS_INDEXED] for word in told)
        return tuple(self._index.each(_NAME, start) for start in starts)


class NameQuery:
    """Words that somebody looks for in names."""

    def __init__(self, asked: str) -> None:
        self._parts = words_of(asked)

    def means(self, name: str) -> bool:
        """Tell whether each word that was asked for begins a word of the name."""
        words = words_of(name)
        return all(any(word.startswith(part) for word in words) for part in self._parts)


def words_of(text: str) -> list[str]:
    """Give the words without case, accents and punctuation: "Zoë O'Neil" is "zoe", "o", "neil"."""
    apart = text.casefold() if text.isascii() else _without_accents(text)
    return _WORD.findall(apart)


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def _folded_number(number: str) -> str:
    return "".join(words_of(number))
