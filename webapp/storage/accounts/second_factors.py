"""The second factor of each practitioner: an authenticator app, with recovery codes for a lost phone."""

import logging
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, or_, update

from webapp.storage.accounts import totp
from webapp.storage.accounts.account_store import Account, Practitioner
from webapp.storage.accounts.context import AccountContext
from webapp.storage.accounts.trusted_browsers import forget_browsers
from webapp.storage.tables import practitioners

_log = logging.getLogger("gutfactors")
CODE, RECOVERY = "code", "recovery"  # the two kinds of proof of a second factor


class SecondFactors:
    """The second factors of one database."""

    def __init__(self, context: AccountContext) -> None:
        self._context = context

    def new_secret(self) -> str:
        """Return a secret for an authenticator app. `enable` or `replace` stores it."""
        return totp.new_secret(self._context.random_bytes)

    def provisioning_uri(self, practitioner: Practitioner, secret: str, clinic_name: str) -> str:
        return totp.provisioning_uri(secret, practitioner.login, clinic_name)

    def is_valid_code(self, secret: str, code: str, now: datetime) -> bool:
        return totp.matching_step(secret, code, now) is not None

    def enable(self, practitioner_id: int, secret: str, code: str, now: datetime) -> tuple[str, ...] | None:
        """Turn the second factor on, and return ten recovery codes to be shown once.

        Return None for a wrong code, and where a second factor is on already: the password alone must not
        be enough to replace it.
        """
        return self._install(practitioner_id, secret, code, now, is_replacing=False)

    def replace(self, practitioner_id: int, secret: str, code: str, now: datetime) -> tuple[str, ...] | None:
        """Move the second factor to another phone, and return ten new recovery codes.

        Return None for a wrong code, and where no second factor is on. The caller has checked the password
        and the old factor.
        """
        return self._install(practitioner_id, secret, code, now, is_replacing=True)

    def renew_recovery_codes(self, practitioner_id: int, now: datetime) -> tuple[str, ...] | None:
        """Replace the recovery codes by ten new ones. Return None without a second factor."""
        recovery, hashed = self._new_recovery_codes()
        with self._context.writing(practitioner_id) as (connection, account):
            if account is None or not account.secret:
                return None
            self._context.accounts.save(connection, replace(account, recovery=hashed))
            self._context.log(connection, account.actor, "made new recovery codes", account.id, now)
        return recovery

    def verify(self, practitioner_id: int, code: str, now: datetime) -> str:
        """Use up a code: return CODE, RECOVERY, or "" for a wrong one. Each code is valid once."""
        with self._context.database.reading() as connection:
            account = self._context.accounts.get(connection, practitioner_id)
        if account is None or not account.secret:
            return ""
        step = totp.matching_step(account.secret, code, now)
        if step is None:
            # The hash is slow: it runs outside a transaction, where nobody waits for it.
            used = self._context.hashers.recovery_codes.find(account.recovery, code)
            return RECOVERY if used and self._use_recovery_code(practitioner_id, used, now) else ""
        with self._context.writing(practitioner_id) as (connection, current):
            is_current = current is not None and current.secret == account.secret
            return CODE if is_current and _use_step(connection, account, step, now) else ""

    def disable(self, practitioner_id: int, by: str, now: datetime) -> None:
        with self._context.writing(practitioner_id) as (connection, account):
            if account and account.secret:
                self._context.accounts.save(connection, replace(account, secret="", recovery=()))
                forget_browsers(connection, account.id)
                self._context.log(connection, by, "turned off the code", account.id, now)

    def _install(
        self, practitioner_id: int, secret: str, code: str, now: datetime, *, is_replacing: bool
    ) -> tuple[str, ...] | None:
        step = totp.matching_step(secret, code, now)
        if step is None:
            return None
        recovery, hashed = self._new_recovery_codes()
        with self._context.writing(practitioner_id) as (connection, account):
            if account is None or bool(account.secret) != is_replacing:
                return None
            self._context.accounts.save(connection, replace(account, secret=secret, recovery=hashed))
            forget_browsers(connection, account.id)
            # Of the new secret, codes up to this step are used up, whatever the old one's step was.
            this = update(practitioners).where(practitioners.c.id == account.id)
            connection.execute(this.values(code_step=step))
            action = "changed the phone" if is_replacing else "turned on the code"
            self._context.log(connection, account.actor, action, account.id, now)
        return recovery

    def _new_recovery_codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        recovery = totp.new_recovery_codes(self._context.random_bytes)
        return recovery, self._context.hashers.recovery_codes.hash_all(recovery, self._context.random_bytes)

    def _use_recovery_code(self, practitioner_id: int, used: str, now: datetime) -> bool:
        """Delete the hash of a used code. Return False where somebody else used it meanwhile."""
        with self._context.writing(practitioner_id) as (connection, account):
            if account is None or used not in account.recovery:
                return False
            left = tuple(each for each in account.recovery if each != used)
            self._context.accounts.save(connection, replace(account, recovery=left))
            who = account.actor
            self._context.log(connection, who, "used a recovery code", account.id, now, left=len(left))
        return True


def _use_step(connection: Connection, account: Account, step: int, now: datetime) -> bool:
    """Record a time step as used. Return False where it, or a later one, was used before.

    A step later than the last valid one was used while the clock was ahead. It would refuse every code until
    that time came, so it does not count.
    """
    last = totp.last_step(now)
    this, used = practitioners.c.id == account.id, practitioners.c.code_step
    change = update(practitioners).where(this, or_(used < step, used > last))
    if account.code_step > last:
        _log.warning("forgot a code that practitioner %d used while the clock was ahead", account.id)
    return connection.execute(change.values(code_step=step)).rowcount == 1
