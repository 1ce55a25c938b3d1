"""The second factor of each practitioner: turned on and off, moved to another phone, and asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, or_, update

from webapp.storage.accounts import totp
from webapp.storage.accounts.account_store import Account, AccountStore, Practitioner
from webapp.storage.accounts.browsers import forget
from webapp.storage.accounts.passwords import PasswordHasher
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.tables import practitioners

_log = logging.getLogger("gutfactors")

CODE, RECOVERY = "code", "recovery"
"""What somebody proved the second factor with."""


@dataclass(frozen=True)
class Hashes:
    """What proofs are kept as."""

    passwords: PasswordHasher
    recovery: totp.RecoveryCodeHasher


class SecondFactors:
    """The second factors of one database. An unknown id behaves like that of somebody who is gone."""

    def __init__(
        self,
        database: Database,
        people: AccountStore,
        hashes: Hashes,
        audit: AuditLog,
        random_bytes: RandomBytes,
    ) -> None:
        self._database = database
        self._people = people
        self._audit = audit
        self._passwords = hashes.passwords
        self._recovery = hashes.recovery
        self._random_bytes = random_bytes

    def new_code_secret(self) -> str:
        """Give a secret for an authenticator app; it is kept nowhere before `turn_on_code`."""
        return totp.new_secret(self._random_bytes)

    def code_uri(self, practitioner: Practitioner, secret: str, clinic_name: str) -> str:
        """What the app reads from a QR code."""
        return totp.uri(secret, practitioner.login, clinic_name)

    def turn_on_code(
        self, practitioner_id: int, secret: str, code: str, now: datetime
    ) -> tuple[str, ...] | None:
        """Give ten recovery codes, to be shown once.

        None for a code that does not prove the secret, and where a second factor is on already: whoever
        knows the password alone must not put another in its place.
        """
        step = totp.step_of(secret, code, now)
        if step is None:
            return None
        recovery, kept = self._new_recovery()
        with self._writing(practitioner_id) as (connection, account):
            if account is None or account.secret:
                return None
            self._put(connection, replace(account, secret=secret, recovery=kept), step)
            self._audit.append(connection, account.actor, "turned on the code", account.actor, now)
        return recovery

    def proves(self, secret: str, code: str, now: datetime) -> bool:
        """Tell whether this code shows that the secret has arrived on a phone."""
        return totp.step_of(secret, code, now) is not None

    def move_code(
        self, practitioner_id: int, secret: str, code: str, now: datetime
    ) -> tuple[str, ...] | None:
        """Put another phone's secret in the place of that of somebody who just proved all they have.

        Gives ten new recovery codes. None for a code that does not prove the secret, and where the second
        factor was turned off meanwhile.
        """
        step = totp.step_of(secret, code, now)
        if step is None:
            return None
        recovery, kept = self._new_recovery()
        with self._writing(practitioner_id) as (connection, account):
            if account is None or not account.secret:
                return None
            self._put(connection, replace(account, secret=secret, recovery=kept), step)
            self._audit.append(connection, account.actor, "changed the phone", account.actor, now)
        return recovery

    def renew_recovery(self, practitioner_id: int, now: datetime) -> tuple[str, ...] | None:
        """Give ten new recovery codes; the earlier ones are good no more. None without a second factor."""
        recovery, kept = self._new_recovery()
        with self._writing(practitioner_id) as (connection, account):
            if account is None or not account.secret:
                return None
            self._people.save(connection, replace(account, recovery=kept))
            self._audit.append(connection, account.actor, "made new recovery codes", account.actor, now)
        return recovery

    def check_code(self, practitioner_id: int, code: str, now: datetime) -> str:
        """Tell what this is: CODE for the code of now, RECOVERY for a recovery code, "" for a wrong one.

        Each is good once.
        """
        with self._database.reading() as connection:
            account = self._people.of(connection, practitioner_id)
        if account is None or not account.secret:
            return ""
        step = totp.step_of(account.secret, code, now)
        if step is None:
            used = self._recovery.found(account.recovery, code)  # slow: others must not wait for it
            return RECOVERY if used and self._used_up(practitioner_id, used, now) else ""
        with self._writing(practitioner_id) as (connection, again):
            is_same = again is not None and again.secret == account.secret
            return CODE if is_same and self._take_step(connection, account, step, now) else ""

    def turn_off_code(self, practitioner_id: int, by: str, now: datetime) -> None:
        with self._writing(practitioner_id) as (connection, account):
            if account and account.secret:
                self._people.save(connection, replace(account, secret="", recovery=()))
                forget(connection, account.id)
                self._audit.append(connection, by, "turned off the code", account.actor, now)

    def forget_proofs(self, practitioner_id: int, by: str, now: datetime) -> None:
        """Turn the second factor off, and the password with it: from now on only a link opens.

        Otherwise who knows the password could set up a second factor of their own before the link is used.
        """
        with self._writing(practitioner_id) as (connection, account):
            if account:
                self._people.save(connection, replace(account, secret="", recovery=(), password=""))
                forget(connection, account.id)
                self._audit.append(connection, by, "turned off the code", account.actor, now)

    def _new_recovery(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give ten new codes, and what is kept of them."""
        recovery = totp.new_recovery_codes(self._random_bytes)
        return recovery, self._recovery.digests(recovery, self._random_bytes)

    def _put(self, connection: Connection, account: Account, step: int) -> None:
        """Save a new secret: codes of its own have been used up to this step, whatever the old one's were."""
        self._people.save(connection, account)
        forget(connection, account.id)
        this = update(practitioners).where(practitioners.c.id == account.id)
        connection.execute(this.values(code_step=step))

    def _used_up(self, practitioner_id: int, used: str, now: datetime) -> bool:
        """Use up the recovery code of this digest; False where somebody else did."""
        with self._writing(practitioner_id) as (connection, account):
            if account is None or used not in account.recovery:
                return False
            left = tuple(each for each in account.recovery if each != used)
            self._people.save(connection, replace(account, recovery=left))
            who = account.actor
            self._audit.append(connection, who, "used a recovery code", who, now, left=len(left))
        return True

    @contextmanager
    def _writing(self, practitioner_id: int) -> Iterator[tuple[Connection, Account | None]]:
        """A transaction in which nobody else changes this account."""
        with self._database.writing() as connection:
            yield connection, self._people.of(connection, practitioner_id, is_writing=True)

    @staticmethod
    def _take_step(connection: Connection, account: Account, step: int, now: datetime) -> bool:
        """Tell whether no code of this step of time, or of a later one, was used before.

        A later one than is good now was used while the clock was ahead: it would refuse every code until
        that time came, and is forgotten.
        """
        last = totp.last_step(now)
        this, taken = practitioners.c.id == account.id, practitioners.c.code_step
        change = update(practitioners).where(this, or_(taken < step, taken > last))
        if account.code_step > last:
            _log.warning("forgot a code that practitioner %d used while the clock was ahead", account.id)
        return connection.execute(change.values(code_step=step)).rowcount == 1
