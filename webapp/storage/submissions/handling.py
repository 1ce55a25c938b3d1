"""What practitioners decide about submissions: whose they are, who may print them, that many go at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from webapp.clinic import Policy
from webapp.storage.lifecycle.retention import gone
from webapp.storage.submissions.desk import change
from webapp.storage.submissions.desk_query import conditions
from webapp.storage.submissions.desk_rows import DeskQuery
from webapp.storage.submissions.encryption import Person, SubmissionSummary
from webapp.storage.submissions.index_rows import index_columns, index_name
from webapp.storage.submissions.print_jobs import forget_the_gone
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import reports, submissions

_BATCH = 200


class Handling:
    """Acts on the submissions of one database. `by` is who acts, and each act is in the audit."""

    def __init__(self, keeping: SubmissionContext) -> None:
        self._keeping = keeping

    def name(self, reference: str, version: int, person: Person, by: str, now: datetime) -> bool:
        """Say whose it is, over `version`; it is then found by that, and stands among that number's visits.

        The audit tells which of the two was changed, and neither value. Raises SealBroken.
        """
        with self._keeping.changing(now) as at:
            row = at.row(reference)
            if row is None:
                return False
            card = self._keeping.envelopes.card(row)
            changed = [
                part for part in ("name", "number") if getattr(card.person, part) != getattr(person, part)
            ]
            if not changed:
                return bool(row.version == version)
            values = self._named(at, row, replace(card, person=person), card.person.number)
            if not change(at, reference, version, values):
                return False
            index_name(at.connection, self._keeping.index, row.id, person.name)
            at.tell(by, "named", reference, changed=changed)
        return True

    def _named(
        self, at: Transaction, row: Row[Any], card: SubmissionSummary, old_number: str
    ) -> dict[str, object]:
        sealed = self._keeping.envelopes.sealed_card(row.draft_id, row.reference, card)
        index = index_columns(self._keeping.index, card.person)
        patient = row.patient
        if index["number_index"] != row.number_index:
            patient = self._patient_after(at, row, card.person.number, old_number)
        return {"sealed_card": sealed, "patient": patient, **index}

    def _patient_after(self, at: Transaction, row: Row[Any], number: str, old_number: str) -> str:
        """Give the patient of the new number.

        Where there was none, the visits that are linked come along; a wrong one's visits are left behind.
        """
        known = at.patient_of(number, but=row.reference) if number else None
        if known and not old_number:
            linked = update(submissions).where(submissions.c.patient == row.patient)
            at.connection.execute(linked.values(patient=known))
        if known:
            return known
        shares = at.patient_of(old_number, but=row.reference) == row.patient if old_number else False
        return self._keeping.new_patient() if shares else str(row.patient)

    def release(self, reference: str, version: int, by: str, now: datetime, *, is_released: bool) -> bool:
        """Let the front desk print the patient's report, over `version`; or no more."""
        with self._keeping.changing(now) as at:
            done = change(at, reference, version, {"released_at": now if is_released else None})
            if done:
                at.tell(by, "released" if is_released else "took back", reference)
        return done

    def close(self, references: Sequence[str], by: str, now: datetime) -> int:
        """Close those of them that are open; give how many."""
        these = submissions.c.reference.in_(references)
        with self._keeping.changing(now) as at:
            return self._closed(at, _open(at, these), by)

    def many(self, query: DeskQuery, now: datetime) -> int:
        """Give how many submissions a query means that names no words and no tier."""
        count = select(func.count()).select_from(submissions)
        with self._keeping.reading(now) as at:
            these = (*conditions(query), submissions.c.state.in_(query.states), at.living)
            return at.connection.scalar(count.where(*these)) or 0

    def would_go(self, policy: Policy, now: datetime) -> int:
        """Give how many submissions that are kept now would be gone under another policy."""
        count = select(func.count()).select_from(submissions)
        with self._keeping.reading(now) as at:
            return at.connection.scalar(count.where(at.living, gone(policy, now))) or 0

    def close_many(self, query: DeskQuery, by: str, now: datetime) -> int:
        """Close all that such a query means; give how many."""
        with self._keeping.changing(now) as at:
            return self._closed(at, _open(at, *conditions(query)), by)

    def delete_many(self, query: DeskQuery, by: str, now: datetime) -> int:
        """Delete all that such a query means, for good; give how many."""
        with self._keeping.changing(now) as at:
            these = delete(submissions).where(
                *conditions(query), submissions.c.state.in_(query.states), at.living
            )
            deleted = at.connection.execute(
                these.returning(submissions.c.reference, submissions.c.draft_id)
            ).all()
            for begin in range(0, len(deleted), _BATCH):
                ids = [row.draft_id for row in deleted[begin : begin + _BATCH]]
                at.connection.execute(delete(reports).where(reports.c.draft_id.in_(ids)))
            forget_the_gone(at.connection)
            for row in deleted:
                at.tell(by, "deleted", row.reference)
        if deleted:
            self._keeping.database.forget_deleted()
        return len(deleted)

    def _closed(self, at: Transaction, references: Sequence[str], by: str) -> int:
        for begin in range(0, len(references), _BATCH):
            these = update(submissions).where(submissions.c.reference.in_(references[begin : begin + _BATCH]))
            at.connection.execute(these.values(state="closed", version=submissions.c.version + 1))
        for reference in references:
            at.tell(by, "marked", reference, state="closed")
        return len(references)


def _open(at: Transaction, *these: Any) -> Sequence[str]:  # noqa: ANN401  SQLAlchemy's conditions
    query = select(submissions.c.reference).where(*these, submissions.c.state != "closed", at.living)
    return at.connection.scalars(query.order_by(submissions.c.id)).all()
