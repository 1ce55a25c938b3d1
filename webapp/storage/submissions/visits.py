"""Visits: the submissions of one patient, as practitioners and clinic numbers put them together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from webapp.storage.submissions.encryption import Submission
from webapp.storage.submissions.unit_of_work import SubmissionContext, subject_of
from webapp.storage.tables import submissions


class Visits:
    """Which submissions of one database are of the same patient."""

    def __init__(self, keeping: SubmissionContext) -> None:
        self._keeping = keeping

    def of(self, patient: str, now: datetime) -> tuple[Submission, ...]:
        """Give the patient's submissions, oldest first, without those that are damaged."""
        query = select(submissions).where(submissions.c.patient == patient)
        oldest_first = (submissions.c.submitted_at, submissions.c.id)
        with self._keeping.reading(now) as at:
            rows = at.connection.execute(query.where(at.living).order_by(*oldest_first)).all()
        return tuple(one for one in map(self._keeping.opened_or_none, rows) if one)

    def link(self, reference: str, other: str, by: str, now: datetime) -> bool:
        """Make one patient of both, and of all that are linked with them. False where one is not there."""
        with self._keeping.changing(now) as at:
            one, two = at.row(reference), at.row(other)
            if one is None or two is None:
                return False
            if one.patient != two.patient:
                of_other = update(submissions).where(submissions.c.patient == two.patient)
                at.connection.execute(of_other.values(patient=one.patient))
                at.tell(by, "linked", reference, other=subject_of(other))
        return True

    def unlink(self, reference: str, by: str, now: datetime) -> bool:
        """Make this one a patient of its own. False where it is not there."""
        this = update(submissions).where(submissions.c.reference == reference)
        with self._keeping.changing(now) as at:
            change = this.where(at.living).values(patient=self._keeping.new_patient())
            if at.connection.execute(change).rowcount == 0:
                return False
            at.tell(by, "unlinked", reference)
        return True
