"""Repair of times in the future: the clock was ahead when they were written, and is right again.

They would keep answers longer than promised, and links and sign-ins valid as long. So nothing ends later
than one full term from now.
"""

from datetime import datetime, timedelta

from sqlalchemy import Column, delete, update

from webapp.storage import tables
from webapp.storage.accounts.one_time_links import TERMS as LINK_TERMS
from webapp.storage.accounts.passkeys import TERM as CHALLENGE_TERM
from webapp.storage.connections.outbox import PAUSES as WEBHOOK_PAUSES
from webapp.storage.invitations.invitation import MAX_TERM as PATIENT_INVITATION_TERM
from webapp.storage.invitations.mails import PAUSES as MAIL_PAUSES
from webapp.storage.kiosk.kiosks import CODE_TERM
from webapp.storage.kiosk.pickups import TERM as PICKUP_TERM
from webapp.storage.patient.report_cache import TERM as REPORT_TERM
from webapp.storage.submissions.print_jobs import TERM as PRINT_TERM
from webapp.storage.submissions.unit_of_work import Transaction

TOLERANCE = timedelta(hours=1)  # how far ahead a time may be: several servers never have quite the same time

LONGEST_KIOSK_SESSION = timedelta(hours=12)
"""Longer than any kiosk session: one ends after some minutes without a touch."""

_LONGEST: tuple[tuple[Column[datetime], timedelta], ...] = (
    (tables.one_time_links.c.expires_at, max(LINK_TERMS.values())),
    (tables.challenges.c.expires_at, CHALLENGE_TERM),
    (tables.pickups.c.expires_at, PICKUP_TERM),
    (tables.reports.c.expires_at, REPORT_TERM),
    (tables.prints.c.expires_at, PRINT_TERM),
    (tables.signins.c.seen_at, timedelta(0)),
    (tables.signins.c.began_at, timedelta(0)),
    (tables.remembered.c.began_at, timedelta(0)),
    (tables.tries.c.tried_at, timedelta(0)),
)
"""Rows that are easily made again, and how far ahead their time may be. Those beyond it are deleted."""


def repair_future_times(tx: Transaction) -> int:
    """Delete or redate everything that is dated in the future. Return the number of redated submissions."""
    for column, longest in _LONGEST:
        tx.connection.execute(delete(column.table).where(column > tx.now + longest + TOLERANCE))
    _cap(tx, tables.drafts.c.expires_at, timedelta(days=tx.policy.draft_days))
    _cap(tx, tables.drafts.c.saved_at, timedelta(0))
    _cap(tx, tables.patient_invitations.c.expires_at, PATIENT_INVITATION_TERM)
    _cap(tx, tables.sittings.c.ends_at, LONGEST_KIOSK_SESSION)
    _cap(tx, tables.kiosks.c.code_until, CODE_TERM)
    _cap(tx, tables.invitation_mails.c.next_at, max(MAIL_PAUSES))
    _cap(tx, tables.webhook_events.c.next_at, max(WEBHOOK_PAUSES))
    _cap(tx, tables.print_parts.c.taken_until, TOLERANCE)
    _cap(tx, tables.quarter_counts.c.counted_at, timedelta(0))
    _cap(tx, tables.submissions.c.printed_at, timedelta(0))
    return _cap(tx, tables.submissions.c.submitted_at, timedelta(0))


def _cap(tx: Transaction, column: Column[datetime], longest: timedelta) -> int:
    """Set times that are too far ahead to the latest that a right clock would write now."""
    latest = tx.now + longest
    change = update(column.table).where(column > latest + TOLERANCE).values({column.name: latest})
    return tx.connection.execute(change).rowcount
