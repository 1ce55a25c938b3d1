"""Sittings: the one patient at each kiosk, from the first touch to the wipe. The server decides when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.crypto.tokens import joined, new_token
from webapp.storage.database import Database
from webapp.storage.patient.drafts import Drafts
from webapp.storage.tables import drafts, kiosks, sittings


@dataclass(frozen=True)
class KioskSession:
    """A sitting that is not over. `token` opens its draft, and what becomes of it."""

    token: str
    ends_at: datetime
    is_done: bool


class KioskSessions:
    """The sittings of one database.

    A sitting's secret lies in one cookie of the device, and the device's own token in another: the key of the
    draft is made of both, so neither of them opens anything alone, nor on another device.
    """

    def __init__(self, database: Database, drafts: Drafts, random_bytes: RandomBytes) -> None:
        self._database = database
        self._drafts = drafts
        self._random_bytes = random_bytes

    def begin(
        self, kiosk_id: int, device: str, content: Mapping[str, Any], now: datetime, until: datetime
    ) -> str:
        """End the sitting that is there, and begin one: give its secret, which is kept nowhere here.

        "" where the kiosk was revoked at this moment.
        """
        secret = new_token(self._random_bytes)
        key = self._drafts.begin(joined(device, secret), content, now)
        row = {"kiosk_id": kiosk_id, "draft_id": key.id, "ends_at": until, "is_done": False}
        with self._database.writing() as connection:
            # Of two at the same moment, the later one stands.
            is_there = connection.scalar(select(kiosks.c.id).where(kiosks.c.id == kiosk_id).with_for_update())
            if is_there is None:
                return ""
            end_at(connection, kiosk_id)
            connection.execute(insert(sittings).values(**row))
        return secret

    def of(self, kiosk_id: int, device: str, secret: str, now: datetime) -> KioskSession | None:
        """Give the sitting that this very secret belongs to; None when it is over, or another's."""
        token = joined(device, secret)
        key = self._drafts.key_of(token)
        if key is None:
            return None
        query = select(sittings).where(*_living(kiosk_id, now), sittings.c.draft_id == key.id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else KioskSession(token, row.ends_at, row.is_done)

    def prolong(self, kiosk_id: int, now: datetime, until: datetime) -> bool:
        """Let it end later, never one that is over; it is a sign of life of the kiosk, too."""
        seen = update(kiosks).where(kiosks.c.id == kiosk_id).values(seen_at=now)
        with self._database.writing() as connection:
            connection.execute(seen)
            return _changed(connection, _living(kiosk_id, now), ends_at=until)

    def finish(self, kiosk_id: int, now: datetime, until: datetime) -> bool:
        """The answers are given: True for the first time that this is said."""
        first = (*_living(kiosk_id, now), ~sittings.c.is_done)
        with self._database.writing() as connection:
            return _changed(connection, first, ends_at=until, is_done=True)

    def seconds_left(self, kiosk_id: int, now: datetime) -> int:
        """Give the seconds that the sitting has left if nothing is touched; 0 without a sitting."""
        with self._database.reading() as connection:
            end = connection.scalar(select(sittings.c.ends_at).where(*_living(kiosk_id, now)))
        return 0 if end is None else 1 + int((end - now).total_seconds())

    def end(self, kiosk_id: int) -> None:
        """Delete it, and the draft."""
        with self._database.writing() as connection:
            end_at(connection, kiosk_id)

    def sweep(self, now: datetime) -> None:
        """Delete all that are over, and their drafts; asked often, so it writes only where there are some."""
        with self._database.reading() as connection:
            is_due = connection.scalar(select(exists().where(sittings.c.ends_at <= now)))
        if is_due:
            with self._database.writing() as connection:
                sweep(connection, now)

    def at_work(self, now: datetime) -> frozenset[int]:
        """Give the ids of the kiosks at which somebody sits."""
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(sittings.c.kiosk_id).where(sittings.c.ends_at > now)))


def end_at(connection: Connection, kiosk_id: int) -> None:
    """End the sitting at this kiosk, where there is one."""
    _end(connection, sittings.c.kiosk_id == kiosk_id)


def sweep(connection: Connection, now: datetime) -> None:
    """End all that are over."""
    _end(connection, sittings.c.ends_at <= now)


def _end(connection: Connection, which: ColumnElement[bool]) -> None:
    """What was sent meanwhile is a draft no more, and stays."""
    connection.execute(delete(drafts).where(drafts.c.id.in_(select(sittings.c.draft_id).where(which))))
    connection.execute(delete(sittings).where(which))


def _living(kiosk_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (sittings.c.kiosk_id == kiosk_id, sittings.c.ends_at > now)


def _changed(connection: Connection, where: tuple[ColumnElement[bool], ...], **values: object) -> bool:
    return connection.execute(update(sittings).where(*where).values(**values)).rowcount == 1
