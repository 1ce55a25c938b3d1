"""Invitations: links that are good once, to set the instance up or to choose a password."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, select

from webapp.clinic import Clinic, Policy
from webapp.storage.accounts.account_store import MANAGER, Account, AccountStore, Practitioner, actor
from webapp.storage.accounts.browsers import sign_out
from webapp.storage.accounts.passwords import PasswordHasher
from webapp.storage.clinic.settings import ClinicSettings
from webapp.storage.clock.skew import latest
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.crypto.token_ids import TokenIds
from webapp.storage.crypto.tokens import new_token
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.migrate import wait_for_turn
from webapp.storage.tables import invitations, practitioners

SET_UP, PASSWORD = "set-up", "password"
TERMS = {SET_UP: timedelta(hours=24), PASSWORD: timedelta(hours=72)}
"""How long a link is good: the day on which the server was started; a weekend to come to the clinic."""


@dataclass(frozen=True)
class Invitation:
    """What a link is for; without a practitioner, it is for whoever sets the instance up."""

    purpose: str
    practitioner: Practitioner | None


@dataclass(frozen=True)
class NewPractitioner:
    """The first manager, with a password."""

    login: str
    name: str
    password: str


@dataclass(frozen=True)
class Door:
    """What accounts are made and opened with."""

    people: AccountStore
    passwords: PasswordHasher
    settings: ClinicSettings
    ids: TokenIds


class Invitations:
    """The links of one database. Of two that are used at the same moment, one is good."""

    def __init__(self, database: Database, door: Door, audit: AuditLog, random_bytes: RandomBytes) -> None:
        self._database = database
        self._door = door
        self._audit = audit
        self._random_bytes = random_bytes

    def invite(self, purpose: str, practitioner_id: int | None, now: datetime, by: str = "server") -> str:
        """Give a token for a link. Earlier ones for the same purpose and practitioner are good no more."""
        token = new_token(self._random_bytes)
        row = {"id": self._door.ids.of(token), "purpose": purpose, "practitioner_id": practitioner_id}
        with self._database.writing() as connection:
            earlier = delete(invitations).where(invitations.c.purpose == purpose)
            earlier = earlier.where(invitations.c.practitioner_id.is_not_distinct_from(practitioner_id))
            connection.execute(earlier)
            connection.execute(insert(invitations).values(**row, expires_at=now + TERMS[purpose]))
            if practitioner_id is not None:
                self._audit.append(connection, by, "invited", actor(practitioner_id), now)
        return token

    def of(self, token: str, now: datetime) -> Invitation | None:
        """Give what this token invites to; None when it was used or has expired, or for somebody disabled."""
        query = select(invitations).where(invitations.c.id.in_(self._door.ids.each(token)), _is_good(now))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            if row.practitioner_id is None:
                return None if _anybody(connection) else Invitation(row.purpose, None)
            account = self._door.people.of(connection, row.practitioner_id)
        return Invitation(row.purpose, account.practitioner) if account and account.is_active else None

    def set_up(
        self, token: str, first: NewPractitioner, clinic: Clinic | None, policy: Policy, now: datetime
    ) -> Practitioner | None:
        """Make the first manager and the settings, all or nothing. None for a token that is good no more."""
        hashed = self._door.passwords.hashed(first.password)
        account = Account(0, first.login.strip(), first.name, MANAGER, password=hashed, created_at=now)
        with self._database.writing() as connection:
            wait_for_turn(connection, self._database)
            if _anybody(connection) or self._used(connection, token, SET_UP, now) is None:
                return None
            added = self._door.people.add(connection, account).practitioner
            self._door.settings.put(connection, clinic, policy)
            self._audit.append(connection, added.actor, "set up", "settings", now)
        return added

    def accept(self, token: str, password: str, now: datetime) -> Practitioner | None:
        """Let the invited choose a password, and end their sign-ins. None: the token is good no more."""
        hashed = self._door.passwords.hashed(password)
        with self._database.writing() as connection:
            practitioner_id = self._used(connection, token, PASSWORD, now)
            account = practitioner_id and self._door.people.of(connection, practitioner_id, is_writing=True)
            if not account or not account.is_active:
                return None
            saved = self._door.people.save(connection, replace(account, password=hashed)).practitioner
            sign_out(connection, saved.id)
            self._audit.append(connection, saved.actor, "chose a password", saved.actor, now)
        return saved

    def _used(self, connection: Connection, token: str, purpose: str, now: datetime) -> int | None:
        """Use the token up: give its practitioner's id, 0 without one; None where it is good no more."""
        ids = self._door.ids.each(token)
        used = delete(invitations).where(
            invitations.c.id.in_(ids), invitations.c.purpose == purpose, _is_good(now)
        )
        row = connection.execute(used.returning(invitations.c.practitioner_id)).first()
        return None if row is None else row.practitioner_id or 0


def _anybody(connection: Connection) -> bool:
    return bool(connection.scalar(select(exists(select(practitioners.c.id)))))


def _is_good(now: datetime) -> ColumnElement[bool]:
    """It has not expired; and it was not made while the clock was ahead, or it would be good for too long."""
    longest = latest(now) + max(TERMS.values())
    return and_(invitations.c.expires_at > now, invitations.c.expires_at <= longest)
