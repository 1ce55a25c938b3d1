"""The unit of work on submissions: one transaction under one policy, and the services that all share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from webapp.clinic import Policy
from webapp.storage.clock.tolerance import TimeFloor
from webapp.storage.crypto.sealing import RandomBytes, SealBroken
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.lifecycle.retention import not_expired
from webapp.storage.patient.drafts import ID_BYTES
from webapp.storage.submissions.content_index import ContentIndex, may_be_same_file
from webapp.storage.submissions.encryption import NewSubmission, Submission, SubmissionCipher
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.tables import submissions

# "gutsubms" in ASCII: a number that no other program on the same database is likely to use.
_ADVISORY_LOCK = 0x67757473_75626D73

_PATIENT_BYTES = 16

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class Transaction:
    """One transaction at one moment, under the policy that applied when it began."""

    context: SubmissionContext
    connection: Connection
    policy: Policy
    now: datetime

    @property
    def not_expired(self) -> ColumnElement[bool]:
        return not_expired(self.policy, self.now)

    def row(self, reference: str) -> Row[Any] | None:
        """Return the submission's row, or None where it does not exist or has expired."""
        query = select(submissions).where(submissions.c.reference == reference, self.not_expired)
        return self.connection.execute(query).first()

    def existing(self, references: Sequence[str]) -> list[str]:
        """Return the references that exist and have not expired: each once, in the order given."""
        query = select(submissions.c.reference).where(submissions.c.reference.in_(references))
        found = set(self.connection.scalars(query.where(self.not_expired)))
        return [reference for reference in dict.fromkeys(references) if reference in found]

    def update(self, reference: str, version: int, values: dict[str, Any]) -> bool:
        """Update a submission as its next version. Return False where `version` is not the current one."""
        this = (submissions.c.reference == reference, submissions.c.version == version)
        change = update(submissions).where(*this, self.not_expired)
        return self.connection.execute(change.values(**values, version=version + 1)).rowcount == 1

    def patient_of(self, number: str, except_reference: str = "") -> str | None:
        """Return the patient of the newest submission with this clinic number."""
        same = submissions.c.number_index.in_(self.context.index.number_digests(number))
        query = select(submissions.c.patient).where(
            same, submissions.c.reference != except_reference, self.not_expired
        )
        newest_first = (submissions.c.submitted_at.desc(), submissions.c.id.desc())
        return self.connection.scalar(query.order_by(*newest_first).limit(1))

    def same_file(self, new: NewSubmission, answered_at: datetime) -> str:
        """Return the reference of the submission that the file of these answers became before, or ""."""
        same = submissions.c.content_index.in_(self.context.contents.digests(new, answered_at))
        rows = self.connection.execute(select(submissions).where(same, self.not_expired)).all()
        kept = (one for one in self.context.unseal_all(rows) if may_be_same_file(new, one))
        return next((one.reference for one in kept), "")

    def audit(self, by: str, action: str, reference: str, **details: object) -> None:
        """Append to the audit log what was done with a submission. Call it after all other changes."""
        self.audit_each(by, action, (reference,), **details)

    def audit_each(self, by: str, action: str, references: Sequence[str], **details: object) -> None:
        """Append an entry for each submission, as `audit` does."""
        subjects = [subject_of(reference) for reference in references]
        self.context.audit.append_each(self.connection, by, action, subjects, self.now, **details)

    def not_acted_on(
        self, by: str, references: Sequence[str], since: datetime, action: str = ""
    ) -> list[str]:
        """Return the submissions that `by` did not do this with since then, as `AuditLog.acted_on` has it."""
        subjects = {reference: subject_of(reference) for reference in references}
        done = self.context.audit.acted_on(self.connection, by, tuple(subjects.values()), since, action)
        return [reference for reference, subject in subjects.items() if subject not in done]


@dataclass(frozen=True)
class SubmissionContext:
    """The services that every class working on submissions needs."""

    database: Database
    cipher: SubmissionCipher
    index: PersonIndex
    contents: ContentIndex
    audit: AuditLog
    policy: Callable[[datetime], Policy]
    random_bytes: RandomBytes
    floor: TimeFloor = field(default_factory=TimeFloor)

    @contextmanager
    def reading(self, now: datetime) -> Iterator[Transaction]:
        policy = self.policy(now)
        with self.database.reading() as connection:
            yield Transaction(self, connection, policy, now)

    @contextmanager
    def writing(self, now: datetime) -> Iterator[Transaction]:
        """Open a transaction that writes, one at a time: what it reads stays true until it ends."""
        policy = self.policy(now)  # before the transaction: it may need a connection of its own
        with self.database.writing() as connection:
            if not self.database.is_sqlite:  # which has one writer anyway
                connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
            yield Transaction(self, connection, policy, now)

    def unseal(self, row: Row[Any] | None) -> Submission | None:
        return None if row is None else self.cipher.unseal(row)

    def unseal_all(self, rows: Iterable[Row[Any]]) -> tuple[Submission, ...]:
        """Return the submissions of many rows; skip and log the damaged ones, by row number only."""
        return tuple(one for one in map(self._unseal_or_none, rows) if one)

    def new_patient(self) -> str:
        return self.random_bytes(_PATIENT_BYTES).hex()

    def new_draft_id(self) -> str:
        """Return a draft id for answers that never were a draft here: no token leads to it."""
        return self.random_bytes(ID_BYTES).hex()

    def _unseal_or_none(self, row: Row[Any]) -> Submission | None:
        try:
            return self.cipher.unseal(row)
        except SealBroken:
            _log.warning("submissions, row %s: damaged, it does not open; passed over", row.id)
            return None


def subject_of(reference: str) -> str:
    """Return the audit log's name of a submission."""
    return f"submission {reference}"
