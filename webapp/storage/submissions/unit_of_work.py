"""What everything that keeps submissions works with, and the one way in which it changes them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from webapp.clinic import Policy
from webapp.storage.clock.floor import TimeFloor
from webapp.storage.crypto.sealing import RandomBytes, SealBroken
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.lifecycle.retention import living
from webapp.storage.patient.drafts import ID_BYTES
from webapp.storage.submissions.encryption import Submission, SubmissionCipher
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.tables import submissions

# Any number that no other program on the same database takes: "gutsubms" in ASCII.
_ADVISORY_LOCK = 0x67757473_75626D73

_PATIENT_BYTES = 16

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class Transaction:
    """One transaction at one moment, under the policy that stood when it began."""

    keeping: SubmissionContext
    connection: Connection
    policy: Policy
    now: datetime

    @property
    def living(self) -> ColumnElement[bool]:
        """Hold for the submissions that are within their term."""
        return living(self.policy, self.now)

    def row(self, reference: str) -> Row[Any] | None:
        """Find one living submission."""
        query = select(submissions).where(submissions.c.reference == reference, self.living)
        return self.connection.execute(query).first()

    def patient_of(self, number: str, but: str = "") -> str | None:
        """Give the patient of the newest submission with this clinic number, another one than `but`."""
        same = submissions.c.number_index.in_(self.keeping.index.numbers(number))
        newest_first = (submissions.c.submitted_at.desc(), submissions.c.id.desc())
        query = select(submissions.c.patient).where(same, submissions.c.reference != but, self.living)
        return self.connection.scalar(query.order_by(*newest_first).limit(1))

    def tell(self, by: str, action: str, reference: str, **details: object) -> None:
        """Say in the audit what was done with a submission. To be called after every other change."""
        subject = subject_of(reference)
        self.keeping.audit.append(self.connection, by, action, subject, self.now, **details)

    def acted(self, by: str, reference: str, since: datetime) -> bool:
        """Tell whether the audit knows that they did something with this submission since then."""
        return self.keeping.audit.acted(self.connection, by, subject_of(reference), since)


@dataclass(frozen=True)
class SubmissionContext:
    """One database's submissions: how they are sealed, found again, watched, and how long they are kept."""

    database: Database
    envelopes: SubmissionCipher
    index: PersonIndex
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
    def changing(self, now: datetime) -> Iterator[Transaction]:
        """One at a time: what is read in it stays true until it ends. SQLite has one writer anyhow."""
        policy = self.policy(now)  # not within: it may need a connection of its own
        with self.database.writing() as connection:
            if not self.database.is_sqlite:
                connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
            yield Transaction(self, connection, policy, now)

    def opened(self, row: Row[Any] | None) -> Submission | None:
        return None if row is None else self.envelopes.opened(row)

    def opened_or_none(self, row: Row[Any]) -> Submission | None:
        """Open one of many; None of one that is damaged, which goes to the log without saying whose it is."""
        try:
            return self.envelopes.opened(row)
        except SealBroken:
            _log.warning("submissions, row %s: damaged, it does not open; passed over", row.id)
            return None

    def new_patient(self) -> str:
        return self.random_bytes(_PATIENT_BYTES).hex()

    def new_draft_id(self) -> str:
        """For answers that never were a draft here: no token leads to them."""
        return self.random_bytes(ID_BYTES).hex()


def subject_of(reference: str) -> str:
    """What the audit calls a submission."""
    return f"submission {reference}"
