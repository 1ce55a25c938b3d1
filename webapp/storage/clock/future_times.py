"""Times to come that no clock of today can have written: somebody's clock was ahead, and is right again.

Left alone they would keep answers for longer than was promised, and links and sign-ins open for as long. So
no term ends later than a whole term from now.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Table, delete, update

from webapp.storage.accounts import invitations as invited
from webapp.storage.kiosk import pickups as picked_up
from webapp.storage.kiosk.kiosks import CODE_TERM
from webapp.storage.patient import report_cache as reported
from webapp.storage.submissions import print_jobs as printed
from webapp.storage.submissions.unit_of_work import Transaction
from webapp.storage.tables import (
    drafts,
    invitations,
    kiosks,
    pickups,
    print_parts,
    prints,
    reports,
    signins,
    sittings,
    submissions,
    tries,
)

AHEAD = timedelta(hours=1)
"""Several servers never have quite the same time."""

LONGEST_SITTING = timedelta(hours=12)
"""Longer than anybody sits at a kiosk: it ends when nobody touches it for some minutes."""

_LONGEST: tuple[tuple[Table, Column[datetime], timedelta], ...] = (
    (invitations, invitations.c.expires_at, max(invited.TERMS.values())),
    (pickups, pickups.c.expires_at, picked_up.TERM),
    (reports, reports.c.expires_at, reported.TERM),
    (prints, prints.c.expires_at, printed.TERM),
    (signins, signins.c.seen_at, timedelta(0)),
    (signins, signins.c.began_at, timedelta(0)),
    (tries, tries.c.tried_at, timedelta(0)),
)
"""What is made again with a click or two, and how far ahead its time may lie: it ends at once."""


def end_in_time(at: Transaction) -> int:
    """Let everything end in its time; give the number of submissions whose time was yet to come."""
    for table, column, longest in _LONGEST:
        at.connection.execute(delete(table).where(column > at.now + longest + AHEAD))
    _set(at, drafts.c.expires_at, timedelta(days=at.policy.draft_days))
    _set(at, sittings.c.ends_at, LONGEST_SITTING)
    _set(at, kiosks.c.code_until, CODE_TERM)
    _set(at, print_parts.c.taken_until, AHEAD)
    _set(at, submissions.c.printed_at, timedelta(0))
    return _set(at, submissions.c.submitted_at, timedelta(0))


def _set(at: Transaction, column: Column[datetime], longest: timedelta) -> int:
    """Put a time that is farther ahead than it can be to where it would be by now."""
    latest = at.now + longest
    change = update(column.table).where(column > latest + AHEAD).values({column.name: latest})
    return at.connection.execute(change).rowcount
