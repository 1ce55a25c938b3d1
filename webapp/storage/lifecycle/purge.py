"""The purge: delete everything that has expired, for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from webapp.storage.backup.copies import MigrationCopies
from webapp.storage.clock.future_times import repair_future_times
from webapp.storage.clock.timestamps import PURGED, TRUSTED, get_timestamp, set_timestamp
from webapp.storage.clock.trust import ClockDoubt, check_clock, record_trusted
from webapp.storage.counts import form_events, quarters
from webapp.storage.invitations import invitations
from webapp.storage.kiosk.sessions import end_expired_sessions
from webapp.storage.lifecycle.audit import ChainBroken
from webapp.storage.lifecycle.retention import expired
from webapp.storage.patient import drafts, report_cache
from webapp.storage.submissions import paper_pages, print_jobs
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import challenges, one_time_links, pickups, remembered, signins, submissions, tries

DATABASE = "database"  # the audit log's name of everything that is stored
DAY = timedelta(days=1)

# No sign-in lasts longer, no browser is trusted for longer, and failed attempts do not count for longer.
_LONG_OVER = DAY


@dataclass(frozen=True)
class PurgeResult:
    """How many things were deleted. If the clock is not trusted (`doubt`), nothing was deleted by age.

    `redated` counts submissions that were dated in the future: their retention period begins now.
    `pictures` counts pages of forms on paper whose answers stay.
    """

    drafts: int = 0
    submissions: int = 0
    audit: int = 0
    redated: int = 0
    pictures: int = 0
    doubt: ClockDoubt | None = None


@dataclass(frozen=True)
class ClockStatus:
    """Why the clock is not trusted, if so, and when the last purge was."""

    doubt: ClockDoubt | None
    purged_at: datetime | None


class Purger:
    """Purges one database of what has expired.

    Only what is of no use to anybody once it has expired is deleted elsewhere, where it is written: trusted
    browsers, challenges, sessions of kiosks, reports made ahead.
    """

    def __init__(self, context: SubmissionContext, copies: MigrationCopies) -> None:
        self._context = context
        self._copies = copies

    def status(self, now: datetime) -> ClockStatus:
        with self._context.reading(now) as tx:
            return ClockStatus(self._doubt(tx), get_timestamp(tx.connection, PURGED))

    def heartbeat(self, now: datetime) -> ClockDoubt | None:
        """Record that the clock is trusted, or return why it is not."""
        with self._context.writing(now) as tx:
            doubt = self._doubt(tx)
            if doubt is None:
                record_trusted(tx)
        return doubt

    def purge_daily(self, now: datetime, by: str) -> PurgeResult | None:
        """Purge where the last purge is a day ago, else record a heartbeat and return None."""
        last = self.status(now).purged_at
        if last is not None and last <= now < last + DAY:
            self.heartbeat(now)
            return None
        return self.purge(now, by)

    def believe_clock(self, now: datetime, by: str) -> None:
        """End the doubt about the clock, if there is one, since a person confirmed it."""
        with self._context.writing(now) as tx:
            if self._doubt(tx) is None:
                return
            set_timestamp(tx.connection, TRUSTED, now)
            self._context.audit.append(tx.connection, by, "believed the clock", DATABASE, now)
        self._context.floor.set(None)

    def purge(self, now: datetime, by: str) -> PurgeResult:
        """Delete everything that has expired under the current policy, and its traces in the files.

        While the clock is not trusted, delete only what is not to be kept at all.
        """
        with self._context.writing(now) as tx:
            doubt = self._doubt(tx)
            result = _purge_unkept(tx, doubt) if doubt else self._purge_expired(tx)
            self._log(tx, result, by)
        self._context.database.truncate_wal()
        return result

    def _doubt(self, tx: Transaction) -> ClockDoubt | None:
        """Check the clock. Where it is behind, let new rows be dated by the newest known time instead."""
        doubt = check_clock(tx)
        self._context.floor.set(doubt.newest_known if doubt and doubt.is_behind else None)
        return doubt

    def _purge_expired(self, tx: Transaction) -> PurgeResult:
        redated = repair_future_times(tx)
        _delete_unusable(tx)
        invitations.purge(tx)
        begun, sent = drafts.purge(tx.connection, tx.now), _delete_expired(tx)
        form_events.purge(tx.connection, tx.now)
        quarters.purge(tx.connection, tx.now)
        report_cache.purge(tx.connection, tx.now)
        print_jobs.purge(tx.connection, tx.now)
        self._copies.delete_old(tx.now)
        record_trusted(tx)
        set_timestamp(tx.connection, PURGED, tx.now)
        return PurgeResult(begun, sent, self._purge_audit(tx), redated, paper_pages.purge(tx))

    def _purge_audit(self, tx: Transaction) -> int:
        """Delete old entries of the audit log. A broken log stays as it is, for `verify` to report."""
        try:
            before = tx.now - timedelta(days=tx.policy.audit_days)
            return self._context.audit.purge(tx.connection, before, tx.now)
        except ChainBroken:
            return 0

    def _log(self, tx: Transaction, result: PurgeResult, by: str) -> None:
        counts = {name: count for name, count in vars(result).items() if count and name != "doubt"}
        if counts:
            self._context.audit.append(tx.connection, by, "purged", DATABASE, tx.now, **counts)


def _purge_unkept(tx: Transaction, doubt: ClockDoubt) -> PurgeResult:
    """Delete submissions or pictures that the clinic does not keep at all, whatever the clock says."""
    deleted = _delete_expired(tx) if tx.policy.keeps_nothing else 0
    print_jobs.delete_orphans(tx.connection)
    return PurgeResult(submissions=deleted, pictures=paper_pages.purge(tx), doubt=doubt)


def _delete_expired(tx: Transaction) -> int:
    return tx.connection.execute(delete(submissions).where(expired(tx.policy, tx.now))).rowcount


def _delete_unusable(tx: Transaction) -> None:
    tx.connection.execute(delete(one_time_links).where(one_time_links.c.expires_at <= tx.now))
    tx.connection.execute(delete(challenges).where(challenges.c.expires_at <= tx.now))
    tx.connection.execute(delete(pickups).where(pickups.c.expires_at <= tx.now))
    end_expired_sessions(tx.connection, tx.now)
    tx.connection.execute(delete(signins).where(signins.c.began_at <= tx.now - _LONG_OVER))
    tx.connection.execute(delete(remembered).where(remembered.c.began_at <= tx.now - _LONG_OVER))
    tx.connection.execute(delete(tries).where(tries.c.tried_at <= tx.now - _LONG_OVER))
