"""One-time links of the staff: to set the instance up, or to choose a password.

Their table is called `invitations`. The invitations of patients are in `storage/invitations`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, select

from webapp.clinic import Clinic, Policy
from webapp.storage.accounts.account_store import MANAGER, Account, Practitioner
from webapp.storage.accounts.context import AccountContext
from webapp.storage.accounts.trusted_browsers import sign_out
from webapp.storage.clock.tolerance import latest_plausible
from webapp.storage.crypto.tokens import ONE_TIME_LINK, TokenIds, new_token
from webapp.storage.tables import one_time_links as table
from webapp.storage.tables import practitioners

SET_UP, PASSWORD = "set-up", "password"
TERMS = {SET_UP: timedelta(hours=24), PASSWORD: timedelta(hours=72)}
"""How long a link is valid: the day on which the server was started; a weekend to come to the clinic."""


@dataclass(frozen=True)
class OneTimeLink:
    """What a link is for. Without a practitioner, it is for setting the instance up."""

    purpose: str
    practitioner: Practitioner | None


@dataclass(frozen=True)
class NewPractitioner:
    """The first manager, with a password."""

    login: str
    name: str
    password: str


class OneTimeLinks:
    """The one-time links of one database."""

    def __init__(self, context: AccountContext) -> None:
        self._context = context
        self._ids = TokenIds(context.blind, ONE_TIME_LINK)

    def create(self, purpose: str, practitioner_id: int | None, now: datetime, by: str = "server") -> str:
        """Return a token for a link. It replaces earlier ones for the same purpose and practitioner."""
        token = new_token(self._context.random_bytes)
        row = {"id": self._ids.digest(token), "purpose": purpose, "practitioner_id": practitioner_id}
        with self._context.database.writing() as connection:
            earlier = delete(table).where(table.c.purpose == purpose)
            earlier = earlier.where(table.c.practitioner_id.is_not_distinct_from(practitioner_id))
            connection.execute(earlier)
            connection.execute(insert(table).values(**row, expires_at=now + TERMS[purpose]))
            if practitioner_id is not None:
                self._context.log(connection, by, "invited", practitioner_id, now)
        return token

    def get(self, token: str, now: datetime) -> OneTimeLink | None:
        """Return None for a link that was used, has expired, or is for a disabled account."""
        query = select(table).where(table.c.id.in_(self._ids.digests(token)), _is_valid(now))
        with self._context.database.reading() as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            if row.practitioner_id is None:
                return None if _has_accounts(connection) else OneTimeLink(row.purpose, None)
            account = self._context.accounts.get(connection, row.practitioner_id)
        return OneTimeLink(row.purpose, account.practitioner) if account and account.is_active else None

    def set_up(
        self, token: str, first: NewPractitioner, clinic: Clinic | None, policy: Policy, now: datetime
    ) -> Practitioner | None:
        """Create the first manager and save the settings, in one transaction.

        Return None where the link is not valid any more. Of two callers at the same time one succeeds.
        """
        context = self._context
        hashed = context.hashers.passwords.hash(first.password)
        account = Account(0, first.login.strip(), first.name, MANAGER, password=hashed, created_at=now)
        with context.database.writing() as connection:
            context.database.lock_instance(connection)
            if _has_accounts(connection) or self._use(connection, token, SET_UP, now) is None:
                return None
            added = context.accounts.add(connection, account).practitioner
            context.clinic_settings.put(connection, clinic, policy)
            context.audit.append(connection, added.actor, "set up", "settings", now)
        return added

    def accept(self, token: str, password: str, now: datetime) -> Practitioner | None:
        """Set the password of the invited practitioner, and sign their browsers out.

        Return None where the link is not valid any more.
        """
        hashed = self._context.hashers.passwords.hash(password)
        with self._context.database.writing() as connection:
            practitioner_id = self._use(connection, token, PASSWORD, now)
            accounts = self._context.accounts
            account = practitioner_id and accounts.get(connection, practitioner_id, is_writing=True)
            if not account or not account.is_active:
                return None
            saved = accounts.save(connection, replace(account, password=hashed)).practitioner
            sign_out(connection, saved.id)
            self._context.log(connection, saved.actor, "chose a password", saved.id, now)
        return saved

    def _use(self, connection: Connection, token: str, purpose: str, now: datetime) -> int | None:
        """Delete the link. Return its practitioner's id, 0 without one; None where it is not valid."""
        ids = self._ids.digests(token)
        used = delete(table).where(table.c.id.in_(ids), table.c.purpose == purpose, _is_valid(now))
        row = connection.execute(used.returning(table.c.practitioner_id)).first()
        return None if row is None else row.practitioner_id or 0


def _has_accounts(connection: Connection) -> bool:
    return bool(connection.scalar(select(exists(select(practitioners.c.id)))))


def _is_valid(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a link has not expired, nor was made while the clock was ahead."""
    latest = latest_plausible(now) + max(TERMS.values())
    return and_(table.c.expires_at > now, table.c.expires_at <= latest)
