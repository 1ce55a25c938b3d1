"""The outbox: events that are stored with the act they tell of, and delivered at least once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.database import Database
from webapp.storage.leases import is_held, lease_first
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.tables import submissions, webhook_events

LEASE = timedelta(minutes=1)
"""How long an event belongs to the server that took it."""

EVENT_TIMEOUT = LEASE / 3
"""How long one attempt may take in all: it is over before another server can take the event."""

PAUSES: Sequence[timedelta] = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""The pauses before each further attempt, as the Standard Webhooks specification proposes them."""

REPEATED = 3
"""So many failed attempts, five minutes of them, are no hiccup: an operator should look."""

_ID_BYTES = 16
_SERVER = "server"  # the audit log's name of what acts by itself


@dataclass(frozen=True)
class SubmissionEvent:
    """An event, known by its id, taken by a server until `lease`. `attempts` counts those that failed."""

    id: str
    reference: str
    channel: str
    submitted_at: datetime
    attempts: int
    lease: datetime


class Outbox:
    """The events of one database that are still to be delivered."""

    def __init__(self, database: Database, audit: AuditLog) -> None:
        self._database = database
        self._audit = audit

    def take(self, now: datetime) -> SubmissionEvent | None:
        """Take the event that is due first, for the time of a lease; None where nothing is due.

        Of several servers one gets it. An event whose server was killed is due again after the lease.
        """
        due = (webhook_events.c.next_at <= now,)
        first = select(webhook_events.c.id).where(*due).order_by(webhook_events.c.next_at).limit(1)
        lease = now + LEASE
        with self._database.writing() as connection:
            found = lease_first(connection, webhook_events, first, lease)
            if found is None:
                return None
            row = connection.execute(_EVENTS.where(webhook_events.c.id == found)).one()
        return SubmissionEvent(row.id, row.reference, row.channel, row.submitted_at, row.attempts, lease)

    def delivered(self, event: SubmissionEvent) -> None:
        """Forget an event that the receiver took, also where another server has taken it since."""
        self._database.execute(delete(webhook_events).where(webhook_events.c.id == event.id))

    def failed(self, event: SubmissionEvent, now: datetime) -> bool:
        """Schedule the next attempt after its pause. Return False where that was the last attempt.

        The audit log then has the submission that was announced in vain.
        """
        own = is_held(webhook_events, event)
        if event.attempts >= len(PAUSES):
            with self._database.writing() as connection:
                if connection.execute(delete(webhook_events).where(own)).rowcount:
                    subject = f"submission {event.reference}"
                    self._audit.append(connection, _SERVER, "could not deliver an event", subject, now)
            return False
        values = {"attempts": event.attempts + 1, "next_at": now + PAUSES[event.attempts]}
        self._database.execute(update(webhook_events).where(own).values(**values))
        return True

    def count(self) -> int:
        return int(self._database.scalar(select(func.count()).select_from(webhook_events)) or 0)

    def count_failing(self) -> int:
        """Count the events that the receiver did not take again and again."""
        with self._database.reading() as connection:
            return failing_events(connection)


_EVENTS = select(
    webhook_events.c.id,
    webhook_events.c.attempts,
    submissions.c.reference,
    submissions.c.channel,
    submissions.c.submitted_at,
).join(submissions, submissions.c.id == webhook_events.c.submission_id)


def failing_events(connection: Connection) -> int:
    """Count the events that were tried in vain again and again."""
    failing = select(func.count()).select_from(webhook_events).where(webhook_events.c.attempts >= REPEATED)
    return connection.scalar(failing) or 0


def add_event(connection: Connection, submission_id: int, now: datetime, random_bytes: RandomBytes) -> None:
    """Store an event in the transaction of the submission that it tells of."""
    row = {"id": f"msg_{random_bytes(_ID_BYTES).hex()}", "submission_id": submission_id}
    connection.execute(insert(webhook_events).values(**row, attempts=0, next_at=now))
