"""Sending answers by an invitation: at most one submission each, in the transaction that stores it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from webapp.storage.invitations.invitation import (
    OPEN,
    WHOLE,
    InvitationCipher,
    has_state,
    state_of,
)
from webapp.storage.submissions.encryption import NewSubmission, Person
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import patient_invitations as table
from webapp.storage.tables import submissions

UNKNOWN = "unknown"
"""The state of an invitation that does not exist: it was deleted, or never made."""


class InvitationClosed(Exception):  # noqa: N818  a state, not a mistake
    """Nothing can be sent by this invitation. `state` is done, late, withdrawn or unknown."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True)
class Claim:
    """An invitation that was open a moment ago, and the person whose answers it brings."""

    id: str
    about_id: int | None
    person: Person

    def patient_columns(self, tx: Transaction, new: NewSubmission) -> dict[str, str]:
        """Return the patient, and with whose submissions the new one is proven to belong, where it is.

        A follow-up that is answered as a whole form proves nothing: it can be had without the year of birth.
        """
        if self.about_id is None:
            return self._of_number(tx)
        query = select(submissions.c.patient, submissions.c.proven_patient)
        about = tx.connection.execute(query.where(submissions.c.id == self.about_id)).first()
        if about is None:
            return {}
        proven = {"proven_patient": about.proven_patient} if new.follow_up else {}
        return {"patient": about.patient, **proven}

    def _of_number(self, tx: Transaction) -> dict[str, str]:
        """Return the columns of what came in by an earlier invitation for this number, newest first."""
        patient = tx.patient_of(self.person.number)
        whole = submissions.join(table, table.c.submission_id == submissions.c.id)
        same = submissions.c.number_index.in_(tx.context.index.number_digests(self.person.number))
        query = select(submissions.c.proven_patient).select_from(whole)
        asked = query.where(same, table.c.asks == WHOLE, submissions.c.patient == patient, tx.not_expired)
        newest = asked.order_by(submissions.c.submitted_at.desc(), submissions.c.id.desc()).limit(1)
        proven = tx.connection.scalar(newest)
        return {"patient": str(patient), "proven_patient": proven} if proven else {}


class InvitationClaims:
    """Claims on the invitations of one database."""

    def __init__(self, context: SubmissionContext, cipher: InvitationCipher) -> None:
        self._context = context
        self._cipher = cipher

    def open(self, token: str, now: datetime) -> Claim:
        """Return a claim, which holds nothing yet. Raise InvitationClosed."""
        row = self._context.database.first(select(table).where(self._cipher.has_token(token)))
        state = UNKNOWN if row is None else state_of(row, now)
        if row is None or state not in OPEN:
            raise InvitationClosed(state)
        invitee = self._cipher.invitee(row)
        return Claim(row.id, row.about_id, Person(invitee.name, invitee.number))

    def take(self, tx: Transaction, claim: Claim, submission_id: int) -> None:
        """Use the invitation up for a submission. Raise InvitationClosed, which undoes the transaction."""
        still_open = has_state(OPEN[0], tx.now) | has_state(OPEN[1], tx.now)
        used = update(table).where(table.c.id == claim.id, still_open).values(submission_id=submission_id)
        if tx.connection.execute(used).rowcount == 0:
            row = tx.connection.execute(select(table).where(table.c.id == claim.id)).first()
            raise InvitationClosed(UNKNOWN if row is None else state_of(row, tx.now))
