"""Passkeys of practitioners, and the challenges that their devices answer.

A passkey is a key pair in somebody's device, which asks for a fingerprint, a face or a PIN before it signs.
The public half is stored here, sealed and bound to its owner.
"""

import logging
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from webapp.storage.accounts.account_store import actor
from webapp.storage.accounts.context import AccountContext
from webapp.storage.crypto.sealing import Seal, SealBroken, open_json, seal_json
from webapp.storage.crypto.tokens import PASSKEY_CHALLENGE, TokenIds, new_token
from webapp.storage.tables import challenges, passkeys

_log = logging.getLogger("gutfactors")

TERM = timedelta(minutes=5)
"""How long a challenge may be answered: the time to find a security key (WebAuthn, 15.1: 5 to 10 minutes)."""

MOST = 10
"""Passkeys of one person."""

_USER_HANDLE_BYTES = 32
_BYTES = ("credential_id", "public_key", "user_handle")


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that a device has just made.

    `user_handle` names the account to the device, and nobody to anybody else. `may_be_copied` is whether the
    device's maker keeps it in step with other devices, `is_copied` whether that was done; `sign_count` counts
    its signatures, where the device counts.
    """

    name: str
    credential_id: bytes
    public_key: bytes
    user_handle: bytes
    sign_count: int
    may_be_copied: bool
    is_copied: bool


@dataclass(frozen=True)
class Passkey:
    """A stored passkey."""

    id: int
    practitioner_id: int
    made: NewPasskey
    created_at: datetime
    used_at: datetime | None


class Passkeys:
    """The passkeys of one database."""

    def __init__(self, context: AccountContext, seal: Seal) -> None:
        self._context = context
        self._seal = seal
        self._ids = TokenIds(context.blind, PASSKEY_CHALLENGE)

    def issue_challenge(self, now: datetime) -> str:
        """Return a token whose secret is the challenge. It is answered once, within TERM."""
        token = new_token(self._context.random_bytes)
        with self._context.database.writing() as connection:
            connection.execute(delete(challenges).where(challenges.c.expires_at <= now))
            row = {"id": self._ids.digest(token), "expires_at": now + TERM}
            connection.execute(insert(challenges).values(**row))
        return token

    def use_challenge(self, token: str, now: datetime) -> bool:
        """Use a challenge up. Return False where it was answered before, or has expired."""
        this = challenges.c.id.in_(self._ids.digests(token))
        is_valid = challenges.c.expires_at > now, challenges.c.expires_at <= now + TERM
        return self._context.database.execute(delete(challenges).where(this, *is_valid)) == 1

    def user_handle(self, practitioner_id: int) -> bytes:
        """Return the handle that the passkeys of this practitioner have in common, or a new one."""
        known = self.list(practitioner_id)
        return known[0].made.user_handle if known else self._context.random_bytes(_USER_HANDLE_BYTES)

    def list(self, practitioner_id: int) -> tuple[Passkey, ...]:
        """Return the passkeys of a practitioner, oldest first. What does not open is passed over."""
        query = select(passkeys).where(passkeys.c.practitioner_id == practitioner_id)
        found = (self._opened(row) for row in self._context.database.rows(query.order_by(passkeys.c.id)))
        return tuple(each for each in found if each)

    def find(self, credential_id: bytes) -> Passkey | None:
        query = select(passkeys).where(passkeys.c.credential_index == _index(credential_id))
        row = self._context.database.first(query)
        return self._opened(row) if row else None

    def add(self, practitioner_id: int, made: NewPasskey, now: datetime) -> bool:
        """Store a passkey. Return False where it is known already, or its owner has MOST."""
        row = {"practitioner_id": practitioner_id, "credential_index": _index(made.credential_id)}
        theirs = select(func.count()).where(passkeys.c.practitioner_id == practitioner_id)
        try:
            with self._context.writing(practitioner_id) as (connection, account):
                if account is None or (connection.scalar(theirs) or 0) >= MOST:
                    return False
                added = insert(passkeys).values(**row, sealed=b"", created_at=now)
                key = connection.execute(added).inserted_primary_key
                assert key is not None  # noqa: S101  a row was made
                self._write(connection, Passkey(key[0], practitioner_id, made, now, None))
                self._context.log(connection, account.actor, "added a passkey", account.id, now)
        except IntegrityError:
            return False
        return True

    def record_use(self, used: Passkey, sign_count: int, now: datetime, *, is_copied: bool) -> bool:
        """Store what the device said after a valid signature.

        Return False where its counter did not rise: two devices count with one key, and one of them may be a
        thief's (WebAuthn, 6.1.1). Devices that do not count always say 0.
        """
        with self._context.database.writing() as connection:
            query = select(passkeys).where(passkeys.c.id == used.id).with_for_update()
            row = connection.execute(query).first()
            current = self._opened(row) if row else None
            if current is None:
                return False
            last = current.made.sign_count
            if (sign_count or last) and sign_count <= last:
                who = current.practitioner_id
                self._context.log(connection, actor(who), "was refused a passkey", who, now)
                return False
            made = replace(current.made, sign_count=sign_count, is_copied=is_copied)
            self._write(connection, replace(current, made=made, used_at=now))
        return True

    def remove(self, practitioner_id: int, passkey_id: int, now: datetime) -> bool:
        """Delete one passkey of this practitioner. Return False where there is no such passkey."""
        this = delete(passkeys).where(
            passkeys.c.id == passkey_id, passkeys.c.practitioner_id == practitioner_id
        )
        with self._context.writing(practitioner_id) as (connection, account):
            if account is None or connection.execute(this).rowcount != 1:
                return False
            self._context.log(connection, account.actor, "removed a passkey", account.id, now)
        return True

    def _opened(self, row: Row[Any]) -> Passkey | None:
        try:
            content = open_json(self._seal, row.sealed, passkey_context(row))
        except SealBroken:
            _log.warning("passkeys, row %s: damaged, it does not open; passed over", row.id)
            return None
        made = NewPasskey(**content | {name: b64decode(content[name]) for name in _BYTES})
        return Passkey(row.id, row.practitioner_id, made, row.created_at, row.used_at)

    def _write(self, connection: Connection, passkey: Passkey) -> None:
        content = vars(passkey.made) | {
            name: b64encode(getattr(passkey.made, name)).decode("ascii") for name in _BYTES
        }
        sealed = seal_json(self._seal, content, passkey_context(passkey))
        change = update(passkeys).where(passkeys.c.id == passkey.id)
        connection.execute(change.values(sealed=sealed, used_at=passkey.used_at))


def delete_passkeys(connection: Connection, practitioner_id: int) -> int:
    """Delete all passkeys of a practitioner, and return their number."""
    return connection.execute(delete(passkeys).where(passkeys.c.practitioner_id == practitioner_id)).rowcount


def passkey_context(row: Row[Any] | Passkey) -> str:
    """Return what a sealed passkey is bound to: its row and its owner."""
    return f"passkey {row.id} of practitioner {row.practitioner_id}"


def _index(credential_id: bytes) -> str:
    """Return what finds a passkey. The device made its id at random: the digest needs no key."""
    return sha256(credential_id).hexdigest()
