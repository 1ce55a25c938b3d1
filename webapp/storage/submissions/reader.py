"""Reading submissions: one that is asked for, one that something else refers to, or many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from webapp.storage.patient.drafts import draft_key
from webapp.storage.submissions.encryption import Submission
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import submissions

VIEW_AFTER_ACT = timedelta(seconds=30)
"""A view so soon after an act of the same practitioner is the page that the act leads to."""


class SubmissionReader:
    """Reads the submissions of one database. Expired ones do not exist for any method."""

    def __init__(self, context: SubmissionContext) -> None:
        self._context = context

    def get(self, reference: str, now: datetime) -> Submission | None:
        """Return a submission to act on it. To show it to somebody, call `view`. Raise SealBroken."""
        with self._context.reading(now) as tx:
            return self._context.unseal(tx.row(reference))

    def get_intact(self, reference: str, now: datetime) -> Submission | None:
        """Return a submission that another one refers to, which can do without it.

        Return None where it is gone, or damaged, which is logged; also for "".
        """
        return next(iter(self.get_many([reference], now)), None) if reference else None

    def get_many(self, references: Sequence[str], now: datetime) -> tuple[Submission, ...]:
        """Return the submissions in the order asked for, without missing and damaged ones."""
        query = select(submissions).where(submissions.c.reference.in_(references))
        with self._context.reading(now) as tx:
            found = {row.reference: row for row in tx.connection.execute(query.where(tx.not_expired))}
        return self._context.unseal_all(found[reference] for reference in references if reference in found)

    def get_by_draft(self, token: str, now: datetime) -> Submission | None:
        """Return the submission that a draft became, for as long as a draft is kept. Raise SealBroken."""
        key = draft_key(token, self._context.random_bytes)
        if key is None:
            return None
        with self._context.reading(now) as tx:
            row = tx.connection.execute(select(submissions).where(*_became(tx, key.id))).first()
        return self._context.unseal(row)

    def reference_by_draft(self, token: str, now: datetime) -> str:
        """Return the reference of the submission that `get_by_draft` returns, damaged or not; "" for none."""
        key = draft_key(token, self._context.random_bytes)
        if key is None:
            return ""
        with self._context.reading(now) as tx:
            return tx.connection.scalar(select(submissions.c.reference).where(*_became(tx, key.id))) or ""

    def exists(self, reference: str, now: datetime) -> bool:
        """Return whether there is a submission of this reference, damaged or not."""
        with self._context.reading(now) as tx:
            return bool(tx.existing([reference]))

    def view(self, reference: str, by: str, now: datetime) -> Submission | None:
        """Return a submission for somebody to read: log it, and mark a new one as seen. Raise SealBroken."""
        with self._context.writing(now) as tx:
            row = tx.row(reference)
            if row is not None:
                _record_viewed(tx, [reference], by)
        found = self._context.unseal(row)
        return replace(found, **_seen(by, now)) if found and found.state == "new" else found

    def record_viewed(self, references: Sequence[str], by: str, now: datetime) -> None:
        """Record that somebody reads submissions, as `view` does for one."""
        with self._context.writing(now) as tx:
            _record_viewed(tx, tx.existing(references), by)


def _record_viewed(tx: Transaction, existing: Sequence[str], by: str) -> None:
    """Mark new ones as seen, and log each that this practitioner did not act on just before."""
    new = (submissions.c.reference.in_(existing), submissions.c.state == "new")
    tx.connection.execute(update(submissions).where(*new).values(**_seen(by, tx.now)))
    tx.audit_each(by, "opened", tx.not_acted_on(by, existing, tx.now - VIEW_AFTER_ACT))


def _seen(by: str, now: datetime) -> dict[str, Any]:
    return {"state": "seen", "seen_by": by, "seen_at": now}


def _became(tx: Transaction, draft_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the submission that a draft became, for as long as a draft is kept."""
    recent = submissions.c.submitted_at > tx.now - timedelta(days=tx.policy.draft_days)
    return submissions.c.draft_id == draft_id, recent, tx.not_expired
