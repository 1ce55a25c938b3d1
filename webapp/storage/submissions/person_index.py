"""Finding a person without storing a name in the clear: digests that only the holder of the key can make."""

from sqlalchemy import Connection, delete, insert

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.submissions.encryption import Person
from webapp.storage.submissions.name_folding import chunks_of, other_words_of, words_of
from webapp.storage.tables import name_parts

# How much of a word its digest gives away: a copy of the database shows who shares these letters, no more.
_LETTERS_INDEXED = 3

_NUMBER = "clinic number"
_NAME = "name"


class PersonIndex:
    """The digests of clinic numbers, and of the first letters of the words of names."""

    FORM = 3
    """The version of how a row's digests are made, that of its content too. `reindex` renews older ones."""

    def __init__(self, index: BlindIndex) -> None:
        self._index = index

    def columns(self, person: Person) -> dict[str, object]:
        number = folded_number(person.number)
        return {
            "number_index": self._index.digest(_NUMBER, number) if number else None,
            "index_form": self.FORM,
        }

    def write_name(self, connection: Connection, submission_id: int, name: str) -> None:
        connection.execute(delete(name_parts).where(name_parts.c.submission_id == submission_id))
        parts = [{"submission_id": submission_id, "part": part} for part in sorted(self.name_digests(name))]
        if parts:
            connection.execute(insert(name_parts), parts)

    def number_digests(self, typed: str) -> tuple[str, ...]:
        """Return the digests to search for a clinic number, however it is grouped; none for no number."""
        number = folded_number(typed)
        return self._index.digests(_NUMBER, number) if number else ()

    def name_digests(self, name: str) -> frozenset[str]:
        """Return the digests to store of a name, one for the beginning of each word."""
        words = (*words_of(name), *other_words_of(name))
        return frozenset(self._index.digest(_NAME, word[:_LETTERS_INDEXED]) for word in words)

    def search_digests(self, typed: str) -> tuple[tuple[str, ...], ...]:
        """Return groups of digests to search for: a matching name has one digest of each group.

        Words shorter than the indexed letters count only where all are: their digests miss longer words.
        """
        groups = [_starts(chunk) for chunk in chunks_of(typed)]
        whole = [group for group in groups if all(map(_is_whole, group))] or groups
        return tuple(
            tuple(digest for start in starts for digest in self._index.digests(_NAME, start))
            for starts in dict.fromkeys(whole)
        )


class NameQuery:
    """Words that somebody searches for in names."""

    def __init__(self, typed: str) -> None:
        self._chunks = [(words_of(chunk), other_words_of(chunk)) for chunk in chunks_of(typed)]

    def matches(self, name: str) -> bool:
        """Return whether each word of the query begins a word of the name."""
        words = (*words_of(name), *other_words_of(name))

        def begins(part: str) -> bool:
            return any(word.startswith(part) for word in words)

        return all(all(map(begins, parts)) or any(map(begins, others)) for parts, others in self._chunks)


def folded_number(number: str) -> str:
    """Return a clinic number without grouping, case and leading zeros."""
    folded = "".join(words_of(number))
    return folded.lstrip("0") or folded[:1]


def _starts(chunk: str) -> tuple[str, ...]:
    """Return the beginnings that find a name: of the longest word, and of its other spellings."""
    longest = max(words_of(chunk), key=len)
    return tuple(dict.fromkeys(word[:_LETTERS_INDEXED] for word in (longest, *other_words_of(chunk))))


def _is_whole(start: str) -> bool:
    return len(start) >= _LETTERS_INDEXED
