"""How far the clock is believed: as far as what was written down before leads.

A dead battery, a mistyped date or a restored machine can put a clock years ahead, and whatever deletes by
it then deletes everything. So a mark says when the clock was last believed, and it moves on only from one
sign of life to the next. Where it cannot, nothing is deleted until a person says that the clock is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from webapp.storage.clock.marks import BELIEVED, mark, put_mark
from webapp.storage.lifecycle.retention import outlived
from webapp.storage.submissions.unit_of_work import Transaction
from webapp.storage.tables import audit, questionnaires, submissions

FAR = timedelta(days=30)
"""No clock is believed that is so far ahead of everything that is known."""

SILENCE = timedelta(days=4)
"""A long weekend. After a longer silence a clock is not believed if all submissions would go at once."""

BEHIND = timedelta(days=1)
"""No clock is believed that is so far behind something that was. Less is a zone that was set wrong."""

_BATCH = 200


@dataclass(frozen=True)
class ClockDoubt:
    """The clock says one thing; the newest moment that surely was is another."""

    says: datetime
    known: datetime

    @property
    def is_behind(self) -> bool:
        """Whether the clock is behind what it once was, rather than too far ahead of it."""
        return self.says < self.known

    @property
    def is_far_behind(self) -> bool:
        """Whether answers that are sent by it would lose a good part of their term."""
        return self.says < self.known - FAR

    def __str__(self) -> str:
        says, known = (f"{each:%Y-%m-%d %H:%M} UTC" for each in (self.says, self.known))
        if self.is_behind:
            return f"the clock says {says}, but it was {known} already"
        return f"the clock says {says}, and the newest that is known is {known}"


def doubt(at: Transaction) -> ClockDoubt | None:
    """Tell why the clock is not believed; None where it is."""
    known = _known(at.connection, at.now)
    if known is None or known - BEHIND <= at.now <= known + SILENCE:
        return None
    if known <= at.now <= known + FAR and not _would_take_all(at, known):
        return None
    return ClockDoubt(at.now, known)


def believe(at: Transaction, *, is_told: bool = False) -> None:
    """Move the mark on to now. Only a person who tells that the clock is right moves it back."""
    before = mark(at.connection, BELIEVED)
    if is_told or before is None or before < at.now:
        put_mark(at.connection, BELIEVED, at.now)


def settle(connection: Connection) -> None:
    """Make a mark of what is known without one: before something new is written by a clock of today."""
    known = _without_mark(connection) if mark(connection, BELIEVED) is None else None
    if known is not None:
        put_mark(connection, BELIEVED, known)


def _known(connection: Connection, now: datetime) -> datetime | None:
    """Follow the entries of the audit from the mark, as long as none is far from the one before."""
    reached = mark(connection, BELIEVED)
    if reached is None:
        return _without_mark(connection)
    while True:
        later = audit.c.at > reached, audit.c.at <= now
        times = connection.scalars(select(audit.c.at).where(*later).order_by(audit.c.at).limit(_BATCH)).all()
        for each in times:
            if each - reached > SILENCE:
                return reached
            reached = each
        if len(times) < _BATCH:
            return reached


def _without_mark(connection: Connection) -> datetime | None:
    """The time of what was written last, in a database of an earlier version; None where nothing was."""
    last = select(audit.c.at).order_by(audit.c.number.desc()).limit(1)
    found: datetime | None = connection.scalar(last)
    return found or connection.scalar(select(func.max(questionnaires.c.kept_at)))


def _would_take_all(at: Transaction, known: datetime) -> bool:
    """Whether a purge would take every submission that was there when the clock was last believed."""
    count = select(func.count()).select_from(submissions).where(submissions.c.submitted_at <= known)
    there = at.connection.scalar(count)
    return bool(there) and at.connection.scalar(count.where(outlived(at.policy, at.now))) == there
