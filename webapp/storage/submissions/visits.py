"""Visits: the submissions of one patient, joined by their clinic number or by a practitioner."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from webapp.storage.submissions.encryption import Submission
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction, subject_of
from webapp.storage.tables import submissions


class Visits:
    """Which submissions of one database belong to the same patient."""

    def __init__(self, context: SubmissionContext) -> None:
        self._context = context

    def list(self, patient: str, now: datetime) -> tuple[Submission, ...]:
        """Return the patient's submissions, oldest first, without damaged ones."""
        query = select(submissions).where(submissions.c.patient == patient)
        oldest_first = (submissions.c.submitted_at, submissions.c.id)
        with self._context.reading(now) as tx:
            rows = tx.connection.execute(query.where(tx.not_expired).order_by(*oldest_first)).all()
        return self._context.unseal_all(rows)

    def link(self, reference: str, other: str, by: str, now: datetime) -> bool:
        """Join the visits of both submissions. Return False where one of them does not exist."""
        with self._context.writing(now) as tx:
            one, two = tx.row(reference), tx.row(other)
            if one is None or two is None:
                return False
            if one.patient != two.patient:
                _move_visits(tx, two.patient, one.patient)
                tx.audit(by, "linked", reference, other=subject_of(other))
        return True

    def unlink(self, reference: str, by: str, now: datetime) -> bool:
        """Separate a submission from its visits. Return False where it does not exist."""
        this = update(submissions).where(submissions.c.reference == reference)
        with self._context.writing(now) as tx:
            change = this.where(tx.not_expired).values(patient=self._context.new_patient())
            if tx.connection.execute(change).rowcount == 0:
                return False
            tx.audit(by, "unlinked", reference)
        return True


def patient_after(tx: Transaction, row: Row[Any], number: str, old_number: str) -> str:
    """Return the patient of a submission whose clinic number changes.

    A submission without a number takes its linked visits along; one with a wrong number leaves them behind.
    """
    known = tx.patient_of(number, except_reference=row.reference) if number else None
    if known:
        if not old_number:
            _move_visits(tx, row.patient, known)
        return known
    others = tx.patient_of(old_number, except_reference=row.reference) if old_number else None
    return tx.context.new_patient() if others == row.patient else str(row.patient)


def _move_visits(tx: Transaction, old: str, new: str) -> None:
    visits = update(submissions).where(submissions.c.patient == old)
    tx.connection.execute(visits.values(patient=new))
