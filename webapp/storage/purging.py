"""Deleting what has outlived its term, for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from webapp.storage import drafts, prints, reports
from webapp.storage.audit import ChainBroken
from webapp.storage.keeping import Keeping, Transaction
from webapp.storage.sittings import sweep
from webapp.storage.tables import invitations, pickups, signins, submissions, tries
from webapp.storage.terms import gone

DATABASE = "database"
"""What the audit calls all that is kept, taken together."""

# Longer than any sign-in lasts, and than failed tries count.
_LONG_OVER = timedelta(days=1)


@dataclass(frozen=True)
class Purged:
    """How many things had outlived their term."""

    drafts: int = 0
    submissions: int = 0
    audit: int = 0


class Purging:
    """The one place where things end by themselves."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def purge(self, now: datetime, by: str) -> Purged:
        """Delete what has outlived its term by the policy that stands, and its traces in the files."""
        with self._keeping.changing(now) as at:
            _delete_what_is_over(at)
            purged = self._purged(at)
            reports.purge(at.connection, now)
            prints.purge(at.connection, now)
            if purged != Purged():
                told = {name: count for name, count in vars(purged).items() if count}
                self._keeping.audit.append(at.connection, by, "purged", DATABASE, now, **told)
        self._keeping.database.forget_deleted()
        return purged

    def _purged(self, at: Transaction) -> Purged:
        return Purged(
            drafts.purge(at.connection, at.now),
            at.connection.execute(delete(submissions).where(gone(at.policy, at.now))).rowcount,
            self._purged_audit(at),
        )

    def _purged_audit(self, at: Transaction) -> int:
        """A broken chain stays as it is, for `verify` to tell; all else ends in its time nevertheless."""
        try:
            return self._keeping.audit.purge(at.connection, at.now - timedelta(days=at.policy.audit_days))
        except ChainBroken:
            return 0


def _delete_what_is_over(at: Transaction) -> None:
    """Delete what nobody can use any more, and nobody needs to be told of."""
    at.connection.execute(delete(invitations).where(invitations.c.expires_at <= at.now))
    at.connection.execute(delete(pickups).where(pickups.c.expires_at <= at.now))
    sweep(at.connection, at.now)
    at.connection.execute(delete(signins).where(signins.c.began_at <= at.now - _LONG_OVER))
    at.connection.execute(delete(tries).where(tries.c.tried_at <= at.now - _LONG_OVER))
