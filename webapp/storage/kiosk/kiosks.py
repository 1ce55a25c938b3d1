"""Kiosks: the clinic's own devices, each enrolled with a code that can be used once."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, Row, Update, delete, insert, select, update

from webapp.storage.clock.tolerance import latest_plausible
from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import RandomBytes, Seal, SealBroken, open_json, seal_json
from webapp.storage.crypto.tokens import KIOSK, TokenIds, new_token
from webapp.storage.database import Database
from webapp.storage.kiosk.sessions import delete_session
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.tables import kiosks

CODE_TERM = timedelta(minutes=15)  # how long a code is valid: time to walk from the desk to the waiting room

# A hundred million codes, a few of them valid for a quarter of an hour; and attempts are counted.
_CODE_DIGITS = 8

_CODE = "kiosk code"

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class KioskConfig:
    """The clinic's settings of a kiosk.

    The end screen always shows the reference. It also offers a QR code for the report (`offers_phone`) and
    a print (`offers_print`). After `idle_seconds` without a touch the kiosk asks whether somebody is there.
    """

    name: str
    place: str = ""
    offers_phone: bool = True
    offers_print: bool = False
    idle_seconds: int = 60


@dataclass(frozen=True)
class Kiosk:
    """One kiosk.

    `code_until` is set while a code waits for a device. `seen_at` is the last request of the device.
    `flagged_at` is when somebody there was shown an urgent message; None once the desk has seen to it.
    """

    id: int
    config: KioskConfig
    is_enrolled: bool
    is_locked: bool
    code_until: datetime | None
    seen_at: datetime | None
    flagged_at: datetime | None
    version: int


class Kiosks:
    """The kiosks of one database. An unknown id or token behaves like that of a revoked kiosk."""

    def __init__(
        self, database: Database, seal: Seal, blind: BlindIndex, audit: AuditLog, random_bytes: RandomBytes
    ) -> None:
        self._database = database
        self._seal = seal
        self._blind = blind
        self._ids = TokenIds(blind, KIOSK)
        self._audit = audit
        self._random_bytes = random_bytes

    def create(self, config: KioskConfig, by: str, now: datetime) -> int:
        """Return the id of a new kiosk, which has no device yet."""
        with self._database.writing() as connection:
            values = {"sealed": b"", "is_locked": False, "version": 1}
            made = connection.scalar(insert(kiosks).values(**values).returning(kiosks.c.id))
            assert made is not None  # noqa: S101  a row was made
            connection.execute(_this(made).values(sealed=self._sealed(made, config)))
            self._audit.append(connection, by, "added a kiosk", subject_of(made), now)
        return int(made)

    def issue_code(self, kiosk_id: int, by: str, now: datetime) -> str | None:
        """Return eight digits that enrol one device, in place of earlier ones. None for an unknown kiosk."""
        code = str(int.from_bytes(self._random_bytes(16)) % 10**_CODE_DIGITS).zfill(_CODE_DIGITS)
        values = {"code_index": self._blind.marked_digest(_CODE, code), "code_until": now + CODE_TERM}
        return code if self._change(kiosk_id, values, (by, "made a kiosk code", now)) else None

    def enrol(self, code: str, now: datetime) -> str | None:
        """Use up a code and return the token for the device. The kiosk's earlier device is revoked.

        Return None for a wrong, used or expired code.
        """
        token = new_token(self._random_bytes)
        is_valid = (
            kiosks.c.code_index.in_(self._blind.marked_digests(_CODE, code)),
            kiosks.c.code_until > now,
            kiosks.c.code_until <= latest_plausible(now) + CODE_TERM,  # else made while the clock was ahead
        )
        values = {
            "device_id": self._ids.digest(token),
            "code_index": None,
            "code_until": None,
            "seen_at": now,
        }
        with self._database.writing() as connection:
            made = update(kiosks).where(*is_valid).values(**values).returning(kiosks.c.id)
            enrolled = connection.scalar(made)
            if enrolled is None:
                return None
            delete_session(connection, enrolled, now)
            self._audit.append(connection, "server", "enrolled a kiosk", subject_of(enrolled), now)
        return token

    def by_token(self, token: str) -> Kiosk | None:
        found = self._one(kiosks.c.device_id.in_(self._ids.digests(token)))
        if found:
            self._renew_device_id(found.id, token)
        return found

    def _renew_device_id(self, kiosk_id: int, token: str) -> None:
        """Store the device's id under the newest key, so that older keys can be retired."""
        newest = self._ids.digest(token)
        with self._database.reading() as connection:
            if connection.scalar(select(kiosks.c.device_id).where(kiosks.c.id == kiosk_id)) == newest:
                return
        with self._database.writing() as connection:
            older = kiosks.c.device_id.in_(self._ids.digests(token))
            connection.execute(_this(kiosk_id).where(older).values(device_id=newest))

    def get(self, kiosk_id: int) -> Kiosk | None:
        return self._one(kiosks.c.id == kiosk_id)

    def list(self) -> tuple[Kiosk, ...]:
        """Return the kiosks in the order in which they were created, without damaged ones."""
        rows = self._database.rows(select(kiosks).order_by(kiosks.c.id))
        return tuple(one for one in map(self._unsealed_or_none, rows) if one)

    def update(self, kiosk_id: int, version: int, config: KioskConfig, by: str, now: datetime) -> bool:
        """Change the settings. Return False where `version` is not the current one."""
        changed = _this(kiosk_id).where(kiosks.c.version == version)
        changed = changed.values(sealed=self._sealed(kiosk_id, config), version=version + 1)
        return self._execute(changed, kiosk_id, (by, "changed a kiosk", now))

    def lock(self, kiosk_id: int, by: str, now: datetime) -> bool:
        """Lock a kiosk: end its session at once, and let nobody begin."""
        locked = _this(kiosk_id).values(is_locked=True)
        return self._execute(locked, kiosk_id, (by, "locked a kiosk", now), ends_session=True)

    def unlock(self, kiosk_id: int, by: str, now: datetime) -> bool:
        return self._change(kiosk_id, {"is_locked": False}, (by, "unlocked a kiosk", now))

    def revoke(self, kiosk_id: int, by: str, now: datetime) -> bool:
        """Delete a kiosk: the token of its device gives no access any more."""
        revoked = delete(kiosks).where(kiosks.c.id == kiosk_id)
        return self._execute(revoked, kiosk_id, (by, "revoked a kiosk", now), ends_session=True)

    def record_seen(self, kiosk_id: int, now: datetime) -> None:
        self._database.execute(_this(kiosk_id).values(seen_at=now))

    def raise_flag(self, kiosk_id: int, now: datetime) -> None:
        """Flag for the desk that somebody at the kiosk was shown an urgent message."""
        self._change(kiosk_id, {"flagged_at": now}, ("server", "raised a flag", now))

    def clear_flag(self, kiosk_id: int, by: str, now: datetime) -> bool:
        return self._change(kiosk_id, {"flagged_at": None}, (by, "took down a flag", now))

    def _change(self, kiosk_id: int, values: Mapping[str, Any], act: tuple[str, str, datetime]) -> bool:
        return self._execute(_this(kiosk_id).values(**values), kiosk_id, act)

    def _execute(
        self,
        statement: Update | Delete,
        kiosk_id: int,
        act: tuple[str, str, datetime],
        *,
        ends_session: bool = False,
    ) -> bool:
        """Change or delete one kiosk, and log the act (actor, action, time) if the kiosk exists."""
        by, action, now = act
        with self._database.writing() as connection:
            if ends_session:
                delete_session(connection, kiosk_id, now)
            done = connection.execute(statement).rowcount == 1
            if done:
                self._audit.append(connection, by, action, subject_of(kiosk_id), now)
        return done

    def _one(self, condition: ColumnElement[bool]) -> Kiosk | None:
        row = self._database.first(select(kiosks).where(condition))
        return None if row is None else self._unsealed(row)

    def _sealed(self, kiosk_id: int, config: KioskConfig) -> bytes:
        return seal_json(self._seal, asdict(config), kiosk_context(kiosk_id))

    def _unsealed_or_none(self, row: Row[Any]) -> Kiosk | None:
        try:
            return self._unsealed(row)
        except SealBroken:
            _log.warning("kiosks, row %s: damaged, it does not open; passed over", row.id)
            return None

    def _unsealed(self, row: Row[Any]) -> Kiosk:
        config = KioskConfig(**open_json(self._seal, row.sealed, kiosk_context(row.id)))
        return Kiosk(
            row.id, config, row.device_id is not None, row.is_locked, row.code_until, row.seen_at,
            row.flagged_at, row.version,
        )  # fmt: skip


def kiosk_context(kiosk_id: int) -> str:
    """Return what a kiosk's sealed settings are bound to."""
    return subject_of(kiosk_id)


def subject_of(kiosk_id: int) -> str:
    """Return the audit log's name of a kiosk."""
    return f"kiosk {kiosk_id}"


def _this(kiosk_id: int) -> Update:
    return update(kiosks).where(kiosks.c.id == kiosk_id)
