"""Deleting what has outlived its term, for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from webapp.storage.backup.copies import forget_copies
from webapp.storage.clock.evidence import ClockDoubt, believe, doubt
from webapp.storage.clock.future_times import end_in_time
from webapp.storage.clock.marks import PURGED, mark, put_mark
from webapp.storage.kiosk.sessions import sweep
from webapp.storage.lifecycle.audit import ChainBroken
from webapp.storage.lifecycle.retention import gone
from webapp.storage.patient import drafts, report_cache
from webapp.storage.submissions import print_jobs
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import invitations, pickups, signins, submissions, tries

DATABASE = "database"
"""What the audit calls all that is kept, taken together."""

DAY = timedelta(days=1)

# Longer than any sign-in lasts, and than failed tries count.
_LONG_OVER = DAY


@dataclass(frozen=True)
class PurgeResult:
    """How many things had outlived their term. With a `doubt` of the clock, nothing was deleted for its age.

    `redated` counts submissions whose time was yet to come: their term begins now.
    """

    drafts: int = 0
    submissions: int = 0
    audit: int = 0
    redated: int = 0
    doubt: ClockDoubt | None = None


@dataclass(frozen=True)
class ClockStatus:
    """What is known of the clock, and when what is past its term was last deleted."""

    doubt: ClockDoubt | None
    purged_at: datetime | None


class Purger:
    """The one place where things end by themselves."""

    def __init__(self, keeping: SubmissionContext) -> None:
        self._keeping = keeping

    def times(self, now: datetime) -> ClockStatus:
        """Tell whether the clock is believed, and of the last purge."""
        with self._keeping.reading(now) as at:
            return ClockStatus(self._doubt(at), mark(at.connection, PURGED))

    def see(self, now: datetime) -> ClockDoubt | None:
        """Note a sign of life: so far the clock can be believed later. Or tell why it is not believed."""
        with self._keeping.changing(now) as at:
            doubted = self._doubt(at)
            if doubted is None:
                believe(at)
        return doubted

    def purge_daily(self, now: datetime, by: str) -> PurgeResult | None:
        """Purge where that was not done for a day; None, and a sign of life noted, where it was."""
        last = self.times(now).purged_at
        if last is not None and last <= now < last + DAY:
            self.see(now)
            return None
        return self.purge(now, by)

    def purge(self, now: datetime, by: str, *, is_right: bool = False) -> PurgeResult:
        """Delete what has outlived its term by the policy that stands, and its traces in the files.

        As long as the clock is in doubt, that is only what has no term. A person tells that it `is_right`.
        """
        with self._keeping.changing(now) as at:
            doubted = self._doubt(at)
            is_told = is_right and doubted is not None
            holds = doubted is None or is_right
            purged = self._of_their_term(at, is_told=is_told) if holds else _of_no_term(at, doubted)
            if is_told:
                self._keeping.audit.append(at.connection, by, "believed the clock", DATABASE, now)
            self._tell(at, purged, by)
        if holds:
            self._keeping.floor.lay(None)
        self._keeping.database.forget_deleted()
        return purged

    def _doubt(self, at: Transaction) -> ClockDoubt | None:
        """Tell why the clock is not believed; where it is behind, date nothing below what is known."""
        doubted = doubt(at)
        self._keeping.floor.lay(doubted.known if doubted and doubted.is_behind else None)
        return doubted

    def _of_their_term(self, at: Transaction, *, is_told: bool) -> PurgeResult:
        redated = end_in_time(at)
        _delete_what_is_over(at)
        begun, sent = drafts.purge(at.connection, at.now), _delete_gone(at)
        report_cache.purge(at.connection, at.now)
        print_jobs.purge(at.connection, at.now)
        forget_copies(self._keeping.database, at.now)
        believe(at, is_told=is_told)
        put_mark(at.connection, PURGED, at.now)
        return PurgeResult(begun, sent, self._purged_audit(at), redated)

    def _purged_audit(self, at: Transaction) -> int:
        """A broken chain stays as it is, for `verify` to tell; all else ends in its time nevertheless."""
        try:
            before = at.now - timedelta(days=at.policy.audit_days)
            return self._keeping.audit.purge(at.connection, before, at.now)
        except ChainBroken:
            return 0

    def _tell(self, at: Transaction, purged: PurgeResult, by: str) -> None:
        told = {name: count for name, count in vars(purged).items() if count and name != "doubt"}
        if told:
            self._keeping.audit.append(at.connection, by, "purged", DATABASE, at.now, **told)


def _of_no_term(at: Transaction, doubted: ClockDoubt | None) -> PurgeResult:
    """Where nothing is to be kept, submissions go whatever the clock says."""
    deleted = _delete_gone(at) if at.policy.keeps_nothing else 0
    print_jobs.forget_the_gone(at.connection)
    return PurgeResult(submissions=deleted, doubt=doubted)


def _delete_gone(at: Transaction) -> int:
    return at.connection.execute(delete(submissions).where(gone(at.policy, at.now))).rowcount


def _delete_what_is_over(at: Transaction) -> None:
    """Delete what nobody can use any more, and nobody needs to be told of."""
    at.connection.execute(delete(invitations).where(invitations.c.expires_at <= at.now))
    at.connection.execute(delete(pickups).where(pickups.c.expires_at <= at.now))
    sweep(at.connection, at.now)
    at.connection.execute(delete(signins).where(signins.c.began_at <= at.now - _LONG_OVER))
    at.connection.execute(delete(tries).where(tries.c.tried_at <= at.now - _LONG_OVER))
