"""Finding a person again without keeping a name in the clear: digests that only the key's owner can make."""

from __future__ import annotations

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.submissions.name_folding import chunks_of, other_words_of, words_of

# As much of a word as its digest tells: a copy of the database shows who shares these letters, and no more.
_LETTERS_INDEXED = 3

_NUMBER = "clinic number"
_NAME = "name"


class PersonIndex:
    """The digests of clinic numbers, and of the beginnings of the words of names."""

    FORM = 2
    """Counts the ways in which digests were made: at a start, those of an earlier one are made again."""

    def __init__(self, index: BlindIndex) -> None:
        self._index = index

    def number(self, number: str) -> str | None:
        """Give the digest to keep of a clinic number, however it is grouped; None where there is none."""
        folded = folded_number(number)
        return self._index.of(_NUMBER, folded) if folded else None

    def numbers(self, asked: str) -> tuple[str, ...]:
        """Give the digests to look for; none where nothing was asked."""
        folded = folded_number(asked)
        return self._index.each(_NUMBER, folded) if folded else ()

    def name_parts(self, name: str) -> frozenset[str]:
        """Give the digests to keep of a name, one for each word's beginning."""
        words = (*words_of(name), *other_words_of(name))
        return frozenset(self._index.of(_NAME, word[:_LETTERS_INDEXED]) for word in words)

    def asked_parts(self, asked: str) -> tuple[tuple[str, ...], ...]:
        """Give the digests to look for: whoever is meant has one of each.

        A word of fewer letters has a digest of its own; beside longer words it says nothing, because it may
        begin a longer one.
        """
        groups = [_starts(chunk) for chunk in chunks_of(asked)]
        told = [one for one in groups if all(map(_is_whole, one))] or groups
        return tuple(
            tuple(digest for start in starts for digest in self._index.each(_NAME, start))
            for starts in dict.fromkeys(told)
        )


class NameQuery:
    """Words that somebody looks for in names."""

    def __init__(self, asked: str) -> None:
        self._chunks = [(words_of(chunk), other_words_of(chunk)) for chunk in chunks_of(asked)]

    def means(self, name: str) -> bool:
        """Tell whether each word that was asked for begins a word of the name."""
        words = (*words_of(name), *other_words_of(name))

        def begins(part: str) -> bool:
            return any(word.startswith(part) for word in words)

        return all(all(map(begins, parts)) or any(map(begins, others)) for parts, others in self._chunks)


def _starts(chunk: str) -> tuple[str, ...]:
    """Give the beginnings by which names are found: of the longest word, and of words in its place."""
    longest = max(words_of(chunk), key=len)
    return tuple(dict.fromkeys(word[:_LETTERS_INDEXED] for word in (longest, *other_words_of(chunk))))


def _is_whole(start: str) -> bool:
    return len(start) >= _LETTERS_INDEXED


def folded_number(number: str) -> str:
    """Give a clinic number without grouping, case and the zeros before it."""
    folded = "".join(words_of(number))
    return folded.lstrip("0") or folded[:1]
