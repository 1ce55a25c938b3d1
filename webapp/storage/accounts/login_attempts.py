"""Failed tries to sign in, counted by account and device, never by network address.

A whole clinic shares one address. These are OWASP's "device cookies"
(https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies): a browser in which
somebody signed in before holds a token for that sign-in name, and has tries of its own. All other browsers
share theirs, so that whoever guesses from outside cannot lock out those who work here.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from hmac import compare_digest
from math import ceil

from sqlalchemy import delete, insert, select

from webapp.storage.accounts.account_store import AccountStore, actor, folded
from webapp.storage.clock.skew import latest
from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.tables import tries

_log = logging.getLogger("gutfactors")

MAX_ATTEMPTS = 10
WINDOW = timedelta(minutes=15)
"""Ten in a quarter of an hour: 960 a day at most, where people mistype twice or thrice."""

_NONCE_BYTES = 16
_BETWEEN = "."
_CALM = "calm"


class LoginAttempts:
    """The tries of one database. Where nobody has the sign-in name, all is the same."""

    def __init__(
        self,
        database: Database,
        people: AccountStore,
        blind: BlindIndex,
        audit: AuditLog,
        random_bytes: RandomBytes,
    ) -> None:
        self._database = database
        self._people = people
        self._blind = blind
        self._audit = audit
        self._random_bytes = random_bytes

    def may_try(self, login: str, device: str, now: datetime, *, is_calm: bool = False) -> int:
        """Give the seconds to wait before the next try; 0 for none, and never more than the window.

        `device` is a token, or "". Strange browsers share their tries; where `is_calm`, because hardly
        anything wrong came from there, only those of others like it count: a guesser is soon not one of them.
        """
        buckets = self._buckets(login, device)[: 1 if is_calm else None]
        query = select(tries.c.tried_at).where(
            tries.c.bucket.in_([each for bucket in buckets for each in self._blind.each("tries", bucket)]),
            tries.c.tried_at > now - WINDOW,
            tries.c.tried_at <= now,  # what a clock that was ahead noted does not count
        )
        newest_first = query.order_by(tries.c.tried_at.desc()).limit(MAX_ATTEMPTS)
        with self._database.reading() as connection:
            failed = connection.scalars(newest_first).all()
        if len(failed) < MAX_ATTEMPTS:
            return 0
        seconds: float = (failed[-1] + WINDOW - now).total_seconds()
        return max(1, ceil(seconds))

    def failed(self, login: str, device: str, now: datetime, *, is_calm: bool = False) -> None:
        """Count a failed try, and tell the audit where somebody has this sign-in name."""
        bucket = self._blind.of("tries", self._buckets(login, device)[0 if is_calm else -1])
        with self._database.writing() as connection:
            ahead = delete(tries).where(tries.c.tried_at > latest(now))
            if forgotten := connection.execute(ahead).rowcount:
                _log.warning("forgot %d tries to sign in, noted while the clock was ahead", forgotten)
            connection.execute(insert(tries).values(bucket=bucket, tried_at=now))
            account = self._people.named(connection, login)
            if account:
                details = {"device": "known" if self.knows(login, device) else "unknown"}
                self._audit.append(
                    connection, "server", "failed to sign in", actor(account.id), now, **details
                )

    def new_device(self, login: str) -> str:
        """Give a token for the browser in which somebody with this sign-in name just signed in."""
        nonce = self._random_bytes(_NONCE_BYTES).hex()
        return nonce + _BETWEEN + self._blind.of("device", _signed(login, nonce))

    def knows(self, login: str, device: str) -> bool:
        """Tell whether this token was given to a browser for this sign-in name."""
        nonce, _, proof = device.partition(_BETWEEN)
        good = self._blind.each("device", _signed(login, nonce))
        return any(compare_digest(each.encode(), proof.encode("utf-8", "replace")) for each in good)

    def _buckets(self, login: str, device: str) -> tuple[str, ...]:
        """What is counted: of a known device, one; of all strange browsers together, the calm ones first.

        A token that is not good is that of a strange browser.
        """
        if self.knows(login, device):
            return (_signed(login, device.partition(_BETWEEN)[0]),)
        return _signed(login, _CALM), _signed(login, "")


def _signed(login: str, nonce: str) -> str:
    return f"{nonce} {folded(login)}"
