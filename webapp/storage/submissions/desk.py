"""The desk's list: submissions by time or urgency, a page at a time, or those that match some words.

Rows are ordered by index in the database. What is sealed in them (name, safety tier) is known only when a
row is decrypted, so searching (`desk_search`) and ranking decrypt as few rows as they can, up to limits.
"""

import heapq
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.submissions.desk_query import (
    ALL_STATES,
    CURSOR,
    DESK_TIERS,
    EPOCH,
    EVERYTHING,
    MAX_RANKED,
    TICK,
    DeskPage,
    DeskQuery,
    DeskRow,
    Neighbours,
    conditions,
    limited,
    listed_rows,
)
from webapp.storage.submissions.desk_search import DeskSearch
from webapp.storage.submissions.encryption import STATES, Person, SubmissionSummary
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import audit, submissions

MAX_COUNTED = 500  # how many rows are decrypted to count them, or to find a row's neighbours
_BATCH = 200

# The acts after which the list may show something else.
_CHANGES = (
    "sent", "opened", "marked", "printed", "wrote a note", "deleted", "linked", "unlinked", "purged",
    "restored", "raised a flag", "took down a flag", "took in", "named", "released", "took back",
)  # fmt: skip

_log = logging.getLogger("gutfactors")

SortKey = tuple[int, datetime, int]
"""Urgency (0 where the newest come first), time and row id. The highest comes first."""


