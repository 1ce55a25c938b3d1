"""What is asked of the desk's list, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.storage.submissions.encryption import STATES, Person

ALL_STATES = frozenset(STATES)
DESK_PAGE_SIZE = 50

TIERS = ("1", "2", "3", "support")
"""The safety tiers that a card may have, the most urgent first; "" is none."""


@dataclass(frozen=True)
class DeskQuery:
    """What is asked of the list.

    `words` are a reference or its beginning, a clinic number, or beginnings of a name's words (of three
    letters or more, or whole words). `before` is a page's `next`, "" for the first page. `tiers`, `channel`
    and `since` to `until` (not included) narrow it down; `is_nameless` leaves those who gave a name or a
    number out. With `by_safety` the most urgent come first, else the newest.
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
    def opens_cards(self) -> bool:
        """Whether the database alone cannot tell which rows are meant."""
        return bool(self.words.strip()) or self.tiers is not None


EVERYTHING = DeskQuery()


@dataclass(frozen=True)
class DeskRow:
    """One submission in the list; `visits` counts all of this patient's, this one too.

    Who opened it first is `seen_by`, as the audit calls them. What is damaged opens no more: of that, only
    the plain columns are known.
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
    told: str = ""


@dataclass(frozen=True)
class DeskPage:
    """Some rows; `next` leads to those after them, "" at the end. `total` is None where cards are opened."""

    rows: tuple[DeskRow, ...]
    next: str
    total: int | None


@dataclass(frozen=True)
class Neighbours:
    """The references before and after a submission in a list, "" at its ends."""

    before: str = ""
    after: str = ""
