"""Submissions: made of a draft or of an imported file, and changed by practitioners."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import Row, case, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from webapp.storage.connections.outbox import add_event
from webapp.storage.invitations.claims import Claim, InvitationClaims, InvitationClosed
from webapp.storage.patient.drafts import DraftKey, delete_if_unchanged, draft_key
from webapp.storage.submissions.encryption import (
    MAX_NOTES,
    STATES,
    NewSubmission,
    Person,
    Submission,
    SubmissionNote,
    SubmissionSummary,
)
from webapp.storage.submissions.paper_pages import write_pages
from webapp.storage.submissions.print_jobs import delete_orphans
from webapp.storage.submissions.reader import SubmissionReader
from webapp.storage.submissions.references import is_reference, new_reference
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.submissions.visits import patients_after
from webapp.storage.tables import reports, submissions

# 19^6 references: with a million of them taken, ten attempts in a row fail once in 10^16.
_REFERENCE_ATTEMPTS = 10
PATIENT = "patient"  # the audit log's name of the person who sends answers


class PolicyForbids(Exception):  # noqa: N818  a refusal
    """The clinic keeps no submissions."""


class ReferenceTaken(Exception):  # noqa: N818  a refusal
    """There is a submission of this reference already."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class Submissions(SubmissionReader):
    """The submissions of one database.

    Expired submissions do not exist for any method. `by` is the acting practitioner's name in the audit log,
    and every act is logged. A method that takes a `version` changes nothing and returns False where that is
    not the current one.
    """

    def __init__(self, context: SubmissionContext, claims: InvitationClaims) -> None:
        super().__init__(context)
        self._claims = claims

    def submit(
        self, token: str, version: int, new: NewSubmission, now: datetime, invitation: str = ""
    ) -> Submission | None:
        """Turn the draft, at `version`, into a submission in one transaction, and return it.

        With the token of an `invitation`, the answers stand under its person, whatever `new` says. A second
        call with the same draft returns the same submission. Return None where the draft moved on (another
        tab saved) or is gone: open it again. Raise InvitationClosed: the draft stays as it is.
        """
        key = draft_key(token, self._context.random_bytes)
        if key is None:
            return None
        try:
            claim = self._claims.open(invitation, now) if invitation else None
            self._submit(key, version, replace(new, person=claim.person) if claim else new, now, claim)
        except InvitationClosed:
            sent = self.get_by_draft(token, now)
            if sent is None:
                raise
            return sent
        return self.get_by_draft(token, now)

    def _submit(
        self, key: DraftKey, version: int, new: NewSubmission, now: datetime, claim: Claim | None
    ) -> None:
        submitted_at = self._context.floor.apply(now)

        def insert_as(reference: str) -> None:
            row = self._row(key.id, reference, new, submitted_at)
            with self._context.writing(now) as tx:
                if tx.policy.keeps_nothing or not delete_if_unchanged(tx.connection, key, version, now):
                    return
                made = self._insert(tx, row, new, claim.patient_columns(tx, new) if claim else {})
                if claim:
                    self._claims.take(tx, claim, made)
                if new.is_announced:
                    add_event(tx.connection, made, tx.now, self._context.random_bytes)
                tx.audit(PATIENT, "sent", reference)

        self._with_free_reference((), insert_as)

    def add_imported(
        self,
        new: NewSubmission,
        answered_at: datetime,
        reference: str,
        by: str,
        now: datetime,
        *,
        once: bool = False,
    ) -> str:
        """Store answers that came in a file or on paper, and return their reference. Raise PolicyForbids.

        They keep the `reference` that they came with where it is well-formed and free. Raise ReferenceTaken
        where the same file was taken in before, and with `once` where the reference is not free.
        """

        def insert_as(code: str) -> None:
            row = self._row(self._context.new_draft_id(), code, new, answered_at)
            with self._context.writing(now) as tx:
                if tx.policy.keeps_nothing:
                    raise PolicyForbids
                if same := tx.same_file(new, answered_at):
                    raise ReferenceTaken(same)
                self._insert(tx, row, new, {})
                tx.audit(by, "took in", code)

        return self._with_free_reference([reference] if is_reference(reference) else [], insert_as, once=once)

    def set_state(self, reference: str, version: int, state: str, by: str, now: datetime) -> bool:
        """Set the state, one of STATES. Raise ValueError for any other."""
        if state not in STATES:
            raise ValueError(f"there is no state {state!r}")
        values = {"state": state, **({"printed_at": now} if state == "printed" else {})}
        with self._context.writing(now) as tx:
            done = tx.update(reference, version, values)
            if done:
                tx.audit(by, "marked", reference, state=state)
        return done

    def set_released(
        self, reference: str, version: int, by: str, now: datetime, *, is_released: bool
    ) -> bool:
        """Release the patient's report to the front desk, or take the release back."""
        with self._context.writing(now) as tx:
            done = tx.update(reference, version, {"released_at": now if is_released else None})
            if done:
                tx.audit(by, "released" if is_released else "took back", reference)
        return done

    def set_person(self, reference: str, version: int, person: Person, by: str, now: datetime) -> bool:
        """Set the name and the clinic number, and join the visits of that number.

        The audit log has which of the two changed, and neither value. Raise SealBroken.
        """
        with self._context.writing(now) as tx:
            row = tx.row(reference)
            if row is None:
                return False
            summary = self._context.cipher.summary(row)
            before = summary.person
            changed = [part for part in ("name", "number") if getattr(before, part) != getattr(person, part)]
            if not changed:
                return bool(row.version == version)
            if not tx.update(reference, version, self._person_columns(tx, row, summary, person)):
                return False
            self._context.index.write_name(tx.connection, row.id, person.name)
            tx.audit(by, "named", reference, changed=changed)
        return True

    def add_note(self, reference: str, version: int, text: str, by: str, now: datetime) -> bool:
        """Replace the current note. Earlier ones are kept, up to MAX_NOTES in all."""
        cipher = self._context.cipher
        with self._context.writing(now) as tx:
            row = tx.row(reference)
            if row is None:
                return False
            notes = (SubmissionNote(text, by, now), *cipher.notes(row))[:MAX_NOTES]
            sealed = cipher.seal_notes(row.draft_id, reference, notes)
            done = tx.update(reference, version, {"sealed_note": sealed})
            if done:
                tx.audit(by, "wrote a note", reference)
        return done

    def delete(self, reference: str, by: str, now: datetime) -> bool:
        """Delete a submission, its pictures, reports and prints, and overwrite them on the disk."""
        this = delete(submissions).where(submissions.c.reference == reference)
        with self._context.writing(now) as tx:
            draft_id = tx.connection.scalar(this.where(tx.not_expired).returning(submissions.c.draft_id))
            if draft_id:
                tx.connection.execute(delete(reports).where(reports.c.draft_id == draft_id))
                delete_orphans(tx.connection)
                tx.audit(by, "deleted", reference)
        if draft_id:
            self._context.database.truncate_wal()
        return draft_id is not None

    def record_printed(self, references: Sequence[str], by: str, now: datetime, what: str) -> None:
        """Record that submissions were printed as `what`. Closed ones stay closed."""
        state = case((submissions.c.state == "closed", "closed"), else_="printed")
        with self._context.writing(now) as tx:
            existing = tx.existing(references)
            these = update(submissions).where(submissions.c.reference.in_(existing))
            tx.connection.execute(these.values(state=state, printed_at=now))
            tx.audit_each(by, "printed", existing, what=what)

    def record_exported(self, references: Sequence[str], by: str, now: datetime, what: str) -> None:
        with self._context.writing(now) as tx:
            tx.audit_each(by, "exported", tx.existing(references), what=what)

    def _with_free_reference(
        self, wanted: Collection[str], insert_as: Callable[[str], None], *, once: bool = False
    ) -> str:
        """Insert under the first reference that is free, `wanted` ones first, and return it."""
        fresh = (new_reference(self._context.random_bytes) for _ in range(_REFERENCE_ATTEMPTS))
        for reference in chain(wanted, fresh):
            try:
                insert_as(reference)
            except IntegrityError:
                if self._is_free(reference):
                    raise
                if once and reference in wanted:
                    raise ReferenceTaken(reference) from None
            else:
                return reference
        raise RuntimeError("no free reference was found")

    def _row(
        self, draft_id: str, reference: str, new: NewSubmission, submitted_at: datetime
    ) -> dict[str, Any]:
        plain = {"channel": new.channel, "digest": new.digest, "submitted_at": submitted_at}
        sealed = self._context.cipher.seal(draft_id, reference, new)
        content = self._context.contents.columns(new, submitted_at)
        return {"draft_id": draft_id, "reference": reference, **plain, **sealed, **content}

    def _insert(
        self, tx: Transaction, row: dict[str, Any], new: NewSubmission, known: Mapping[str, str]
    ) -> int:
        """Insert a row and return its id. `known` are the patient columns that an invitation decides."""
        index, person = self._context.index, new.person
        patient = known.get("patient") or tx.patient_of(person.number) or self._context.new_patient()
        patients = {"proven_patient": row["draft_id"], **known, "patient": patient}
        values = {**row, **index.columns(person), **patients, "state": "new", "version": 1}
        made = tx.connection.scalar(insert(submissions).values(**values).returning(submissions.c.id))
        assert made is not None  # noqa: S101  a row was made
        index.write_name(tx.connection, made, person.name)
        write_pages(tx, row["draft_id"], new)
        return int(made)

    def _person_columns(
        self, tx: Transaction, row: Row[Any], before: SubmissionSummary, person: Person
    ) -> dict[str, object]:
        index = self._context.index.columns(person)
        moves = index["number_index"] != row.number_index
        patients = patients_after(tx, row, person.number, before.person.number) if moves else {}
        after = replace(before, person=person)
        sealed = self._context.cipher.seal_summary(row.draft_id, row.reference, after)
        return {"sealed_card": sealed, **patients, **index}

    def _is_free(self, reference: str) -> bool:
        query = select(submissions.c.id).where(submissions.c.reference == reference)
        return self._context.database.first(query) is None
