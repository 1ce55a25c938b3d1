"""Practitioners: who may sign in, and what they prove it with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Delete, Table, delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from webapp.storage import codes
from webapp.storage.audit import Audit
from webapp.storage.database import Database
from webapp.storage.migrate import wait_for_turn
from webapp.storage.passwords import Passwords
from webapp.storage.people import READERS, Account, LoginTaken, People, Practitioner, actor
from webapp.storage.sealing import RandomBytes
from webapp.storage.tables import invitations, practitioners, signins


class LastManager(Exception):  # noqa: N818  a refusal
    """Nobody would be left who can sign in and manage."""


@dataclass(frozen=True)
class Change:
    """What is to become of an account; None leaves it as it is."""

    name: str | None = None
    role: str | None = None
    is_active: bool | None = None
    uses_shortcuts: bool | None = None


class Practitioners:
    """The practitioners of one database. An id that is nobody's behaves like that of somebody gone."""

    def __init__(
        self,
        database: Database,
        people: People,
        passwords: Passwords,
        audit: Audit,
        random_bytes: RandomBytes,
    ) -> None:
        self._database = database
        self._people = people
        self._audit = audit
        self._passwords = passwords
        self._random_bytes = random_bytes

    def add(self, login: str, name: str, role: str, by: str, now: datetime) -> Practitioner:
        """Add somebody, who cannot sign in before a password is chosen. Raises LoginTaken."""
        account = Account(0, login.strip(), name, role, created_at=now)
        try:
            with self._database.writing() as connection:
                wait_for_turn(connection, self._database)  # the set-up is for an instance without anybody
                added = self._people.add(connection, account).practitioner
                self._audit.append(connection, by, "added", added.actor, now, role=role)
        except IntegrityError:  # at the same moment
            raise LoginTaken from None
        return added

    def all(self) -> tuple[Practitioner, ...]:
        """In the order in which they were added."""
        with self._database.reading() as connection:
            return tuple(account.practitioner for account in self._people.all(connection))

    def of(self, practitioner_id: int) -> Practitioner | None:
        with self._database.reading() as connection:
            account = self._people.of(connection, practitioner_id)
        return account.practitioner if account else None

    def named(self, login: str) -> Practitioner | None:
        account = self._named(login)
        return account.practitioner if account else None

    def any_active(self) -> bool:
        """Tell whether there is somebody to send answers to, who reads them."""
        with self._database.reading() as connection:
            reads = (practitioners.c.is_active, practitioners.c.role.in_(READERS))
            return bool(connection.scalar(select(exists().where(*reads))))

    def check_password(self, login: str, password: str) -> Practitioner | None:
        """Give whose password this is. None, after the same time: another's, nobody's, of somebody disabled.

        Raises StoreUnavailable when too many passwords are tried at the same time.
        """
        account = self._named(login)
        if not self._passwords.fits(password, account.password if account else ""):
            return None
        return account.practitioner if account and account.is_active else None

    def set_password(self, practitioner_id: int, password: str, by: str, now: datetime) -> None:
        """Replace the password; a link to choose one is good no more."""
        hashed = self._passwords.hashed(password)
        with self._writing(practitioner_id) as (connection, account):
            if account:
                self._people.save(connection, replace(account, password=hashed))
                connection.execute(_theirs(invitations, account))
                self._audit.append(connection, by, "chose a password", actor(account.id), now)

    def change(self, practitioner_id: int, version: int, change: Change, by: str, now: datetime) -> bool:
        """Change over `version`; False when that is not the one that stands. Raises LastManager.

        Disabling ends the sign-ins of whoever is disabled, and the link to choose a password.
        """
        with self._database.writing() as connection:
            managers = self._people.managers(connection)
            account = self._people.of(connection, practitioner_id, is_writing=True)
            if account is None or account.version != version:
                return False
            changed = _changed(account, change)
            _refuse_the_last_manager(managers, account, changed)
            self._people.save(connection, changed)
            if not changed.is_active:
                connection.execute(_theirs(signins, account))
                connection.execute(_theirs(invitations, account))
            for action, details in _told(account, changed):
                self._audit.append(connection, by, action, actor(account.id), now, **details)
        return True

    def new_code_secret(self) -> str:
        """Give a secret for an authenticator app; it is kept nowhere before `turn_on_code`."""
        return codes.new_secret(self._random_bytes)

    def code_uri(self, practitioner: Practitioner, secret: str, clinic_name: str) -> str:
        """What the app reads from a QR code."""
        return codes.uri(secret, practitioner.login, clinic_name)

    def turn_on_code(
        self, practitioner_id: int, secret: str, code: str, now: datetime
    ) -> tuple[str, ...] | None:
        """Give ten recovery codes, to be shown once.

        None for a code that does not prove the secret, and where a second factor is on already: whoever
        knows the password alone must not put another in its place.
        """
        step = codes.step_of(secret, code, now)
        if step is None:
            return None
        recovery = codes.new_recovery_codes(self._random_bytes)
        kept = tuple(codes.digest_of(each) for each in recovery)
        with self._writing(practitioner_id) as (connection, account):
            if account is None or account.secret:
                return None
            self._people.save(connection, replace(account, secret=secret, recovery=kept))
            self._take_step(connection, practitioner_id, step)
            self._audit.append(connection, actor(account.id), "turned on the code", actor(account.id), now)
        return recovery

    def check_code(self, practitioner_id: int, code: str, now: datetime) -> bool:
        """Tell whether this is the code of now, or a recovery code. Each is good once."""
        with self._writing(practitioner_id) as (connection, account):
            if account is None or not account.secret:
                return False
            step = codes.step_of(account.secret, code, now)
            if step is not None:
                return self._take_step(connection, practitioner_id, step)
            left = codes.without(account.recovery, code)
            if left is None:
                return False
            self._people.save(connection, replace(account, recovery=left))
            whose = actor(account.id)
            self._audit.append(connection, whose, "used a recovery code", whose, now, left=len(left))
        return True

    def turn_off_code(self, practitioner_id: int, by: str, now: datetime) -> None:
        with self._writing(practitioner_id) as (connection, account):
            if account and account.secret:
                self._people.save(connection, replace(account, secret="", recovery=()))
                self._audit.append(connection, by, "turned off the code", actor(account.id), now)

    def forget_proofs(self, practitioner_id: int, by: str, now: datetime) -> None:
        """Turn the second factor off, and the password with it: from now on only a link opens.

        Otherwise who knows the password could set up a second factor of their own before the link is used.
        """
        with self._writing(practitioner_id) as (connection, account):
            if account:
                self._people.save(connection, replace(account, secret="", recovery=(), password=""))
                self._audit.append(connection, by, "turned off the code", actor(account.id), now)

    def _named(self, login: str) -> Account | None:
        with self._database.reading() as connection:
            return self._people.named(connection, login)

    @contextmanager
    def _writing(self, practitioner_id: int) -> Iterator[tuple[Connection, Account | None]]:
        """A transaction in which nobody else changes this account."""
        with self._database.writing() as connection:
            yield connection, self._people.of(connection, practitioner_id, is_writing=True)

    @staticmethod
    def _take_step(connection: Connection, practitioner_id: int, step: int) -> bool:
        """Tell whether no code of this step of time, or of a later one, was used before."""
        change = update(practitioners).where(practitioners.c.id == practitioner_id)
        change = change.where(practitioners.c.code_step < step)
        return connection.execute(change.values(code_step=step)).rowcount == 1


def _theirs(table: Table, account: Account) -> Delete:
    """Delete the rows of one practitioner."""
    return delete(table).where(table.c.practitioner_id == account.id)


def _changed(account: Account, change: Change) -> Account:
    wanted: dict[str, Any] = {name: value for name, value in vars(change).items() if value is not None}
    return replace(account, **wanted)


def _refuse_the_last_manager(managers: tuple[Account, ...], account: Account, changed: Account) -> None:
    """Raises LastManager. Whoever has no password yet cannot stand in."""
    can_manage = {manager.id for manager in managers if manager.password}
    stays = changed.is_active and changed.practitioner.is_manager
    if can_manage == {account.id} and not stays:
        raise LastManager


def _told(account: Account, changed: Account) -> Iterator[tuple[str, dict[str, object]]]:
    """What the audit is told of a change: which, but no name."""
    if changed.is_active != account.is_active:
        yield "enabled" if changed.is_active else "disabled", {}
    if changed.role != account.role:
        yield "changed", {"role": changed.role}
    if changed.name != account.name:
        yield "changed", {"what": "name"}
