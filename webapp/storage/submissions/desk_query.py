"""The desk's list: its query, its rows, and the statements that the database alone can answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, select, tuple_

from webapp.storage.column_types import UtcTime
from webapp.storage.submissions.encryption import STATES, Person
from webapp.storage.tables import name_parts, submissions

ALL_STATES = frozenset(STATES)
DESK_PAGE_SIZE = 50
MAX_RANKED = 2000  # how many of the newest rows are ranked by urgency: each has to be decrypted for it

DESK_TIERS = ("1", "2", "3", "support")
"""The tiers of `webapp.assessment`'s `DESK_TIERS` again: storage does not import the assessment."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})(?:-([0-9]))?")
"""Where a page ended: time and row id, and its urgency where that decides the order."""

# The columns that the list needs: never the answers, which are large.
_LISTED = (
    "id", "reference", "submitted_at", "channel", "draft_id", "sealed_card", "state", "patient",
    "seen_by", "seen_at", "released_at",
)  # fmt: skip


@dataclass(frozen=True)
class DeskQuery:
    """A query of the list.

    `words` are a reference or its beginning, a clinic number, or beginnings of a name's words (three letters
    or more, or whole words). `before` is the `next` of the page before, "" for the first page. `until` is
    not included. `is_nameless` asks for submissions without a name and a number. With `by_safety` the most
    urgent come first, else the newest.
    """

    words: str = ""
    states: frozenset[str] = ALL_STATES
    patient: str = ""
    before: str = ""
    size: int = DESK_PAGE_SIZE
    tiers: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    channel: str = ""
    is_nameless: bool = False
    by_safety: bool = False

    @property
    def needs_decryption(self) -> bool:
        """Whether the database alone cannot decide which rows match."""
        return bool(self.words.strip()) or self.tiers is not None


EVERYTHING = DeskQuery()


@dataclass(frozen=True)
class DeskRow:
    """One submission in the list.

    `visits` counts the submissions of its patient, this one included. `seen_by` is the audit log's name of
    the person who opened it first. A damaged one (`is_damaged`) has no tier and no person.
    """

    reference: str
    submitted_at: datetime
    channel: str
    tier: str
    person: Person
    state: str
    visits: int
    seen_by: str = ""
    seen_at: datetime | None = None
    released_at: datetime | None = None
    is_damaged: bool = False
    partial_date: str = ""


@dataclass(frozen=True)
class DeskPage:
    """One page of the list. `next` is the cursor of the page after it, "" at the end."""

    rows: tuple[DeskRow, ...]
    next: str


@dataclass(frozen=True)
class Neighbours:
    """The references before and after a submission in a list, "" at its ends."""

    before: str = ""
    after: str = ""


def conditions(query: DeskQuery) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of a query that the database can check, except the state."""
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


def listed_rows(query: DeskQuery, cursor: re.Match[str] | None) -> Select[Any]:
    """Return the statement for the rows behind the cursor, newest first, in whatever state and number."""
    newest_first = submissions.c.submitted_at.desc(), submissions.c.id.desc()
    listed = select(*(submissions.c[name] for name in _LISTED)).where(*conditions(query))
    if cursor:
        key = (literal(EPOCH + int(cursor[1]) * TICK, UtcTime()), literal(int(cursor[2])))
        listed = listed.where(tuple_(submissions.c.submitted_at, submissions.c.id) < tuple_(*key))
    return listed.order_by(*newest_first)


def limited(listed: Select[Any], query: DeskQuery) -> Select[Any]:
    """Return the statement for as many rows as a page needs, and one more."""
    return listed.limit(most_rows(query) + 1)


def most_rows(query: DeskQuery) -> int:
    """Return how many rows are read for a page, besides one to see whether there are more."""
    return max(query.size, MAX_RANKED) if query.by_safety else query.size
