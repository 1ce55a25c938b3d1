"""Practitioners: who may sign in, and what they prove it with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Delete, Table, delete, exists, select
from sqlalchemy.exc import IntegrityError

from webapp.storage.accounts.account_store import READERS, Account, LoginTaken, Practitioner, actor
from webapp.storage.accounts.browsers import sign_out
from webapp.storage.accounts.second_factors import SecondFactors
from webapp.storage.migrate import wait_for_turn
from webapp.storage.tables import invitations, practitioners, signins


class LastManager(Exception):  # noqa: N818  a refusal
    """Nobody would be left who can sign in and manage."""


@dataclass(frozen=True)
class AccountChange:
    """What is to become of an account; None leaves it as it is."""

    name: str | None = None
    role: str | None = None
    is_active: bool | None = None
    uses_shortcuts: bool | None = None


class Practitioners(SecondFactors):
    """The practitioners of one database. An id that is nobody's behaves like that of somebody gone."""

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
                self._save_password(connection, replace(account, password=hashed), by, now)

    def change_password(self, proven: Practitioner, held: str, password: str, now: datetime) -> bool:
        """Replace the password of somebody who just proved the old one; all other browsers are signed out.

        False where the account was changed since, or where the sign-in of that handle was ended: a manager's
        reset that came in between stands, and so does its link.
        """
        hashed = self._passwords.hashed(password)
        with self._writing(proven.id) as (connection, account):
            is_there = connection.scalar(select(exists().where(signins.c.id == held)))
            if account is None or account.version != proven.version or not is_there:
                return False
            self._save_password(connection, replace(account, password=hashed), account.actor, now)
            sign_out(connection, account.id, but=held)
        return True

    def _save_password(self, connection: Connection, account: Account, by: str, now: datetime) -> None:
        self._people.save(connection, account)
        connection.execute(_theirs(invitations, account))
        self._audit.append(connection, by, "chose a password", account.actor, now)

    def change(
        self, practitioner_id: int, version: int, change: AccountChange, by: str, now: datetime
    ) -> bool:
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
                sign_out(connection, account.id)
                connection.execute(_theirs(invitations, account))
            for action, details in _told(account, changed):
                self._audit.append(connection, by, action, actor(account.id), now, **details)
        return True

    def _named(self, login: str) -> Account | None:
        with self._database.reading() as connection:
            return self._people.named(connection, login)


def _theirs(table: Table, account: Account) -> Delete:
    """Delete the rows of one practitioner."""
    return delete(table).where(table.c.practitioner_id == account.id)


def _changed(account: Account, change: AccountChange) -> Account:
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
