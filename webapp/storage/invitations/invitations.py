"""Invitations for patients: made and followed at the desk, redeemed by a link or six words."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from webapp.localization.catalogues import SOURCE_LANGUAGE
from webapp.localization.passphrase_words import passphrase_words
from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.crypto.tokens import new_token
from webapp.storage.invitations.invitation import (
    ASKS,
    FOLLOW_UP,
    MAX_TERM,
    MOST_WRONG_YEARS,
    STATES,
    InvitationCipher,
    Invitee,
    PatientInvitation,
    accepts_answers,
    has_state,
    state_of,
    subject_of,
)
from webapp.storage.patient.passphrase_hash import new_passphrase, normalized
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import patient_invitations as table
from webapp.storage.tables import submissions

KEPT_AFTER = timedelta(days=30)
"""How long an invitation that brought nothing is listed after its end: a month to ask what became of it."""

PAGE_SIZE = 50
_ID_BYTES = 16
_log = logging.getLogger("gutfactors")

_came_in = submissions.alias("came_in")
_asked_about = submissions.alias("asked_about")
_BASE = (
    select(table, _came_in.c.reference.label("reference"), _asked_about.c.reference.label("about"))
    .outerjoin(_came_in, _came_in.c.id == table.c.submission_id)
    .outerjoin(_asked_about, _asked_about.c.id == table.c.about_id)
)


@dataclass(frozen=True)
class NewInvitation:
    """What the desk asks for. `about` is the reference of the submission that a follow-up asks about.

    `words_in` is the language of the six words: the patient's, which is the clinic's where none was chosen.
    """

    number: str
    name: str
    valid_until: datetime
    asks: str
    about: str = ""
    email: str = ""
    language: str = ""
    words_in: str = SOURCE_LANGUAGE


@dataclass(frozen=True)
class InvitationQuery:
    """A query of the list. `number` is a clinic number, "" for any; `before` is the page before's `next`."""

    states: frozenset[str] = frozenset(STATES)
    number: str = ""
    before: str = ""
    size: int = PAGE_SIZE


@dataclass(frozen=True)
class InvitationPage:
    """One page of the list, newest first. `next` is the cursor of the page after it, "" at the end."""

    rows: tuple[PatientInvitation, ...]
    next: str


