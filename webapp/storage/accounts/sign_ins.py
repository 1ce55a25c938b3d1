"""Sign-ins: browsers in which a practitioner is signed in, until one is idle, too old, or ended elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from webapp.storage.accounts.account_store import Practitioner, actor
from webapp.storage.accounts.context import AccountContext
from webapp.storage.accounts.trusted_browsers import sign_out
from webapp.storage.clock.tolerance import latest_plausible
from webapp.storage.crypto.tokens import SIGN_IN, TokenIds, new_token
from webapp.storage.tables import practitioners, signins

CODE, ENROL, FULL = "code", "enrol", "full"
"""The stages, by what is still missing: the code of the second factor, its set-up, nothing."""

MAX_AGE = timedelta(hours=12)  # a day's work; NIST SP 800-63B, 2.2.3, allows a day at most

# Activity is written at most this often: a sign-in may end that much too early.
_WRITE_INTERVAL = timedelta(seconds=10)

LONGEST_DEVICE = 60


@dataclass(frozen=True)
class SignIn:
    """A sign-in. It ends when nothing was done for `idle`.

    `handle` names the sign-in and gives no access; `device` describes the browser in two words.
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
        return min(self.seen_at + self.idle, self.began_at + MAX_AGE)


class SignIns:
    """The sign-ins of one database. What cannot be a token behaves like the token of an ended sign-in."""

    def __init__(self, context: AccountContext) -> None:
        self._context = context
        self._ids = TokenIds(context.blind, SIGN_IN)

    def create(self, practitioner_id: int, stage: str, now: datetime, device: str = "") -> str:
        """Return the token of a new sign-in, which is not stored."""
        row = {"practitioner_id": practitioner_id, "stage": stage, "began_at": now, "seen_at": now}
        with self._context.database.writing() as connection:
            return self._insert(connection, {**row, "device": device[:LONGEST_DEVICE]}, now)

    def get(self, token: str, now: datetime, *, is_activity: bool = True) -> SignIn | None:
        """Return the sign-in, and restart its idle time if the request `is_activity` of the user."""
        query = select(signins).where(signins.c.id.in_(self._ids.digests(token)), *self._is_current(now))
        with self._context.database.reading() as connection:
            row = connection.execute(query).first()
            account = self._context.accounts.get(connection, row.practitioner_id) if row else None
        if row is None or account is None or not account.is_active:
            return None
        seen_at = row.seen_at
        is_written = now - seen_at >= _WRITE_INTERVAL or row.id != self._ids.digest(token)
        if is_activity and is_written:
            self._record_seen(token, now)
            seen_at = now
        return self._sign_in(row, account.practitioner, now, seen_at)

    def list(self, practitioner: Practitioner, now: datetime) -> tuple[SignIn, ...]:
        """Return the complete sign-ins of a practitioner, the last used first."""
        theirs = signins.c.practitioner_id == practitioner.id, signins.c.stage == FULL
        query = select(signins).where(*theirs, *self._is_current(now)).order_by(signins.c.seen_at.desc())
        rows = self._context.database.rows(query)
        return tuple(self._sign_in(row, practitioner, now, row.seen_at) for row in rows)

    def advance(self, token: str, stage: str, now: datetime) -> str:
        """Move to the next stage, and return a new token: others may know the old one, which ends.

        Where the sign-in has ended, return a token without access.
        """
        with self._context.database.writing() as connection:
            this = delete(signins).where(signins.c.id.in_(self._ids.digests(token)), *self._is_current(now))
            row = connection.execute(this.returning(signins)).mappings().first()
            if row is None:
                return new_token(self._context.random_bytes)
            return self._insert(connection, {**row, "stage": stage, "seen_at": now}, now)

    def end(self, token: str) -> None:
        self._context.database.execute(delete(signins).where(signins.c.id.in_(self._ids.digests(token))))

    def end_by_handle(self, practitioner_id: int, handle: str) -> bool:
        """End one sign-in of this practitioner. Return False where there is no such sign-in."""
        ended = delete(signins).where(signins.c.id == handle, signins.c.practitioner_id == practitioner_id)
        return self._context.database.execute(ended) == 1

    def end_all(self, practitioner_id: int, but: str = "") -> None:
        """End every sign-in of this practitioner, except the one of the token `but`; trust no browser."""
        with self._context.database.writing() as connection:
            kept = connection.scalar(select(signins.c.id).where(signins.c.id.in_(self._ids.digests(but))))
            sign_out(connection, practitioner_id, but=kept or "")

    def _record_seen(self, token: str, now: datetime) -> None:
        """Record activity, unless another request recorded a later one.

        The id is stored again under the newest key, so that older keys can be retired.
        """
        this = update(signins).where(signins.c.id.in_(self._ids.digests(token)), signins.c.seen_at <= now)
        self._context.database.execute(this.values(seen_at=now, id=self._ids.digest(token)))

    def _insert(self, connection: Connection, row: dict[str, Any], now: datetime) -> str:
        token = new_token(self._context.random_bytes)
        connection.execute(insert(signins).values({**row, "id": self._ids.digest(token)}))
        if row["stage"] == FULL:
            practitioner_id = row["practitioner_id"]
            this = update(practitioners).where(practitioners.c.id == practitioner_id)
            connection.execute(this.values(signed_in_at=now))
            self._context.log(connection, actor(practitioner_id), "signed in", practitioner_id, now)
        return token

    def _sign_in(self, row: Row[Any], practitioner: Practitioner, now: datetime, seen_at: datetime) -> SignIn:
        idle = self._idle(now)
        return SignIn(practitioner, row.stage, row.began_at, seen_at, idle, row.id, row.device or "")

    def _is_current(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        seen, began, latest = signins.c.seen_at, signins.c.began_at, latest_plausible(now)
        return seen > now - self._idle(now), seen <= latest, began > now - MAX_AGE, began <= latest

    def _idle(self, now: datetime) -> timedelta:
        return timedelta(minutes=self._context.clinic_settings.policy(now).idle_minutes)
