"""Finding a person without storing a name in the clear: digests that only the holder of the key can make."""

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.database import Database
from webapp.storage.submissions.encryption import Person, SubmissionCipher
from webapp.storage.submissions.name_folding import chunks_of, other_words_of, words_of
from webapp.storage.tables import name_parts, submissions

# How much of a word its digest gives away: a copy of the database shows who shares these letters, no more.
_LETTERS_INDEXED = 3

_NUMBER = "clinic number"
_NAME = "name"
_BATCH = 200

_log = logging.getLogger("gutfactors")


class PersonIndex:
    """The digests of clinic numbers, and of the first letters of the words of names."""

    FORM = 2
    """The version of how digests are made. `reindex` brings rows with an older one up to date."""

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


def reindex(database: Database, cipher: SubmissionCipher, index: PersonIndex) -> None:
    """Rewrite the digests of rows that were indexed by an earlier version, in batches, at every start."""
    reached = 0
    while rows := _reindex_batch(database, cipher, index, reached):
        reached = rows[-1].id


def _reindex_batch(
    database: Database, cipher: SubmissionCipher, index: PersonIndex, reached: int
) -> Sequence[Row[Any]]:
    form = submissions.c.index_form
    outdated = select(submissions).where(or_(form.is_(None), form < index.FORM), submissions.c.id > reached)
    outdated = outdated.order_by(submissions.c.id).limit(_BATCH)
    with database.reading() as connection:  # nearly always nothing is left, and no lock is needed
        if not connection.execute(outdated.limit(1)).first():
            return ()
    with database.writing() as connection:
        database.lock_instance(connection)
        rows = connection.execute(outdated.with_for_update()).all()
        for row in rows:
            _reindex_row(connection, cipher, index, row)
    return rows


def _reindex_row(connection: Connection, cipher: SubmissionCipher, index: PersonIndex, row: Row[Any]) -> None:
    try:
        person = cipher.summary(row).person
    except SealBroken:
        _log.warning("submissions, row %s: damaged, it does not open; not indexed", row.id)
        return
    change = update(submissions).where(submissions.c.id == row.id)
    connection.execute(change.values(**index.columns(person)))
    index.write_name(connection, row.id, person.name)


def _starts(chunk: str) -> tuple[str, ...]:
    """Return the beginnings that find a name: of the longest word, and of its other spellings."""
    longest = max(words_of(chunk), key=len)
    return tuple(dict.fromkeys(word[:_LETTERS_INDEXED] for word in (longest, *other_words_of(chunk))))


def _is_whole(start: str) -> bool:
    return len(start) >= _LETTERS_INDEXED