class Desk:
    """The list of one database's submissions. Expired submissions do not exist for it."""

    def __init__(self, context: SubmissionContext) -> None:
        self._context = context
        self._logged: set[int] = set()
        self._search = DeskSearch(context.index, self._summary)

    def page(self, query: DeskQuery, now: datetime) -> DeskPage:
        with self._context.reading(now) as tx:
            found = list(islice(self._ordered(tx, query, query.before), query.size + 1))
            visits = _visits(tx, found)
            rows = tuple(self._desk_row(row, visits) for row in found[: query.size])
            more = len(found) > len(rows)
            following = self._cursor(found[len(rows) - 1], query) if more else ""
        return DeskPage(rows, following)

    def counts(self, now: datetime, query: DeskQuery = EVERYTHING) -> Mapping[str, int]:
        """Count the matching submissions in each state, whatever states the query asks for.

        Where rows have to be decrypted, stop at MAX_COUNTED + 1.
        """
        everything = replace(query, states=ALL_STATES, by_safety=False, size=MAX_COUNTED)
        with self._context.reading(now) as tx:
            if not query.needs_decryption:
                return _counted(tx, everything)
            rows = list(islice(self._ordered(tx, everything, ""), MAX_COUNTED + 1))
        return dict.fromkeys(STATES, 0) | Counter(row.state for row in rows)

    def neighbours(self, query: DeskQuery, reference: str, now: datetime) -> Neighbours:
        """Return the submissions before and after this one, whether or not it still matches the query.

        The one before is known only among the first MAX_COUNTED rows (MAX_RANKED by safety).
        """
        with self._context.reading(now) as tx:
            row = tx.row(reference)
            if row is None:
                return Neighbours()
            own, before, most = self._key(row, query), "", MAX_RANKED if query.by_safety else MAX_COUNTED
            seen = 0
            for key, one in islice(self._keyed(tx, replace(query, size=most), None), most):
                if key < own:
                    return Neighbours(before, one.reference)
                before, seen = one.reference if key > own else before, seen + 1
            after = next(self._ordered(tx, query, self._cursor(row, query)), None) if seen == most else None
        return Neighbours("" if seen == most else before, after.reference if after else "")

    def references(self, query: DeskQuery, now: datetime) -> list[str]:
        """Return the references of the first `query.size` matches, without damaged ones."""
        with self._context.reading(now) as tx:
            rows = islice(self._ordered(tx, query, query.before), query.size)
            return [row.reference for row in rows if self._summary(row)]

    def change_marker(self) -> str:
        """Return a value that changes whenever a row of the list does."""
        newest = select(audit.c.number).where(audit.c.action.in_(_CHANGES)).order_by(audit.c.number.desc())
        return str(self._context.database.scalar(newest.limit(1)) or 0)

    def _ordered(self, tx: Transaction, query: DeskQuery, before: str) -> Iterator[Row[Any]]:
        return (row for _, row in self._keyed(tx, query, CURSOR.fullmatch(before)))

    def _keyed(
        self, tx: Transaction, query: DeskQuery, cursor: re.Match[str] | None
    ) -> Iterator[tuple[SortKey, Row[Any]]]:
        if not query.by_safety:
            return ((self._key(row, query), row) for row in self._newest_first(tx, query, cursor))
        newest = islice(self._newest_first(tx, query, None), MAX_RANKED)
        ranked = sorted(((self._key(row, query), row) for row in newest), key=itemgetter(0), reverse=True)
        if not cursor:
            return iter(ranked)
        reached = int(cursor[3] or 0), EPOCH + int(cursor[1]) * TICK, int(cursor[2])
        return ((key, row) for key, row in ranked if key < reached)

    def _newest_first(
        self, tx: Transaction, query: DeskQuery, cursor: re.Match[str] | None
    ) -> Iterator[Row[Any]]:
        if query.tiers is not None:
            return self._of_tiers(tx, query, query.tiers, cursor)
        listed = listed_rows(query, cursor).where(tx.not_expired)
        found = self._search.found if query.words.strip() else _by_state
        merged = heapq.merge(*found(tx.connection, listed, query), key=_time_key, reverse=True)
        return (next(same) for _, same in groupby(merged, key=_time_key))

    def _of_tiers(
        self, tx: Transaction, query: DeskQuery, tiers: frozenset[str], cursor: re.Match[str] | None
    ) -> Iterator[Row[Any]]:
        """Yield the rows of some tiers: decrypt in batches, since the tier is sealed."""
        plain = replace(query, tiers=None, by_safety=False, size=_BATCH)
        while True:
            rows = list(islice(self._newest_first(tx, plain, cursor), _BATCH))
            for row in rows:
                summary = self._summary(row)
                if summary and summary.tier in tiers:
                    yield row
            if len(rows) < _BATCH:
                return
            cursor = CURSOR.fullmatch(self._cursor(rows[-1], plain))

    def _key(self, row: Row[Any], query: DeskQuery) -> SortKey:
        return self._rank(row) if query.by_safety else 0, row.submitted_at, row.id

    def _rank(self, row: Row[Any]) -> int:
        """Return how urgent a row is. A damaged one comes first, because it may be anything."""
        summary = self._summary(row)
        if summary is None:
            return len(DESK_TIERS) + 1
        return len(DESK_TIERS) - DESK_TIERS.index(summary.tier) if summary.tier in DESK_TIERS else 0

    def _cursor(self, row: Row[Any], query: DeskQuery) -> str:
        rank = f"-{self._rank(row)}" if query.by_safety else ""
        return f"{(row.submitted_at - EPOCH) // TICK}-{row.id}{rank}"

    def _summary(self, row: Row[Any]) -> SubmissionSummary | None:
        """Decrypt the summary. Return None for a damaged one, and log it once, by row number only."""
        try:
            return self._context.cipher.summary(row)
        except SealBroken:
            if row.id not in self._logged:
                self._logged.add(row.id)
                _log.warning("submissions, row %s: damaged, it does not open; passed over", row.id)
            return None

    def _desk_row(self, row: Row[Any], visits: Mapping[str, int]) -> DeskRow:
        summary = self._summary(row)
        known = summary or SubmissionSummary("", Person())
        return DeskRow(
            row.reference, row.submitted_at, row.channel, known.tier, known.person, row.state,
            visits[row.patient], row.seen_by or "", row.seen_at, row.released_at, summary is None,
            known.partial_date,
        )  # fmt: skip


def _by_state(connection: Connection, listed: Select[Any], query: DeskQuery) -> Iterator[Iterator[Row[Any]]]:
    """Return the rows state by state: an index orders each state, but no two states share one."""
    some = limited(listed, query)
    if query.states == ALL_STATES:
        return iter([iter(connection.execute(some))])
    each = (some.where(submissions.c.state == state) for state in query.states)
    return (iter(connection.execute(one)) for one in each)


def _visits(tx: Transaction, rows: Sequence[Row[Any]]) -> Mapping[str, int]:
    query = select(submissions.c.patient, func.count()).group_by(submissions.c.patient)
    patients = submissions.c.patient.in_({row.patient for row in rows})
    return dict(tx.connection.execute(query.where(patients, tx.not_expired)).all())


def _counted(tx: Transaction, query: DeskQuery) -> dict[str, int]:
    counting = select(submissions.c.state, func.count()).group_by(submissions.c.state)
    counting = counting.where(tx.not_expired, *conditions(query))
    return dict.fromkeys(STATES, 0) | dict(tx.connection.execute(counting).all())


def _time_key(row: Row[Any]) -> tuple[datetime, int]:
    return row.submitted_at, row.id
