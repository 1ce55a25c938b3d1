"""The services that every class working on accounts needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from webapp.storage.accounts.account_store import Account, AccountStore, actor
from webapp.storage.accounts.hashers import Hashers
from webapp.storage.clinic.settings import ClinicSettings
from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog


@dataclass(frozen=True)
class AccountContext:
    """The accounts of one database, and what they are changed with."""

    database: Database
    accounts: AccountStore
    hashers: Hashers
    blind: BlindIndex
    clinic_settings: ClinicSettings
    audit: AuditLog
    random_bytes: RandomBytes

    @contextmanager
    def writing(self, practitioner_id: int) -> Iterator[tuple[Connection, Account | None]]:
        """Open a transaction in which nobody else changes this account."""
        with self.database.writing() as connection:
            yield connection, self.accounts.get(connection, practitioner_id, is_writing=True)

    def log(
        self, connection: Connection, by: str, action: str, account_id: int, now: datetime, **details: object
    ) -> None:
        """Append an act on an account to the audit log. Call it after all other changes."""
        self.audit.append(connection, by, action, actor(account_id), now, **details)
