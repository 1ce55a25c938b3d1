"""Letters of invitations: queued at the desk, and handed over to the clinic's mail server once.

No mail is sent twice: a sender notes that it hands a letter over before the mail server gets the text. If it
is killed before that, the letter is tried again. If it is killed between that and the server's answer, nobody
knows whether it was sent, and the desk shows so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, or_, select, update

from webapp.storage.invitations.invitation import (
    AddressedLetter,
    InvitationCipher,
    accepts_answers,
    subject_of,
)
from webapp.storage.leases import is_held, lease_first
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import invitation_mails as table
from webapp.storage.tables import patient_invitations as invitations

INVITATION, REMINDER = "invitation", "reminder"
WAITING, HANDED_OVER, SENT, FAILED = "waiting", "handed_over", "sent", "failed"

UNCERTAIN = "uncertain"
"""The problem of a letter that was handed over without an answer: it may have arrived."""

LEASE = timedelta(minutes=10)
"""How long a letter belongs to the sender that took it: longer than any mail server may take to answer."""

PAUSES: Sequence[timedelta] = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 8, 12)),
)
"""The pauses before each further attempt: a day in all, after which somebody at the desk is to know."""

REPEATED = 3
"""So many failed attempts, five minutes of them, are no hiccup: an operator should look."""

_ACTS = {INVITATION: "sent an invitation", REMINDER: "reminded of an invitation"}
_FAILED_ACTS = {INVITATION: "could not send an invitation", REMINDER: "could not remind of an invitation"}
_SERVER = "server"  # the audit log's name of what acts by itself


@dataclass(frozen=True)
class NewMail:
    """A letter to queue. `id` comes from the form: however often it is sent, there is one letter."""

    id: str
    kind: str
    letter: AddressedLetter


@dataclass(frozen=True)
class InvitationMail:
    """What became of a letter. `problem` is why it was not sent yet, or is not sent, "" for no reason."""

    kind: str
    state: str
    problem: str
    created_at: datetime
    next_at: datetime

    @property
    def is_waiting(self) -> bool:
        return self.state in (WAITING, HANDED_OVER)


@dataclass(frozen=True)
class OutgoingMail:
    """A letter that a sender has taken until `lease`. `attempts` counts those that failed."""

    id: str
    invitation_id: str
    kind: str
    attempts: int
    lease: datetime
    letter: AddressedLetter


class InvitationMails:
    """The letters of one database."""

    def __init__(self, context: SubmissionContext, cipher: InvitationCipher) -> None:
        self._context = context
        self._cipher = cipher

    def queue(self, invitation_id: str, new: NewMail, by: str, now: datetime) -> bool:
        """Queue a letter, keep its address, and log the act.

        Return False where nothing was queued: the invitation is not open, such a letter waits already, the
        form was sent before, or the patient was reminded before.
        """
        is_reminder = new.kind == REMINDER
        with self._context.writing(now) as tx:
            this = select(invitations).where(invitations.c.id == invitation_id, accepts_answers(now))
            row = tx.connection.execute(this.with_for_update()).first()
            if row is None or (is_reminder and row.reminded_at) or _is_queued(tx, invitation_id, new):
                return False
            invitee = replace(self._cipher.invitee(row), email=new.letter.address)
            reminded = {"reminded_at": now} if is_reminder else {}
            change = update(invitations).where(invitations.c.id == invitation_id)
            tx.connection.execute(change.values(**self._cipher.seal(invitation_id, invitee), **reminded))
            sealed = self._cipher.seal_letter(new.id, new.letter)
            values = {"id": new.id, "invitation_id": invitation_id, "kind": new.kind, "sealed": sealed}
            state = {"state": WAITING, "problem": "", "attempts": 0, "created_at": now, "next_at": now}
            tx.connection.execute(insert(table).values(**values, **state))
            self._log(tx, by, _ACTS[new.kind], invitation_id)
        return True

    def list(self, invitation_id: str) -> tuple[InvitationMail, ...]:
        """Return the letters of an invitation, the newest first."""
        query = select(table).where(table.c.invitation_id == invitation_id)
        rows = self._context.database.rows(query.order_by(table.c.created_at.desc(), table.c.id))
        return tuple(map(_mail, rows))

    def newest(self, invitation_ids: Collection[str]) -> Mapping[str, InvitationMail]:
        """Return the newest letter of each of these invitations that has any."""
        query = select(table).where(table.c.invitation_id.in_(invitation_ids)).order_by(table.c.created_at)
        return {row.invitation_id: _mail(row) for row in self._context.database.rows(query)}

    def take(self, now: datetime) -> OutgoingMail | None:
        """Take the letter that is due first, for the time of a lease; None where nothing is due.

        Of several senders one gets it. A letter of an invitation that is closed meanwhile is not sent.
        """
        first = _due(now, select(table.c.id)).order_by(table.c.next_at).limit(1)
        lease = now + LEASE
        self._give_up_abandoned(now)
        with self._context.database.writing() as connection:
            found = lease_first(connection, table, first, lease)
            if found is None:
                return None
            row = connection.execute(select(table).where(table.c.id == found)).one()
        letter = self._cipher.letter(row)
        return OutgoingMail(row.id, row.invitation_id, row.kind, row.attempts, lease, letter)

    def hand_over(self, mail: OutgoingMail, now: datetime) -> OutgoingMail | None:
        """Note that the mail server gets the text now. Return None where it must not.

        Another sender has the letter since, or its invitation was closed.
        """
        lease = now + LEASE
        still_open = select(invitations.c.id).where(
            invitations.c.id == table.c.invitation_id, accepts_answers(now)
        )
        own = update(table).where(is_held(table, mail), table.c.state == WAITING, still_open.exists())
        with self._context.database.writing() as connection:
            handed = connection.execute(own.values(state=HANDED_OVER, next_at=lease)).rowcount == 1
        return replace(mail, lease=lease) if handed else None

    def sent(self, mail: OutgoingMail, now: datetime) -> None:
        """Forget the text of a letter that the mail server took, also where another sender has it since."""
        values = {"state": SENT, "problem": "", "next_at": now, "sealed": None}
        self._context.database.execute(update(table).where(table.c.id == mail.id).values(**values))

    def failed(self, mail: OutgoingMail, problem: str, now: datetime, *, is_final: bool = False) -> bool:
        """Schedule the next attempt after its pause. Return False where that was the last attempt."""
        if is_final or mail.attempts >= len(PAUSES):
            self._give_up(mail, is_held(table, mail), problem, now)
            return False
        values = {"state": WAITING, "attempts": mail.attempts + 1, "next_at": now + PAUSES[mail.attempts]}
        own = update(table).where(is_held(table, mail))
        self._context.database.execute(own.values(**values, problem=problem))
        return True

    def _give_up_abandoned(self, now: datetime) -> None:
        """Give up letters whose sender was killed after handing them over: nobody knows if they were sent."""
        abandoned = (table.c.state == HANDED_OVER) & (table.c.next_at <= now)
        for row in self._context.database.rows(select(table).where(abandoned)):
            self._give_up(row, abandoned & (table.c.id == row.id), UNCERTAIN, now)

    def _give_up(
        self, mail: OutgoingMail | Row[Any], own: ColumnElement[bool], problem: str, now: datetime
    ) -> None:
        """Note why a letter is not sent. A reminder that was certainly not sent can be sent again."""
        values = {"state": FAILED, "problem": problem, "next_at": now, "sealed": None}
        with self._context.writing(now) as tx:
            if tx.connection.execute(update(table).where(own).values(**values)).rowcount == 0:
                return
            if mail.kind == REMINDER and problem != UNCERTAIN:
                this = update(invitations).where(invitations.c.id == mail.invitation_id)
                tx.connection.execute(this.values(reminded_at=None))
            self._log(tx, _SERVER, _FAILED_ACTS[mail.kind], mail.invitation_id)

    def _log(self, tx: Transaction, by: str, action: str, invitation_id: str) -> None:
        self._context.audit.append(tx.connection, by, action, subject_of(invitation_id), tx.now)


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Return since when the letter that waits longest should have been tried, or None."""
    found: datetime | None = connection.scalar(_due(now, select(func.min(table.c.next_at))))
    return found


def failing_mails(connection: Connection) -> int:
    """Count the letters that wait and were tried in vain again and again."""
    failing = (table.c.state == WAITING, table.c.attempts >= REPEATED)
    return connection.scalar(select(func.count()).select_from(table).where(*failing)) or 0


def _is_queued(tx: Transaction, invitation_id: str, new: NewMail) -> bool:
    waits = (table.c.invitation_id == invitation_id) & (table.c.kind == new.kind)
    waits &= table.c.state.in_((WAITING, HANDED_OVER))
    return tx.connection.scalar(select(table.c.id).where(or_(table.c.id == new.id, waits))) is not None


def _due(now: datetime, what: Select[Any]) -> Select[Any]:
    due = what.join_from(table, invitations, invitations.c.id == table.c.invitation_id)
    return due.where(table.c.state == WAITING, table.c.next_at <= now, accepts_answers(now))


def _mail(row: Row[Any]) -> InvitationMail:
    return InvitationMail(row.kind, row.state, row.problem, row.created_at, row.next_at)
