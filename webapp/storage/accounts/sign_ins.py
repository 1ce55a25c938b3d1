"""Sign-ins: a browser in which a practitioner is signed in, until it is idle, over, or ended elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from webapp.clinic import Policy
from webapp.storage.accounts.account_store import AccountStore, Practitioner, actor
from webapp.storage.accounts.browsers import sign_out
from webapp.storage.clock.skew import latest
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.crypto.token_ids import TokenIds
from webapp.storage.crypto.tokens import new_token
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.tables import practitioners, signins

CODE, ENROL, FULL = "code", "enrol", "full"
STAGES = (CODE, ENROL, FULL)
"""What is still asked for: the code, to set a code up, nothing."""

MAX_AGE = timedelta(hours=12)
"""A day's work; NIST SP 800-63B, 2.2.3, allows a day at most."""

# Not every page writes: a sign-in ends by so much sooner than it would.
_UNWRITTEN = timedelta(seconds=10)

LONGEST_DEVICE = 60


@dataclass(frozen=True)
class SignIn:
    """Who is signed in, how far, since when, and when they last did something: at most `idle` ago.

    `handle` names it, and opens nothing; `device` says in two words what browser it is.
    """

    practitioner: Practitioner
    stage: str
    began_at: datetime
    seen_at: datetime
    idle: timedelta
    handle: str
    device: str

    @property
    def ends_at(self) -> datetime:
        """When it ends if nothing is done any more."""
        return min(self.seen_at + self.idle, self.began_at + MAX_AGE)


class SignIns:
    """The sign-ins of one database. A token that is none behaves like one whose sign-in has ended."""

    def __init__(
        self,
        database: Database,
        people: AccountStore,
        ids: TokenIds,
        policy: Callable[[datetime], Policy],
        audit: AuditLog,
        random_bytes: RandomBytes,
    ) -> None:
        self._database = database
        self._people = people
        self._ids = ids
        self._policy = policy
        self._audit = audit
        self._random_bytes = random_bytes

    def begin(self, practitioner_id: int, stage: str, now: datetime, device: str = "") -> str:
        """Give the token; it is kept nowhere here."""
        row = {"practitioner_id": practitioner_id, "stage": stage, "began_at": now, "seen_at": now}
        with self._database.writing() as connection:
            return self._begun(connection, {**row, "device": device[:LONGEST_DEVICE]}, now)

    def of(self, token: str, now: datetime, *, counts: bool = True) -> SignIn | None:
        """Give the sign-in; unless it `counts`, the time for which nothing was done goes on."""
        query = select(signins).where(signins.c.id.in_(self._ids.each(token)), *self._living(now))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            account = self._people.of(connection, row.practitioner_id) if row else None
        if row is None or account is None or not account.is_active:
            return None
        seen_at = row.seen_at
        if counts and now - seen_at >= _UNWRITTEN:
            self._see(row.id, now)
            seen_at = now
        return self._opened(row, account.practitioner, now, seen_at)

    def all_of(self, practitioner: Practitioner, now: datetime) -> tuple[SignIn, ...]:
        """Give those of one practitioner that are complete, the one that was used last first."""
        query = select(signins).where(
            signins.c.practitioner_id == practitioner.id, signins.c.stage == FULL, *self._living(now)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(signins.c.seen_at.desc())).all()
        return tuple(self._opened(row, practitioner, now, row.seen_at) for row in rows)

    def step_up(self, token: str, stage: str, now: datetime) -> str:
        """Give a new token for the next stage: the old one, which others may know, opens nothing any more.

        For a sign-in that has ended meanwhile: a token that opens nothing either.
        """
        with self._database.writing() as connection:
            ended = delete(signins).where(signins.c.id.in_(self._ids.each(token)), *self._living(now))
            row = connection.execute(ended.returning(signins)).mappings().first()
            if row is None:
                return new_token(self._random_bytes)
            return self._begun(connection, {**row, "stage": stage, "seen_at": now}, now)

    def end(self, token: str) -> None:
        """Sign this browser out."""
        with self._database.writing() as connection:
            connection.execute(delete(signins).where(signins.c.id.in_(self._ids.each(token))))

    def end_one(self, practitioner_id: int, handle: str) -> bool:
        """Sign another browser of this practitioner out; False where there is no such sign-in of theirs."""
        ended = delete(signins).where(signins.c.id == handle, signins.c.practitioner_id == practitioner_id)
        with self._database.writing() as connection:
            return connection.execute(ended).rowcount == 1

    def end_all(self, practitioner_id: int, but: str = "") -> None:
        """Sign out every browser of this practitioner, but the one with this token, and remember none."""
        with self._database.writing() as connection:
            kept = connection.scalar(select(signins.c.id).where(signins.c.id.in_(self._ids.each(but))))
            sign_out(connection, practitioner_id, but=kept or "")

    def _see(self, row_id: str, now: datetime) -> None:
        """Two requests at once: the later one stands."""
        with self._database.writing() as connection:
            seen = update(signins).where(signins.c.id == row_id, signins.c.seen_at < now)
            connection.execute(seen.values(seen_at=now))

    def _begun(self, connection: Connection, row: dict[str, object], now: datetime) -> str:
        token = new_token(self._random_bytes)
        connection.execute(insert(signins).values({**row, "id": self._ids.of(token)}))
        if row["stage"] == FULL:
            whose = practitioners.c.id == row["practitioner_id"]
            connection.execute(update(practitioners).where(whose).values(signed_in_at=now))
            who = actor(int(str(row["practitioner_id"])))
            self._audit.append(connection, who, "signed in", who, now)
        return token

    def _opened(self, row: Row[Any], practitioner: Practitioner, now: datetime, seen_at: datetime) -> SignIn:
        idle = timedelta(minutes=self._policy(now).idle_minutes)
        return SignIn(practitioner, row.stage, row.began_at, seen_at, idle, row.id, row.device or "")

    def _living(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """What a clock that was ahead began or saw is not living: it would be until that time came."""
        idle = timedelta(minutes=self._policy(now).idle_minutes)
        seen, began = signins.c.seen_at, signins.c.began_at
        return seen > now - idle, seen <= latest(now), began > now - MAX_AGE, began <= latest(now)
