"""The desk's list: newest or most urgent first, a page at a time, or what is meant by some words."""

from __future__ import annotations

import heapq
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, literal, select, tuple_

from webapp.storage.column_types import UtcTime
from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.submissions.desk_rows import ALL_STATES, TIERS, DeskPage, DeskQuery, DeskRow, Neighbours
from webapp.storage.submissions.encryption import STATES, Person, SubmissionSummary
from webapp.storage.submissions.person_index import NameQuery
from webapp.storage.submissions.references import REFERENCE_SIGNS, reference_prefix
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import name_parts, submissions

MAX_RANKED = 2000
"""The newest rows, among which the most urgent come first: each has to be opened for it."""

MAX_COUNTED = 500
"""Rows that are counted where they have to be opened for it, and among which neighbours are looked for."""

_BATCH = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

# What a row of the list needs: never the answers, which are large.
_SHOWN = (
    "id", "reference", "submitted_at", "channel", "draft_id", "sealed_card", "state", "patient",
    "seen_by", "seen_at", "released_at",
)  # fmt: skip
_CARD = ("id", "reference", "draft_id", "sealed_card")
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})(?:-([0-9]))?")

_log = logging.getLogger("gutfactors")

SortKey = tuple[int, datetime, int]
"""What rows are ordered by, the highest first: how urgent, where that counts, then time and number."""


