"""Sign-ins: a browser in which a practitioner is signed in, until it is idle, over, or ended elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from webapp.storage.audit import Audit
from webapp.storage.database import Database
from webapp.storage.people import People, Practitioner, actor
from webapp.storage.sealing import RandomBytes
from webapp.storage.tables import signins
from webapp.storage.tokens import new_token, token_id

CODE, ENROL, FULL = "code", "enrol", "full"
STAGES = (CODE, ENROL, FULL)
"""What is still asked for: the code, to set a code up, nothing."""

IDLE = timedelta(minutes=15)
"""A practitioner who was called away has left the answers of others on the screen.

OWASP Session Management Cheat Sheet: 15 to 30 minutes for applications of low risk, 2 to 5 for high; but a
note takes ten to write.
"""

LONGEST = timedelta(hours=12)
"""A day's work; NIST SP 800-63B, 2.2.3, allows a day at most."""

# Not every page writes: a sign-in ends by so much sooner than it would.
_UNWRITTEN = timedelta(seconds=10)


@dataclass(frozen=True)
class SignIn:
    """Who is signed in, how far, since when, and when they last did something."""

    practitioner: Practitioner
    stage: str
    began_at: datetime
    seen_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it ends if nothing is done any more."""
        return min(self.seen_at + IDLE, self.began_at + LONGEST)


class SignIns:
    """The sign-ins of one database. A token that is none behaves like one whose sign-in has ended."""

    def __init__(self, database: Database, people: People, audit: Audit, random_bytes: RandomBytes) -> None:
        self._database = database
        self._people = people
        self._audit = audit
        self._random_bytes = random_bytes

    def begin(self, practitioner_id: int, stage: str, now: datetime) -> str:
        """Give the token; it is kept nowhere here."""
        with self._database.writing() as connection:
            return self._begun(connection, practitioner_id, stage, (now, now))

    def of(self, token: str, now: datetime, *, counts: bool = True) -> SignIn | None:
        """Give the sign-in; unless it `counts`, the time for which nothing was done goes on."""
        row_id = _id(token)
        query = select(signins).where(signins.c.id == row_id, *_living(now))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            account = self._people.of(connection, row.practitioner_id) if row else None
        if row is None or account is None or not account.is_active:
            return None
        seen_at = row.seen_at
        if counts and now - seen_at >= _UNWRITTEN:
            self._see(row_id, now)
            seen_at = now
        return SignIn(account.practitioner, row.stage, row.began_at, seen_at)

    def step_up(self, token: str, stage: str, now: datetime) -> str:
        """Give a new token for the next stage: the old one, which others may know, opens nothing any more.

        For a sign-in that has ended meanwhile: a token that opens nothing either.
        """
        with self._database.writing() as connection:
            ended = delete(signins).where(signins.c.id == _id(token), *_living(now))
            row = connection.execute(ended.returning(signins.c.practitioner_id, signins.c.began_at)).first()
            if row is None:
                return new_token(self._random_bytes)
            return self._begun(connection, row.practitioner_id, stage, (row.began_at, now))

    def end(self, token: str) -> None:
        """Sign this browser out."""
        with self._database.writing() as connection:
            connection.execute(delete(signins).where(signins.c.id == _id(token)))

    def end_all(self, practitioner_id: int, but: str = "") -> None:
        """Sign out every browser of this practitioner, but the one with this token."""
        with self._database.writing() as connection:
            ended = delete(signins).where(signins.c.practitioner_id == practitioner_id)
            connection.execute(ended.where(signins.c.id != (_id(but) or "")))

    def _see(self, row_id: str | None, now: datetime) -> None:
        """Two requests at once: the later one stands."""
        with self._database.writing() as connection:
            seen = update(signins).where(signins.c.id == row_id, signins.c.seen_at < now)
            connection.execute(seen.values(seen_at=now))

    def _begun(
        self, connection: Connection, practitioner_id: int, stage: str, times: tuple[datetime, datetime]
    ) -> str:
        token = new_token(self._random_bytes)
        row = {"id": _id(token), "practitioner_id": practitioner_id, "stage": stage}
        connection.execute(insert(signins).values(**row, began_at=times[0], seen_at=times[1]))
        if stage == FULL:
            whose = actor(practitioner_id)
            self._audit.append(connection, whose, "signed in", whose, times[1])
        return token


def _living(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (signins.c.seen_at > now - IDLE, signins.c.began_at > now - LONGEST)


def _id(token: str) -> str | None:
    return token_id(token, "sign-in id")
