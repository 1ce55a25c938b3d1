"""How far the clock is trusted: no further than the instance's own record of time leads.

A dead battery, a mistyped date or a restored machine can put a clock years ahead, and whatever expires by it
is deleted. So a timestamp records when the clock was last trusted, and each heartbeat moves it on. After a
gap that is too long nothing is deleted until a person confirms the clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from webapp.storage.clock.timestamps import TRUSTED, get_timestamp, set_timestamp
from webapp.storage.lifecycle.retention import outlived
from webapp.storage.submissions.unit_of_work import Transaction
from webapp.storage.tables import audit, questionnaires, submissions

FAR = timedelta(days=30)  # a clock that is further than this ahead of everything recorded is never trusted

SILENCE = timedelta(days=4)
"""A long weekend. After a longer gap a clock is not trusted if all submissions would expire at once."""

BEHIND = timedelta(days=1)
"""A clock that is further than this behind is never trusted. Less is a time zone that was set wrong."""

_BATCH = 200


@dataclass(frozen=True)
class ClockDoubt:
    """Why the clock is not trusted: its time is too far from the newest time that is known to be right."""

    clock_time: datetime
    newest_known: datetime

    @property
    def is_behind(self) -> bool:
        return self.clock_time < self.newest_known

    @property
    def is_far_behind(self) -> bool:
        """Whether answers sent by this clock would lose a good part of their retention period."""
        return self.clock_time < self.newest_known - FAR

    def __str__(self) -> str:
        says, known = (f"{each:%Y-%m-%d %H:%M} UTC" for each in (self.clock_time, self.newest_known))
        if self.is_behind:
            return f"the clock says {says}, but it was {known} already"
        return f"the clock says {says}, and the newest that is known is {known}"


def check_clock(tx: Transaction) -> ClockDoubt | None:
    """Return why the clock is not trusted, or None where it is."""
    known = _newest_known(tx.connection, tx.now)
    if known is None or known - BEHIND <= tx.now <= known + SILENCE:
        return None
    if known <= tx.now <= known + FAR and not _would_expire_all(tx, known):
        return None
    return ClockDoubt(tx.now, known)


def record_trusted(tx: Transaction) -> None:
    """Move the timestamp forward to now. It is never moved back but by a person who confirms the clock."""
    before = get_timestamp(tx.connection, TRUSTED)
    if before is None or before < tx.now:
        set_timestamp(tx.connection, TRUSTED, tx.now)


def init_trusted(connection: Connection) -> None:
    """Set the timestamp from what a restored database holds, before anything new is written to it."""
    known = _newest_written(connection) if get_timestamp(connection, TRUSTED) is None else None
    if known is not None:
        set_timestamp(connection, TRUSTED, known)


def _newest_known(connection: Connection, now: datetime) -> datetime | None:
    """Follow the audit log from the timestamp on, as long as no gap between two entries is too long."""
    reached = get_timestamp(connection, TRUSTED)
    if reached is None:
        return _newest_written(connection)
    while True:
        later = audit.c.at > reached, audit.c.at <= now
        times = connection.scalars(select(audit.c.at).where(*later).order_by(audit.c.at).limit(_BATCH)).all()
        for each in times:
            if each - reached > SILENCE:
                return reached
            reached = each
        if len(times) < _BATCH:
            return reached


def _newest_written(connection: Connection) -> datetime | None:
    """Return the time of the last write, for a database of a version without the timestamp."""
    last = select(audit.c.at).order_by(audit.c.number.desc()).limit(1)
    found: datetime | None = connection.scalar(last)
    return found or connection.scalar(select(func.max(questionnaires.c.kept_at)))


def _would_expire_all(tx: Transaction, known: datetime) -> bool:
    """Return whether a purge would delete every submission that existed when the clock was last trusted."""
    count = select(func.count()).select_from(submissions).where(submissions.c.submitted_at <= known)
    existing = tx.connection.scalar(count)
    return bool(existing) and tx.connection.scalar(count.where(outlived(tx.policy, tx.now))) == existing