class Listing:
    """The list of one database's submissions. No page reads all of them."""

    def __init__(self, keeping: SubmissionContext) -> None:
        self._keeping = keeping
        self._told: set[int] = set()

    def page(self, query: DeskQuery, now: datetime) -> DeskPage:
        with self._keeping.reading(now) as at:
            found = list(islice(self._in_order(at, query, query.before), query.size + 1))
            visits = _visits(at, found)
            total = None if query.opens_cards else _total(at, query)
            rows = tuple(self._desk_row(row, visits) for row in found[: query.size])
            more = len(found) > len(rows)
            following = self._cursor(found[len(rows) - 1], query) if more else ""
        return DeskPage(rows, following, total)

    def counts(self, query: DeskQuery, now: datetime) -> Mapping[str, int]:
        """Give how many there are in each state, of the rows that a query means in any state.

        Where they have to be opened for it, counting ends one after MOST_COUNTED.
        """
        everything = replace(query, states=ALL_STATES, by_safety=False, size=MAX_COUNTED)
        with self._keeping.reading(now) as at:
            if not query.opens_cards:
                return _counted(at, everything)
            rows = list(islice(self._in_order(at, everything, ""), MAX_COUNTED + 1))
        return dict.fromkeys(STATES, 0) | Counter(row.state for row in rows)

    def neighbours(self, query: DeskQuery, reference: str, now: datetime) -> Neighbours:
        """Give which submissions stand before and after this one, whether or not it is still in the list.

        The one before is known only near the list's beginning.
        """
        with self._keeping.reading(now) as at:
            row = at.row(reference)
            if row is None:
                return Neighbours()
            own, before, most = self._place(row, query), "", MAX_RANKED if query.by_safety else MAX_COUNTED
            seen = 0
            for place, one in islice(self._placed(at, replace(query, size=most), None), most):
                if place < own:
                    return Neighbours(before, one.reference)
                before, seen = one.reference if place > own else before, seen + 1
            after = next(self._in_order(at, query, self._cursor(row, query)), None) if seen == most else None
        return Neighbours("" if seen == most else before, after.reference if after else "")

    def references(self, query: DeskQuery, now: datetime) -> list[str]:
        """Give those of a whole list, as far as its size goes, without those that are damaged."""
        with self._keeping.reading(now) as at:
            rows = islice(self._in_order(at, query, query.before), query.size)
            return [row.reference for row in rows if self._card(row)]

    def _in_order(self, at: Transaction, query: DeskQuery, before: str) -> Iterator[Row[Any]]:
        """Give the rows after the one of the cursor `before`."""
        return (row for _, row in self._placed(at, query, _CURSOR.fullmatch(before)))

    def _placed(
        self, at: Transaction, query: DeskQuery, cursor: re.Match[str] | None
    ) -> Iterator[tuple[SortKey, Row[Any]]]:
        """Give the rows after a cursor, each with its place."""
        if not query.by_safety:
            return ((self._place(row, query), row) for row in self._newest_first(at, query, cursor))
        newest = islice(self._newest_first(at, query, None), MAX_RANKED)
        ranked = sorted(((self._place(row, query), row) for row in newest), key=itemgetter(0), reverse=True)
        if not cursor:
            return iter(ranked)
        reached = int(cursor[3] or 0), _EPOCH + int(cursor[1]) * _TICK, int(cursor[2])
        return ((place, row) for place, row in ranked if place < reached)

    def _newest_first(
        self, at: Transaction, query: DeskQuery, cursor: re.Match[str] | None
    ) -> Iterator[Row[Any]]:
        if query.tiers is not None:
            return self._of_tiers(at, query, query.tiers, cursor)
        wanted = _wanted(query, cursor).where(at.living)
        found = self._meant if query.words.strip() else _by_state
        merged = heapq.merge(*found(at.connection, wanted, query), key=_time_place, reverse=True)
        return (next(same) for _, same in groupby(merged, key=_time_place))

    def _of_tiers(
        self, at: Transaction, query: DeskQuery, tiers: frozenset[str], cursor: re.Match[str] | None
    ) -> Iterator[Row[Any]]:
        """Look through rows some at a time: which tier one has shows only when it is opened."""
        plain = replace(query, tiers=None, by_safety=False, size=_BATCH)
        while True:
            rows = list(islice(self._newest_first(at, plain, cursor), _BATCH))
            for row in rows:
                card = self._card(row)
                if card and card.tier in tiers:
                    yield row
            if len(rows) < _BATCH:
                return
            cursor = _CURSOR.fullmatch(self._cursor(rows[-1], plain))

    def _place(self, row: Row[Any], query: DeskQuery) -> SortKey:
        """Give what rows are ordered by, the highest first."""
        return self._rank(row) if query.by_safety else 0, row.submitted_at, row.id

    def _rank(self, row: Row[Any]) -> int:
        """Give how urgent it is: a damaged one comes first, because it may be anything."""
        card = self._card(row)
        if card is None:
            return len(TIERS) + 1
        return len(TIERS) - TIERS.index(card.tier) if card.tier in TIERS else 0

    def _cursor(self, row: Row[Any], query: DeskQuery) -> str:
        rank = f"-{self._rank(row)}" if query.by_safety else ""
        return f"{(row.submitted_at - _EPOCH) // _TICK}-{row.id}{rank}"

    def _meant(
        self, connection: Connection, wanted: Select[Any], query: DeskQuery
    ) -> Iterator[Iterator[Row[Any]]]:
        """Give the rows with such a reference, with such a number, and with such a name."""
        few = _few(wanted.where(submissions.c.state.in_(query.states)), query)
        prefix = reference_prefix(query.words)
        if prefix:
            yield iter(connection.execute(few.where(_begins(prefix))))
        numbers = self._keeping.index.numbers(query.words)
        if numbers:
            yield iter(connection.execute(few.where(submissions.c.number_index.in_(numbers))))
        parts = self._keeping.index.asked_parts(query.words)
        if parts:
            alike = few.limit(None).where(*(submissions.c.id.in_(_with_part(part)) for part in parts))
            yield self._named(connection, alike, query)

    def _named(self, connection: Connection, alike: Select[Any], query: DeskQuery) -> Iterator[Row[Any]]:
        """Of rows whose names begin alike, give those that are meant. Opens no more cards than it must."""
        names = NameQuery(query.words)
        cards = connection.execute(alike.with_only_columns(*(submissions.c[name] for name in _CARD)))
        meant = (row.id for row in cards if names.means(self._name_of(row)))
        few = list(islice(meant, _most(query) + 1))
        cards.close()
        shown = _wanted(DeskQuery(), None).where(submissions.c.id.in_(few))
        return iter(connection.execute(shown) if few else ())

    def _name_of(self, row: Row[Any]) -> str:
        card = self._card(row)
        return card.person.name if card else ""

    def _card(self, row: Row[Any]) -> SubmissionSummary | None:
        """Open the card; None of one that is damaged, which goes to the log without saying whose it is."""
        try:
            return self._keeping.envelopes.card(row)
        except SealBroken:
            if row.id not in self._told:
                self._told.add(row.id)
                _log.warning("submissions, row %s: damaged, it does not open; passed over", row.id)
            return None

    def _desk_row(self, row: Row[Any], visits: Mapping[str, int]) -> DeskRow:
        card = self._card(row)
        known = card or SubmissionSummary("", Person())
        seen = (row.reference, row.submitted_at, row.channel, known.tier, known.person, row.state)
        return DeskRow(
            *seen,
            visits[row.patient],
            seen_by=row.seen_by or "",
            seen_at=row.seen_at,
            released_at=row.released_at,
            is_damaged=card is None,
            told=known.told,
        )


