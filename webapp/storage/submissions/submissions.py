"""Submitting: a draft becomes a submission, once and whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from webapp.storage.patient.drafts import DraftKey, take
from webapp.storage.submissions.encryption import NewSubmission, Submission
from webapp.storage.submissions.index_rows import index_columns, index_name
from webapp.storage.submissions.references import is_reference, new_reference
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import submissions

# 19^6 references: with a million of them taken, ten tries in a row fail once in 10^16.
_REFERENCE_TRIES = 10

PATIENT = "patient"
"""What the audit calls whoever sends answers."""


class PolicyForbids(Exception):  # noqa: N818  a refusal
    """The clinic keeps nothing."""


class Submissions:
    """Submissions as the patient's own device makes and sees them."""

    def __init__(self, keeping: SubmissionContext) -> None:
        self._keeping = keeping

    def submit(self, key: DraftKey, version: int, entry: NewSubmission, now: datetime) -> Submission | None:
        """Turn the draft, at `version`, into a submission, in one transaction.

        Again with the same draft: the submission that it became. None when the draft moved on, or is gone.
        """
        for _ in range(_REFERENCE_TRIES):
            reference = new_reference(self._keeping.random_bytes)
            try:
                self._submit_as(reference, key, version, entry, now)
            except IntegrityError:
                if self._is_free(reference):
                    raise
            else:
                return self.of_draft(key, now)
        raise RuntimeError("no free reference was found")

    def of_draft(self, key: DraftKey, now: datetime) -> Submission | None:
        """Give what the draft became, for as long as its device may see it: a draft's own term."""
        query = select(submissions).where(submissions.c.draft_id == key.id)
        with self._keeping.reading(now) as at:
            shown = submissions.c.submitted_at > now - timedelta(days=at.policy.draft_days)
            return self._keeping.opened(at.connection.execute(query.where(shown, at.living)).first())

    def _submit_as(
        self, reference: str, key: DraftKey, version: int, entry: NewSubmission, now: datetime
    ) -> None:
        """Do nothing where the draft does not stand at `version`, or nothing is to be kept."""
        row = self._row(key.id, reference, entry, self._keeping.floor.above(now))
        with self._keeping.changing(now) as at:
            if not at.policy.keeps_nothing and take(at.connection, key, version, now):
                self._insert(at, row, entry)
                at.tell(PATIENT, "sent", reference)

    def take_in(
        self, entry: NewSubmission, answered_at: datetime, reference: str, by: str, now: datetime
    ) -> str:
        """Make a submission of answers that came in a file; give its reference.

        That is the one they had, where it has the form of ours and is free. Raises PolicyForbids.
        """
        wanted = [reference] if is_reference(reference) else []
        fresh = (new_reference(self._keeping.random_bytes) for _ in range(_REFERENCE_TRIES))
        for code in (*wanted, *fresh):
            row = self._row(self._keeping.new_draft_id(), code, entry, answered_at)
            try:
                self._take_in_as(row, entry, by, now)
            except IntegrityError:
                if self._is_free(code):
                    raise
            else:
                return code
        raise RuntimeError("no free reference was found")

    def _take_in_as(self, row: dict[str, object], entry: NewSubmission, by: str, now: datetime) -> None:
        with self._keeping.changing(now) as at:
            if at.policy.keeps_nothing:
                raise PolicyForbids
            self._insert(at, row, entry)
            at.tell(by, "took in", str(row["reference"]))

    def _row(
        self, draft_id: str, reference: str, entry: NewSubmission, submitted_at: datetime
    ) -> dict[str, object]:
        sealed = self._keeping.envelopes.sealed(draft_id, reference, entry)
        plain = {"channel": entry.channel, "digest": entry.digest, "submitted_at": submitted_at}
        return {"draft_id": draft_id, "reference": reference, **plain, **sealed}

    def _insert(self, at: Transaction, row: dict[str, object], entry: NewSubmission) -> None:
        index, person = self._keeping.index, entry.person
        patient = at.patient_of(person.number) or self._keeping.new_patient()
        values = {**row, **index_columns(index, person), "patient": patient, "state": "new", "version": 1}
        made = at.connection.scalar(insert(submissions).values(**values).returning(submissions.c.id))
        assert made is not None  # noqa: S101  a row was made
        index_name(at.connection, index, made, person.name)

    def _is_free(self, reference: str) -> bool:
        query = select(submissions.c.id).where(submissions.c.reference == reference)
        with self._keeping.database.reading() as connection:
            return connection.execute(query).first() is None
