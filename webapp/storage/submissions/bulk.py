"""Acts on many submissions at once: those given, or all that a query of the desk means."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from webapp.clinic import Policy
from webapp.storage.lifecycle.retention import expired
from webapp.storage.submissions.desk_query import DeskQuery, conditions
from webapp.storage.submissions.print_jobs import delete_orphans
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import reports, submissions

_BATCH = 200


class BulkActions:
    """Bulk acts on the submissions of one database. A query must have no words and no tiers.

    `by` is the acting practitioner's name in the audit log, which has one entry for each submission.
    """

    def __init__(self, context: SubmissionContext) -> None:
        self._context = context

    def count(self, query: DeskQuery, now: datetime) -> int:
        count = select(func.count()).select_from(submissions)
        with self._context.reading(now) as tx:
            return tx.connection.scalar(count.where(*_selected(tx, query))) or 0

    def count_expiring(self, policy: Policy, now: datetime) -> int:
        """Count the submissions that exist now and would have expired under another policy."""
        count = select(func.count()).select_from(submissions)
        with self._context.reading(now) as tx:
            return tx.connection.scalar(count.where(tx.not_expired, expired(policy, now))) or 0

    def close(self, references: Sequence[str], by: str, now: datetime) -> int:
        """Close the open ones among these submissions, and return how many were."""
        with self._context.writing(now) as tx:
            return _close(tx, by, submissions.c.reference.in_(references))

    def close_matching(self, query: DeskQuery, by: str, now: datetime) -> int:
        """Close all open submissions that the query means, in any state, and return how many were."""
        with self._context.writing(now) as tx:
            return _close(tx, by, *conditions(query))

    def delete_matching(self, query: DeskQuery, by: str, now: datetime) -> int:
        """Delete all submissions that the query means, and return how many there were."""
        with self._context.writing(now) as tx:
            these = delete(submissions).where(*_selected(tx, query))
            columns = submissions.c.reference, submissions.c.draft_id
            deleted = tx.connection.execute(these.returning(*columns)).all()
            for ids in _batches([row.draft_id for row in deleted]):
                tx.connection.execute(delete(reports).where(reports.c.draft_id.in_(ids)))
            delete_orphans(tx.connection)
            tx.audit_each(by, "deleted", [row.reference for row in deleted])
        if deleted:
            self._context.database.truncate_wal()
        return len(deleted)


def _selected(tx: Transaction, query: DeskQuery) -> tuple[ColumnElement[bool], ...]:
    return (*conditions(query), submissions.c.state.in_(query.states), tx.not_expired)


def _close(tx: Transaction, by: str, *which: ColumnElement[bool]) -> int:
    query = select(submissions.c.reference).where(*which, submissions.c.state != "closed", tx.not_expired)
    references = tx.connection.scalars(query.order_by(submissions.c.id)).all()
    for batch in _batches(references):
        these = update(submissions).where(submissions.c.reference.in_(batch))
        tx.connection.execute(these.values(state="closed", version=submissions.c.version + 1))
    tx.audit_each(by, "marked", references, state="closed")
    return len(references)


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))