def conditions(query: DeskQuery) -> Iterator[ColumnElement[bool]]:
    """Give what the database alone can tell of a query, the state apart."""
    if query.patient:
        yield submissions.c.patient == query.patient
    if query.since is not None:
        yield submissions.c.submitted_at >= query.since
    if query.until is not None:
        yield submissions.c.submitted_at < query.until
    if query.channel:
        yield submissions.c.channel == query.channel
    if query.is_nameless:
        yield submissions.c.number_index.is_(None)
        yield ~exists().where(name_parts.c.submission_id == submissions.c.id)


def _wanted(query: DeskQuery, cursor: re.Match[str] | None) -> Select[Any]:
    """Select what the list shows of a row, never the answers, which are large."""
    wanted = select(*(submissions.c[name] for name in _SHOWN)).order_by(
        submissions.c.submitted_at.desc(), submissions.c.id.desc()
    )
    wanted = wanted.where(*conditions(query))
    if cursor:
        place = (literal(_EPOCH + int(cursor[1]) * _TICK, UtcTime()), literal(int(cursor[2])))
        wanted = wanted.where(tuple_(submissions.c.submitted_at, submissions.c.id) < tuple_(*place))
    return wanted


def _by_state(connection: Connection, wanted: Select[Any], query: DeskQuery) -> Iterator[Iterator[Row[Any]]]:
    """Ask for one state at a time: each has an index in the list's order, but no two of them share one."""
    few = _few(wanted, query)
    chosen = (
        [few]
        if query.states == ALL_STATES
        else [few.where(submissions.c.state == one) for one in query.states]
    )
    return (iter(connection.execute(one)) for one in chosen)


def _few(wanted: Select[Any], query: DeskQuery) -> Select[Any]:
    return wanted.limit(_most(query) + 1)


def _most(query: DeskQuery) -> int:
    return max(query.size, MAX_RANKED) if query.by_safety else query.size


def _visits(at: Transaction, rows: Sequence[Row[Any]]) -> Mapping[str, int]:
    query = select(submissions.c.patient, func.count()).group_by(submissions.c.patient)
    patients = submissions.c.patient.in_({row.patient for row in rows})
    return dict(at.connection.execute(query.where(patients, at.living)).all())


def _total(at: Transaction, query: DeskQuery) -> int:
    return sum(count for state, count in _counted(at, query).items() if state in query.states)


def _counted(at: Transaction, query: DeskQuery) -> dict[str, int]:
    counting = select(submissions.c.state, func.count()).where(at.living).group_by(submissions.c.state)
    counting = counting.where(*conditions(query))
    return dict.fromkeys(STATES, 0) | dict(at.connection.execute(counting).all())


def _begins(prefix: str) -> ColumnElement[bool]:
    """Read the index of the references only, whatever the database's language does with hyphens."""
    if len(prefix) == REFERENCE_SIGNS:
        return submissions.c.reference == prefix
    whole = submissions.alias()
    return submissions.c.id.in_(
        select(whole.c.id).where(func.substr(whole.c.reference, 1, len(prefix)) == prefix)
    )


def _with_part(digests: Sequence[str]) -> Select[Any]:
    return select(name_parts.c.submission_id).where(name_parts.c.part.in_(digests))


def _time_place(row: Row[Any]) -> tuple[datetime, int]:
    return row.submitted_at, row.id
