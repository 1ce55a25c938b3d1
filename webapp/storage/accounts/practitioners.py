"""Practitioners: the accounts of the clinic's staff, and their passwords."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, select
from sqlalchemy.exc import IntegrityError

from webapp.storage.accounts.account_store import READER_ROLES, Account, LoginTaken, Practitioner
from webapp.storage.accounts.context import AccountContext
from webapp.storage.accounts.passkeys import delete_passkeys
from webapp.storage.accounts.trusted_browsers import forget_browsers, sign_out
from webapp.storage.tables import one_time_links, practitioners, signins


class LastManager(Exception):  # noqa: N818  a refusal
    """Nobody would be left who can sign in and manage."""


@dataclass(frozen=True)
class AccountChange:
    """What to change of an account; None leaves a value as it is."""

    name: str | None = None
    role: str | None = None
    is_active: bool | None = None
    uses_shortcuts: bool | None = None


class Practitioners:
    """The practitioners of one database. `by` is the audit log's name of the person who acts."""

    def __init__(self, context: AccountContext) -> None:
        self._context = context

    def create(self, login: str, name: str, role: str, by: str, now: datetime) -> Practitioner:
        """Add an account without a password: a one-time link lets its owner choose one. Raise LoginTaken."""
        context, account = self._context, Account(0, login.strip(), name, role, created_at=now)
        try:
            with context.database.writing() as connection:
                context.database.lock_instance(connection)  # the first-run set-up needs an empty instance
                added = context.accounts.add(connection, account).practitioner
                context.log(connection, by, "added", added.id, now, role=role)
        except IntegrityError:  # somebody else added the same login at the same moment
            raise LoginTaken from None
        return added

    def list(self) -> tuple[Practitioner, ...]:
        """Return all accounts in the order in which they were created."""
        with self._context.database.reading() as connection:
            return tuple(account.practitioner for account in self._context.accounts.iterate(connection))

    def get(self, practitioner_id: int) -> Practitioner | None:
        with self._context.database.reading() as connection:
            account = self._context.accounts.get(connection, practitioner_id)
        return account.practitioner if account else None

    def by_login(self, login: str) -> Practitioner | None:
        account = self._account_of(login)
        return account.practitioner if account else None

    def has_active_reader(self) -> bool:
        with self._context.database.reading() as connection:
            reads = (practitioners.c.is_active, practitioners.c.role.in_(READER_ROLES))
            return bool(connection.scalar(select(exists().where(*reads))))

    def update(
        self, practitioner_id: int, version: int, change: AccountChange, by: str, now: datetime
    ) -> bool:
        """Change an account. Return False where `version` is not the current one. Raise LastManager.

        Disabling an account signs it out everywhere and deletes its one-time link.
        """
        context = self._context
        with context.database.writing() as connection:
            managers = context.accounts.managers(connection)
            account = context.accounts.get(connection, practitioner_id, is_writing=True)
            if account is None or account.version != version:
                return False
            changed = _changed(account, change)
            _refuse_without_manager(managers, account, changed)
            context.accounts.save(connection, changed)
            if not changed.is_active:
                sign_out(connection, account.id)
                _delete_link(connection, account)
            for action, details in _audited(account, changed):
                context.log(connection, by, action, account.id, now, **details)
        return True

    def check_password(self, login: str, password: str) -> Practitioner | None:
        """Return the practitioner with this login and password.

        Return None for a wrong password, an unknown login or a disabled account, in constant time. Raise
        StoreUnavailable when too many passwords are checked at the same time.
        """
        account = self._account_of(login)
        if not self._context.hashers.passwords.verify(password, account.password if account else ""):
            return None
        return account.practitioner if account and account.is_active else None

    def change_password(self, proven: Practitioner, held: str, password: str, now: datetime) -> bool:
        """Replace the password of somebody who has just proved the old one, and sign out all other browsers.

        `held` is the handle of the current sign-in. Return False where the account changed since, or that
        sign-in has ended: a manager's reset in between stays in force, and so does its link.
        """
        hashed = self._context.hashers.passwords.hash(password)
        with self._context.writing(proven.id) as (connection, account):
            is_signed_in = connection.scalar(select(exists().where(signins.c.id == held)))
            if account is None or account.version != proven.version or not is_signed_in:
                return False
            self._context.accounts.save(connection, replace(account, password=hashed))
            _delete_link(connection, account)
            sign_out(connection, account.id, but=held)
            self._context.log(connection, account.actor, "chose a password", account.id, now)
        return True

    def reset_credentials(self, practitioner_id: int, by: str, now: datetime) -> None:
        """Delete second factor, passkeys and password: only a one-time link lets this practitioner in again.

        Somebody who knows a password that stayed could enrol a second factor before the link is used.
        """
        with self._context.writing(practitioner_id) as (connection, account):
            if account:
                bare = replace(account, secret="", recovery=(), password="")
                self._context.accounts.save(connection, bare)
                forget_browsers(connection, account.id)
                if delete_passkeys(connection, account.id):
                    self._context.log(connection, by, "removed a passkey", account.id, now)
                self._context.log(connection, by, "turned off the code", account.id, now)

    def _account_of(self, login: str) -> Account | None:
        with self._context.database.reading() as connection:
            return self._context.accounts.by_login(connection, login)


def _delete_link(connection: Connection, account: Account) -> None:
    connection.execute(delete(one_time_links).where(one_time_links.c.practitioner_id == account.id))


def _changed(account: Account, change: AccountChange) -> Account:
    wanted: dict[str, Any] = {name: value for name, value in vars(change).items() if value is not None}
    return replace(account, **wanted)


def _refuse_without_manager(managers: tuple[Account, ...], account: Account, changed: Account) -> None:
    """Raise LastManager where no manager with a password would be left."""
    can_manage = {manager.id for manager in managers if manager.password}
    stays = changed.is_active and changed.practitioner.is_manager
    if can_manage == {account.id} and not stays:
        raise LastManager


def _audited(account: Account, changed: Account) -> Iterator[tuple[str, dict[str, object]]]:
    if changed.is_active != account.is_active:
        yield "enabled" if changed.is_active else "disabled", {}
    if changed.role != account.role:
        yield "changed", {"role": changed.role}
    if changed.name != account.name:
        yield "changed", {"what": "name"}
