"""Failed tries to sign in, counted by account and device, never by network address.

A whole clinic shares one address. These are OWASP's "device cookies"
(https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies): a browser in which
somebody signed in before holds a token for that sign-in name, and has tries of its own. All other browsers
share theirs, so that whoever guesses from outside cannot lock out those who work here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hmac import compare_digest
from math import ceil

from sqlalchemy import insert, select

from webapp.storage.audit import Audit
from webapp.storage.database import Database
from webapp.storage.people import People, actor, folded
from webapp.storage.ring import BlindIndex
from webapp.storage.sealing import RandomBytes
from webapp.storage.tables import tries

MOST_TRIES = 10
WINDOW = timedelta(minutes=15)
"""Ten in a quarter of an hour: 960 a day at most, where people mistype twice or thrice."""

_NONCE_BYTES = 16
_BETWEEN = "."


class Tries:
    """The tries of one database. Where nobody has the sign-in name, all is the same."""

    def __init__(
        self, database: Database, people: People, blind: BlindIndex, audit: Audit, random_bytes: RandomBytes
    ) -> None:
        self._database = database
        self._people = people
        self._blind = blind
        self._audit = audit
        self._random_bytes = random_bytes

    def may_try(self, login: str, device: str, now: datetime) -> int:
        """Give the seconds to wait before the next try; 0 for none. `device` is a token, or ""."""
        query = select(tries.c.tried_at).where(
            tries.c.bucket.in_(self._blind.each("tries", self._bucket(login, device))),
            tries.c.tried_at > now - WINDOW,
        )
        newest_first = query.order_by(tries.c.tried_at.desc()).limit(MOST_TRIES)
        with self._database.reading() as connection:
            failed = connection.scalars(newest_first).all()
        if len(failed) < MOST_TRIES:
            return 0
        seconds: float = (failed[-1] + WINDOW - now).total_seconds()
        return max(1, ceil(seconds))

    def failed(self, login: str, device: str, now: datetime) -> None:
        """Count a failed try, and tell the audit where somebody has this sign-in name."""
        bucket = self._blind.of("tries", self._bucket(login, device))
        with self._database.writing() as connection:
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

    def _bucket(self, login: str, device: str) -> str:
        """A token that is not good counts with all other strange browsers."""
        nonce = device.partition(_BETWEEN)[0] if self.knows(login, device) else ""
        return _signed(login, nonce)


def _signed(login: str, nonce: str) -> str:
    return f"{nonce} {folded(login)}"
