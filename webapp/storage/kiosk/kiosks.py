"""Kiosks: the clinic's own devices, each enrolled by a code that is good once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Delete, Row, Update, delete, insert, select, update

from webapp.storage.clock.skew import latest
from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import RandomBytes, Seal, SealBroken, open_json, seal_json
from webapp.storage.crypto.token_ids import KIOSK, TokenIds
from webapp.storage.crypto.tokens import new_token
from webapp.storage.database import Database
from webapp.storage.kiosk.sessions import end_at
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.tables import kiosks

CODE_TERM = timedelta(minutes=15)
"""How long a code is good: time to walk from the desk to the waiting room."""

# A hundred million codes, of which a few are good for a quarter of an hour; and tries are counted.
_CODE_DIGITS = 8

_CODE = "kiosk code"

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class KioskConfig:
    """What the clinic decided for a kiosk.

    At the end it always tells the reference; it `offers_phone` a QR code for the report, and `offers_print`.
    After `idle_seconds` without a touch it asks whether somebody is there.
    """

    name: str
    place: str = ""
    offers_phone: bool = True
    offers_print: bool = False
    idle_seconds: int = 60


@dataclass(frozen=True)
class Kiosk:
    """One kiosk.

    `code_until` is set while a code waits for a device, and `seen_at` is the device's last sign of life.
    `flagged_at` is when somebody was shown a message that cannot wait; None once the desk saw to it.
    """

    id: int
    plan: KioskConfig
    is_enrolled: bool
    is_locked: bool
    code_until: datetime | None
    seen_at: datetime | None
    flagged_at: datetime | None
    version: int


class Kiosks:
    """The kiosks of one database. An id or a token that is no kiosk's behaves like that of one revoked."""

    def __init__(
        self, database: Database, seal: Seal, blind: BlindIndex, audit: AuditLog, random_bytes: RandomBytes
    ) -> None:
        self._database = database
        self._seal = seal
        self._blind = blind
        self._ids = TokenIds(blind, KIOSK)
        self._audit = audit
        self._random_bytes = random_bytes

    def add(self, plan: KioskConfig, by: str, now: datetime) -> int:
        """Give the id of a kiosk that has no device yet."""
        with self._database.writing() as connection:
            values = {"sealed": b"", "is_locked": False, "version": 1}
            made = connection.scalar(insert(kiosks).values(**values).returning(kiosks.c.id))
            assert made is not None  # noqa: S101  a row was made
            connection.execute(_this(made).values(sealed=self._sealed(made, plan)))
            self._audit.append(connection, by, "added a kiosk", subject_of(made), now)
        return int(made)

    def new_code(self, kiosk_id: int, by: str, now: datetime) -> str | None:
        """Give eight digits that enrol one device; earlier ones are good no more. None for no kiosk."""
        code = str(int.from_bytes(self._random_bytes(16)) % 10**_CODE_DIGITS).zfill(_CODE_DIGITS)
        values = {"code_index": self._blind.of(_CODE, code), "code_until": now + CODE_TERM}
        return code if self._did(kiosk_id, values, (by, "made a kiosk code", now)) else None

    def enrol(self, code: str, now: datetime) -> str | None:
        """Give the token for the device that brings a code; the device before it is a kiosk no more.

        None for a code that is none, was used, or is too old.
        """
        token = new_token(self._random_bytes)
        good = (
            kiosks.c.code_index.in_(self._blind.each(_CODE, code)),
            kiosks.c.code_until > now,
            kiosks.c.code_until <= latest(now) + CODE_TERM,  # not made while the clock was ahead
        )
        values = {"device_id": self._ids.of(token), "code_index": None, "code_until": None, "seen_at": now}
        with self._database.writing() as connection:
            enrolled = connection.scalar(update(kiosks).where(*good).values(**values).returning(kiosks.c.id))
            if enrolled is None:
                return None
            end_at(connection, enrolled)
            self._audit.append(connection, "server", "enrolled a kiosk", subject_of(enrolled), now)
        return token

    def holding(self, token: str) -> Kiosk | None:
        """Give the kiosk whose device holds this token."""
        found = self._one(kiosks.c.device_id.in_(self._ids.each(token)))
        if found:
            self._keep_holding(found.id, token)
        return found

    def _keep_holding(self, kiosk_id: int, token: str) -> None:
        """Know the device by the newest key: the one before may be taken away, and it must stay a kiosk."""
        newest = self._ids.of(token)
        with self._database.reading() as connection:
            if connection.scalar(select(kiosks.c.device_id).where(kiosks.c.id == kiosk_id)) == newest:
                return
        with self._database.writing() as connection:
            older = kiosks.c.device_id.in_(self._ids.each(token))
            connection.execute(_this(kiosk_id).where(older).values(device_id=newest))

    def of(self, kiosk_id: int) -> Kiosk | None:
        return self._one(kiosks.c.id == kiosk_id)

    def all(self) -> tuple[Kiosk, ...]:
        """In the order in which they were added, without those that are damaged."""
        with self._database.reading() as connection:
            rows = connection.execute(select(kiosks).order_by(kiosks.c.id)).all()
        return tuple(one for one in map(self._opened_or_none, rows) if one)

    def change(self, kiosk_id: int, version: int, plan: KioskConfig, by: str, now: datetime) -> bool:
        """Change over `version`; False when that is not the one that stands."""
        changed = _this(kiosk_id).where(kiosks.c.version == version)
        changed = changed.values(sealed=self._sealed(kiosk_id, plan), version=version + 1)
        with self._database.writing() as connection:
            return self._done(connection, changed, kiosk_id, (by, "changed a kiosk", now))

    def lock(self, kiosk_id: int, by: str, now: datetime) -> bool:
        """Let it rest: whoever sits there is sent away at once, and nobody can begin."""
        with self._database.writing() as connection:
            end_at(connection, kiosk_id)
            locked = _this(kiosk_id).values(is_locked=True)
            return self._done(connection, locked, kiosk_id, (by, "locked a kiosk", now))

    def unlock(self, kiosk_id: int, by: str, now: datetime) -> bool:
        return self._did(kiosk_id, {"is_locked": False}, (by, "unlocked a kiosk", now))

    def revoke(self, kiosk_id: int, by: str, now: datetime) -> bool:
        """Delete it: from now on, what its device holds opens nothing."""
        with self._database.writing() as connection:
            end_at(connection, kiosk_id)
            revoked = delete(kiosks).where(kiosks.c.id == kiosk_id)
            return self._done(connection, revoked, kiosk_id, (by, "revoked a kiosk", now))

    def seen(self, kiosk_id: int, now: datetime) -> None:
        """Note a sign of life."""
        with self._database.writing() as connection:
            connection.execute(_this(kiosk_id).values(seen_at=now))

    def flag(self, kiosk_id: int, now: datetime) -> None:
        """Tell the desk that somebody there was shown a message that cannot wait."""
        self._did(kiosk_id, {"flagged_at": now}, ("server", "raised a flag", now))

    def take_down_flag(self, kiosk_id: int, by: str, now: datetime) -> bool:
        return self._did(kiosk_id, {"flagged_at": None}, (by, "took down a flag", now))

    def _did(self, kiosk_id: int, values: Mapping[str, Any], told: tuple[str, str, datetime]) -> bool:
        with self._database.writing() as connection:
            return self._done(connection, _this(kiosk_id).values(**values), kiosk_id, told)

    def _done(
        self, connection: Connection, act: Update | Delete, kiosk_id: int, told: tuple[str, str, datetime]
    ) -> bool:
        """Do it, and tell the audit where there was such a kiosk."""
        done = connection.execute(act).rowcount == 1
        by, action, now = told
        if done:
            self._audit.append(connection, by, action, subject_of(kiosk_id), now)
        return done

    def _one(self, condition: ColumnElement[bool]) -> Kiosk | None:
        with self._database.reading() as connection:
            row = connection.execute(select(kiosks).where(condition)).first()
        return None if row is None else self._opened(row)

    def _sealed(self, kiosk_id: int, plan: KioskConfig) -> bytes:
        return seal_json(self._seal, asdict(plan), kiosk_context(kiosk_id))

    def _opened_or_none(self, row: Row[Any]) -> Kiosk | None:
        try:
            return self._opened(row)
        except SealBroken:
            _log.warning("kiosks, row %s: damaged, it does not open; passed over", row.id)
            return None

    def _opened(self, row: Row[Any]) -> Kiosk:
        plan = KioskConfig(**open_json(self._seal, row.sealed, kiosk_context(row.id)))
        return Kiosk(
            row.id, plan, row.device_id is not None, row.is_locked, row.code_until, row.seen_at,
            row.flagged_at, row.version,
        )  # fmt: skip


def kiosk_context(kiosk_id: int) -> str:
    """What a kiosk's sealed plan belongs to."""
    return subject_of(kiosk_id)


def subject_of(kiosk_id: int) -> str:
    """What the audit calls a kiosk."""
    return f"kiosk {kiosk_id}"


def _this(kiosk_id: int) -> Update:
    return update(kiosks).where(kiosks.c.id == kiosk_id)
