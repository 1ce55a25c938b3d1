"""The desk's search: submissions by the beginning of a reference, by clinic number, or by words of a name.

The database finds candidates by digests (`person_index`). A name is sealed, so candidates are decrypted and
compared one by one, until the page is full.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from webapp.storage.submissions.desk_query import DeskQuery, limited, listed_rows, most_rows
from webapp.storage.submissions.encryption import SubmissionSummary
from webapp.storage.submissions.person_index import NameQuery, PersonIndex
from webapp.storage.submissions.references import REFERENCE_LENGTH, reference_prefix
from webapp.storage.tables import name_parts, submissions

_SUMMARY = ("id", "reference", "draft_id", "sealed_card")


class DeskSearch:
    """Finds rows of the desk's list. `summary_of` decrypts one; None for a damaged one."""

    def __init__(
        self, index: PersonIndex, summary_of: Callable[[Row[Any]], SubmissionSummary | None]
    ) -> None:
        self._index = index
        self._summary_of = summary_of

    def found(
        self, connection: Connection, listed: Select[Any], query: DeskQuery
    ) -> Iterator[Iterator[Row[Any]]]:
        """Yield the rows found by reference, those found by clinic number, and those found by name."""
        some = limited(listed.where(submissions.c.state.in_(query.states)), query)
        prefix = reference_prefix(query.words)
        if prefix:
            yield iter(connection.execute(some.where(_begins_with(prefix))))
        numbers = self._index.number_digests(query.words)
        if numbers:
            yield iter(connection.execute(some.where(submissions.c.number_index.in_(numbers))))
        parts = self._index.search_digests(query.words)
        if parts:
            candidates = some.limit(None).where(*(submissions.c.id.in_(_with_part(part)) for part in parts))
            yield self._by_name(connection, candidates, query)

    def _by_name(
        self, connection: Connection, candidates: Select[Any], query: DeskQuery
    ) -> Iterator[Row[Any]]:
        """Return the candidates whose name matches. Stop decrypting once the page is full."""
        names = NameQuery(query.words)
        rows = connection.execute(candidates.with_only_columns(*(submissions.c[name] for name in _SUMMARY)))
        matching = (row.id for row in rows if names.matches(self._name_of(row)))
        ids = list(islice(matching, most_rows(query) + 1))
        rows.close()
        listed = listed_rows(DeskQuery(), None).where(submissions.c.id.in_(ids))
        return iter(connection.execute(listed) if ids else ())

    def _name_of(self, row: Row[Any]) -> str:
        summary = self._summary_of(row)
        return summary.person.name if summary else ""


def _begins_with(prefix: str) -> ColumnElement[bool]:
    """Return a condition that reads the index of references only, whatever the database's collation."""
    if len(prefix) == REFERENCE_LENGTH:
        return submissions.c.reference == prefix
    whole = submissions.alias()
    begins = func.substr(whole.c.reference, 1, len(prefix)) == prefix
    return submissions.c.id.in_(select(whole.c.id).where(begins))


def _with_part(digests: Sequence[str]) -> Select[Any]:
    return select(name_parts.c.submission_id).where(name_parts.c.part.in_(digests))
