"""Visits: the submissions of one patient, joined by their clinic number, an invitation or a practitioner.

A number that somebody typed proves nothing: submissions of one `patient` are shown to a practitioner side by
side. Content of one goes on the paper of another only where both have one `proven_patient`.
"""

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

    def proven(self, submission: Submission, now: datetime) -> tuple[Submission, ...]:
        """Return this and the other submissions that are proven to be of the patient, oldest first."""
        visits = self.list(submission.patient, now)
        return tuple(one for one in visits if is_proven_pair(one, submission))

    def link(self, reference: str, other: str, by: str, now: datetime) -> bool:
        """Join the visits of both submissions, and prove these two. Return False where one does not exist."""
        with self._context.writing(now) as tx:
            one, two = tx.row(reference), tx.row(other)
            if one is None or two is None:
                return False
            if not is_proven_pair(one, two):
                _move_visits(tx, two.patient, one.patient)
                _prove(tx, two.proven_patient, one.proven_patient)
                tx.audit(by, "linked", reference, other=subject_of(other))
        return True

    def unlink(self, reference: str, by: str, now: datetime) -> bool:
        """Separate a submission from its visits. Return False where it does not exist."""
        this = update(submissions).where(submissions.c.reference == reference)
        with self._context.writing(now) as tx:
            alone = {"patient": self._context.new_patient(), "proven_patient": self._context.new_patient()}
            change = this.where(tx.not_expired).values(**alone)
            if tx.connection.execute(change).rowcount == 0:
                return False
            tx.audit(by, "unlinked", reference)
        return True


def is_proven_pair(one: Submission | Row[Any], two: Submission | Row[Any]) -> bool:
    """Return whether an invitation or a practitioner says that both are of one patient."""
    return bool(one.patient == two.patient and one.proven_patient == two.proven_patient)


def patients_after(tx: Transaction, row: Row[Any], number: str, old_number: str) -> dict[str, str]:
    """Return both patient columns of a submission whose clinic number changes.

    A submission without a number takes its linked visits along; one with a wrong number leaves them behind.
    """
    known = tx.patient_of(number, except_reference=row.reference) if number else None
    if known and not old_number:
        _move_visits(tx, row.patient, known)
        return {"patient": known, "proven_patient": row.proven_patient}
    others = tx.patient_of(old_number, except_reference=row.reference) if old_number else None
    if not known and others != row.patient:
        return {"patient": row.patient, "proven_patient": row.proven_patient}
    return {"patient": known or tx.context.new_patient(), "proven_patient": tx.context.new_patient()}


def _move_visits(tx: Transaction, old: str, new: str) -> None:
    visits = update(submissions).where(submissions.c.patient == old)
    tx.connection.execute(visits.values(patient=new))


def _prove(tx: Transaction, old: str, new: str) -> None:
    proven = update(submissions).where(submissions.c.proven_patient == old)
    tx.connection.execute(proven.values(proven_patient=new))
