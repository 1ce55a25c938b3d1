"""Failed login attempts, counted by account and device, never by network address.

A whole clinic shares one address. These are OWASP's "device cookies"
(https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies): a browser in which
somebody signed in before holds a token for that login, and has a count of its own. All other browsers share
one, so that guesses from outside cannot lock out those who work here.
"""

import logging
from datetime import datetime, timedelta
from hmac import compare_digest
from math import ceil

from sqlalchemy import delete, insert, select

from webapp.storage.accounts.account_store import normalized_login
from webapp.storage.accounts.context import AccountContext
from webapp.storage.clock.tolerance import latest_plausible
from webapp.storage.tables import tries

_log = logging.getLogger("gutfactors")

MAX_ATTEMPTS = 10
WINDOW = timedelta(minutes=15)
"""Ten in a quarter of an hour: 960 a day at most, where people mistype two or three times."""

_NONCE_BYTES = 16
_BETWEEN = "."
# Data: part of what buckets are made of.
_CALM = "calm"


class LoginAttempts:
    """The failed attempts of one database. An unknown login behaves like a known one.

    `device` is a device token, or "". An unknown device `is_calm` while hardly any failure came from its
    address: it is counted together with other calm ones only, which a guesser soon is not.
    """

    def __init__(self, context: AccountContext) -> None:
        self._context = context
        self._blind = context.blind

    def seconds_until_allowed(self, login: str, device: str, now: datetime, *, is_calm: bool = False) -> int:
        """Return how long to wait before the next attempt: 0 for not at all, WINDOW at most."""
        buckets = self._buckets(login, device)[: 1 if is_calm else None]
        query = select(tries.c.tried_at).where(
            tries.c.bucket.in_([each for bucket in buckets for each in self._blind.digests("tries", bucket)]),
            tries.c.tried_at > now - WINDOW,
            tries.c.tried_at <= now,  # later ones were written while the clock was ahead
        )
        newest_first = query.order_by(tries.c.tried_at.desc()).limit(MAX_ATTEMPTS)
        with self._context.database.reading() as connection:
            failed = connection.scalars(newest_first).all()
        if len(failed) < MAX_ATTEMPTS:
            return 0
        seconds: float = (failed[-1] + WINDOW - now).total_seconds()
        return max(1, ceil(seconds))

    def record_failure(self, login: str, device: str, now: datetime, *, is_calm: bool = False) -> None:
        """Count a failed attempt, and log it where an account has this login."""
        bucket = self._blind.digest("tries", self._buckets(login, device)[0 if is_calm else -1])
        with self._context.database.writing() as connection:
            ahead = delete(tries).where(tries.c.tried_at > latest_plausible(now))
            if forgotten := connection.execute(ahead).rowcount:
                _log.warning("forgot %d tries to sign in, noted while the clock was ahead", forgotten)
            connection.execute(insert(tries).values(bucket=bucket, tried_at=now))
            account = self._context.accounts.by_login(connection, login)
            if account:
                known = "known" if self.is_known_device(login, device) else "unknown"
                self._context.log(connection, "server", "failed to sign in", account.id, now, device=known)

    def new_device_token(self, login: str) -> str:
        """Return a token for the browser in which somebody with this login has just signed in."""
        nonce = self._context.random_bytes(_NONCE_BYTES).hex()
        return nonce + _BETWEEN + self._blind.digest("device", _signed(login, nonce))

    def is_known_device(self, login: str, device: str) -> bool:
        nonce, _, proof = device.partition(_BETWEEN)
        valid = self._blind.digests("device", _signed(login, nonce))
        return any(compare_digest(each.encode(), proof.encode("utf-8", "replace")) for each in valid)

    def _buckets(self, login: str, device: str) -> tuple[str, ...]:
        """Return what is counted: for a known device its own bucket, else those of unknown devices."""
        if self.is_known_device(login, device):
            return (_signed(login, device.partition(_BETWEEN)[0]),)
        return _signed(login, _CALM), _signed(login, "")


def _signed(login: str, nonce: str) -> str:
    return f"{nonce} {normalized_login(login)}"
