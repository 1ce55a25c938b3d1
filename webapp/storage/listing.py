"""The desk's list: newest first, a page at a time, or what is meant by some words."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal, select, tuple_

from webapp.storage.columns import UtcTime
from webapp.storage.envelopes import STATES, Person
from webapp.storage.keeping import Keeping, Transaction
from webapp.storage.person_index import NameQuery
from webapp.storage.references import REFERENCE_SIGNS, reference_prefix
from webapp.storage.tables import name_parts, submissions

ALL_STATES = frozenset(STATES)
PAGE_SIZE = 50

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

# What a row of the list needs: never the answers, which are large.
_SHOWN = ("id", "reference", "submitted_at", "channel", "draft_id", "sealed_card", "state", "patient")
_CARD = ("id", "reference", "draft_id", "sealed_card")
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


@dataclass(frozen=True)
class DeskQuery:
    """What is asked of the list.

    `words` are a reference or its beginning, a clinic number, or beginnings of a name's words (of three
    letters or more, or whole words). `before` is a page's `next`, "" for the first page.
    """

    words: str = ""
    states: frozenset[str] = ALL_STATES
    patient: str = ""
    before: str = ""
    size: int = PAGE_SIZE


@dataclass(frozen=True)
class DeskRow:
    """One submission in the list; `visits` counts all of this patient's, this one too."""

    reference: str
    submitted_at: datetime
    channel: str
    tier: str
    person: Person
    state: str
    visits: int


@dataclass(frozen=True)
class DeskPage:
    """Some rows; `next` leads to those after them, "" at the end. `total` is None where words are sought."""

    rows: tuple[DeskRow, ...]
    next: str
    total: int | None


class Listing:
    """The list of one database's submissions. No page reads all of them."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def page(self, query: DeskQuery, now: datetime) -> DeskPage:
        with self._keeping.reading(now) as at:
            found = list(islice(self._newest_first(at, query), query.size + 1))
            visits = _visits(at, found)
            total = None if query.words.strip() else _total(at, query)
        rows = tuple(self._desk_row(row, visits) for row in found[: query.size])
        return DeskPage(rows, _cursor(found[len(rows) - 1]) if len(found) > len(rows) else "", total)

    def counts(self, now: datetime) -> Mapping[str, int]:
        """Give how many there are in each state."""
        with self._keeping.reading(now) as at:
            return _counted(at, DeskQuery())

    def _newest_first(self, at: Transaction, query: DeskQuery) -> Iterator[Row[Any]]:
        wanted = _wanted(query).where(at.living)
        found = self._meant if query.words.strip() else _by_state
        merged = heapq.merge(*found(at.connection, wanted, query), key=_place, reverse=True)
        return (next(same) for _, same in groupby(merged, key=_place))

    def _meant(
        self, connection: Connection, wanted: Select[Any], query: DeskQuery
    ) -> Iterator[Iterator[Row[Any]]]:
        """Give the rows with such a reference, with such a number, and with such a name."""
        few = wanted.where(submissions.c.state.in_(query.states)).limit(query.size + 1)
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
        names, opened = NameQuery(query.words), self._keeping.envelopes.card
        cards = connection.execute(alike.with_only_columns(*(submissions.c[name] for name in _CARD)))
        meant = (row.id for row in cards if names.means(opened(row).person.name))
        few = list(islice(meant, query.size + 1))
        cards.close()
        return iter(connection.execute(_wanted(DeskQuery()).where(submissions.c.id.in_(few))) if few else ())

    def _desk_row(self, row: Row[Any], visits: Mapping[str, int]) -> DeskRow:
        card = self._keeping.envelopes.card(row)
        seen = (row.reference, row.submitted_at, row.channel, card.tier, card.person, row.state)
        return DeskRow(*seen, visits[row.patient])


def _wanted(query: DeskQuery) -> Select[Any]:
    """Select what the list shows of a row, never the answers, which are large."""
    wanted = select(*(submissions.c[name] for name in _SHOWN)).order_by(
        submissions.c.submitted_at.desc(), submissions.c.id.desc()
    )
    if query.patient:
        wanted = wanted.where(submissions.c.patient == query.patient)
    cursor = _CURSOR.fullmatch(query.before)
    if cursor:
        place = (literal(_EPOCH + int(cursor[1]) * _TICK, UtcTime()), literal(int(cursor[2])))
        wanted = wanted.where(tuple_(submissions.c.submitted_at, submissions.c.id) < tuple_(*place))
    return wanted


def _by_state(connection: Connection, wanted: Select[Any], query: DeskQuery) -> Iterator[Iterator[Row[Any]]]:
    """Ask for one state at a time: each has an index in the list's order, but no two of them share one."""
    few = wanted.limit(query.size + 1)
    chosen = (
        [few]
        if query.states == ALL_STATES
        else [few.where(submissions.c.state == one) for one in query.states]
    )
    return (iter(connection.execute(one)) for one in chosen)


def _visits(at: Transaction, rows: Sequence[Row[Any]]) -> Mapping[str, int]:
    query = select(submissions.c.patient, func.count()).group_by(submissions.c.patient)
    patients = submissions.c.patient.in_({row.patient for row in rows})
    return dict(at.connection.execute(query.where(patients, at.living)).all())


def _total(at: Transaction, query: DeskQuery) -> int:
    return sum(count for state, count in _counted(at, query).items() if state in query.states)


def _counted(at: Transaction, query: DeskQuery) -> dict[str, int]:
    counting = select(submissions.c.state, func.count()).where(at.living).group_by(submissions.c.state)
    if query.patient:
        counting = counting.where(submissions.c.patient == query.patient)
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


def _place(row: Row[Any]) -> tuple[datetime, int]:
    return row.submitted_at, row.id


def _cursor(row: Row[Any]) -> str:
    return f"{(row.submitted_at - _EPOCH) // _TICK}-{row.id}"