class PatientInvitations:
    """The invitations of one database. `by` is the acting practitioner's name in the audit log."""

    def __init__(self, context: SubmissionContext, cipher: InvitationCipher) -> None:
        self._context = context
        self._cipher = cipher

    def create(self, new: NewInvitation, by: str, now: datetime) -> PatientInvitation | None:
        """Store an invitation. Return None where the submission that it asks about does not exist.

        Raise ValueError for an end that is past or too far, and for an invitation without a patient.
        """
        if new.asks not in ASKS or (new.asks == FOLLOW_UP) != bool(new.about):
            raise ValueError(f"an invitation cannot ask {new.asks!r} about {new.about or 'nothing'}")
        if not (new.number or new.about):
            raise ValueError("an invitation needs a clinic number")
        if not now < new.valid_until <= now + MAX_TERM:
            raise ValueError(f"an invitation cannot be valid until {new.valid_until}")
        random_bytes = self._context.random_bytes
        words = new_passphrase(random_bytes, passphrase_words(new.words_in))
        made = random_bytes(_ID_BYTES).hex()
        invitee = Invitee(new.number, new.name, new_token(random_bytes), words, new.email, new.language)
        values = {"id": made, "asks": new.asks, **self._cipher.seal(made, invitee)}
        times = {"created_by": by, "created_at": now, "expires_at": new.valid_until}
        with self._context.writing(now) as tx:
            about = tx.row(new.about) if new.about else None
            if new.about and about is None:
                return None
            tx.connection.execute(insert(table).values(**values, **times, about_id=about and about.id))
            self._log(tx, by, "made an invitation", made, asks=new.asks)
        return self.get(made, now)

    def get(self, invitation_id: str, now: datetime) -> PatientInvitation | None:
        return self._one(table.c.id == invitation_id, now)

    def by_token(self, token: str, now: datetime) -> PatientInvitation | None:
        """Return the invitation of a link, in whatever state, or None."""
        return self._one(self._cipher.has_token(token), now)

    def by_words(self, typed: str, now: datetime) -> PatientInvitation | None:
        """Return the invitation of six words, in whatever state, or None. Callers limit the rate."""
        return self._one(self._cipher.has_words(typed), now) if normalized(typed) else None

    def for_submission(self, reference: str, now: datetime) -> tuple[PatientInvitation, ...]:
        """Return the follow-ups that ask about a submission, newest first, without damaged ones."""
        rows = self._context.database.rows(_newest_first(_BASE.where(_asked_about.c.reference == reference)))
        return self._unsealed_all(rows, now)

    def that_brought(self, reference: str, now: datetime) -> PatientInvitation | None:
        """Return the invitation that a submission came in by, or None: there is none, or it is damaged."""
        row = self._context.database.first(_BASE.where(_came_in.c.reference == reference))
        return None if row is None else self._unsealed_or_none(row, now)

    def begin(self, token: str, now: datetime) -> PatientInvitation | None:
        """Note that the patient began, and return the invitation; None for one that is not open."""
        begun = update(table).where(
            self._cipher.has_token(token), table.c.begun_at.is_(None), accepts_answers(now)
        )
        self._context.database.execute(begun.values(begun_at=now))
        found = self.by_token(token, now)
        return found if found and found.is_open else None

    def admit(self, invitation_id: str, now: datetime, *, is_right: bool) -> bool:
        """Return whether a year of birth that was typed opens what was said last time.

        A wrong one is counted and logged. After MOST_WRONG_YEARS of them a right one opens nothing either.
        """
        waiting = (table.c.id == invitation_id, table.c.wrong_years < MOST_WRONG_YEARS, accepts_answers(now))
        wrong_years = 0 if is_right else table.c.wrong_years + 1
        with self._context.writing(now) as tx:
            counted = tx.connection.execute(update(table).where(*waiting).values(wrong_years=wrong_years))
            if counted.rowcount and not is_right:
                self._log(tx, "server", "typed a wrong year of birth", invitation_id)
        return is_right and counted.rowcount == 1

    def list(self, query: InvitationQuery, now: datetime) -> InvitationPage:
        """Return one page of the matching invitations, without damaged ones."""
        wanted = _BASE.where(*self._conditions(query, now))
        if query.before:
            reached = select(table.c.created_at, table.c.id).where(table.c.id == query.before)
            wanted = wanted.where(tuple_(table.c.created_at, table.c.id) < reached.scalar_subquery())
        rows = self._context.database.rows(_newest_first(wanted).limit(query.size + 1))
        shown = rows[: query.size]
        return InvitationPage(self._unsealed_all(shown, now), shown[-1].id if len(rows) > len(shown) else "")

    def counts(self, query: InvitationQuery, now: datetime) -> Mapping[str, int]:
        """Count the invitations in each state, whatever states the query asks for."""
        matching = self._conditions(replace(query, states=frozenset(STATES)), now)
        with self._context.database.reading() as connection:
            return {state: _count(connection, *matching, has_state(state, now)) for state in STATES}

    def withdraw(self, invitation_id: str, by: str, now: datetime) -> bool:
        """Withdraw an invitation. Return False where answers were sent by it already."""
        return self._change(invitation_id, {"withdrawn_at": now}, (by, "withdrew an invitation", now))

    def extend(self, invitation_id: str, valid_until: datetime, by: str, now: datetime) -> bool:
        """Change the end of an invitation; a late or withdrawn one is open again."""
        if not now < valid_until <= now + MAX_TERM:
            raise ValueError(f"an invitation cannot be valid until {valid_until}")
        values = {"expires_at": valid_until, "withdrawn_at": None}
        return self._change(invitation_id, values, (by, "extended an invitation", now))

    def record_reminder(self, invitation_id: str, by: str, now: datetime) -> bool:
        """Record the one reminder. Return False where there was one, or the invitation is not open."""
        condition = (table.c.reminded_at.is_(None), accepts_answers(now))
        act = (by, "reminded of an invitation", now)
        return self._change(invitation_id, {"reminded_at": now}, act, *condition)

    def _conditions(self, query: InvitationQuery, now: datetime) -> Sequence[ColumnElement[bool]]:
        states = [has_state(state, now) for state in STATES if state in query.states]
        number = [self._cipher.has_number(query.number)] if query.number else []
        return [or_(*states), *number]

    def _change(
        self,
        invitation_id: str,
        values: Mapping[str, Any],
        act: tuple[str, str, datetime],
        *conditions: ColumnElement[bool],
    ) -> bool:
        """Change an invitation that brought nothing yet, and log the act (actor, action, time)."""
        by, action, now = act
        waiting = (table.c.id == invitation_id, table.c.submission_id.is_(None), *conditions)
        with self._context.writing(now) as tx:
            changed = tx.connection.execute(update(table).where(*waiting).values(**values)).rowcount == 1
            if changed:
                self._log(tx, by, action, invitation_id)
        return changed

    def _log(self, tx: Transaction, by: str, action: str, invitation_id: str, **details: object) -> None:
        subject = subject_of(invitation_id)
        self._context.audit.append(tx.connection, by, action, subject, tx.now, **details)

    def _one(self, condition: ColumnElement[bool], now: datetime) -> PatientInvitation | None:
        row = self._context.database.first(_BASE.where(condition))
        return None if row is None else self._unsealed(row, now)

    def _unsealed_all(self, rows: Sequence[Row[Any]], now: datetime) -> tuple[PatientInvitation, ...]:
        return tuple(one for row in rows if (one := self._unsealed_or_none(row, now)))

    def _unsealed_or_none(self, row: Row[Any], now: datetime) -> PatientInvitation | None:
        try:
            return self._unsealed(row, now)
        except SealBroken:
            _log.warning("patient_invitations, row %s: damaged, it does not open; passed over", row.id)
            return None

    def _unsealed(self, row: Row[Any], now: datetime) -> PatientInvitation:
        return PatientInvitation(
            id=row.id,
            invitee=self._cipher.invitee(row),
            asks=row.asks,
            about=row.about or "",
            reference=row.reference or "",
            state=state_of(row, now),
            created_by=row.created_by,
            created_at=row.created_at,
            valid_until=row.expires_at,
            begun_at=row.begun_at,
            reminded_at=row.reminded_at,
            wrong_years=row.wrong_years,
        )


def purge(tx: Transaction) -> int:
    """Delete invitations that brought nothing, a while after their end; all where nothing is kept."""
    old = or_(table.c.expires_at <= tx.now - KEPT_AFTER, table.c.withdrawn_at <= tx.now - KEPT_AFTER)
    unused = delete(table).where(table.c.submission_id.is_(None))
    return tx.connection.execute(unused if tx.policy.keeps_nothing else unused.where(old)).rowcount


def _newest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(table.c.created_at.desc(), table.c.id.desc())


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
