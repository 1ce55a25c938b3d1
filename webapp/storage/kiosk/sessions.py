"""Kiosk sessions: the one patient at each kiosk, from the first touch to the wipe.

The server decides when a session ends. The table is called `sittings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from webapp.storage.counts.form_events import delete_left
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.crypto.tokens import join_tokens, new_token
from webapp.storage.database import Database
from webapp.storage.patient.drafts import Drafts
from webapp.storage.tables import drafts, kiosks, sittings


@dataclass(frozen=True)
class KioskSession:
    """A current session. `token` opens its draft, and the submission and reports made of it."""

    token: str
    ends_at: datetime
    is_done: bool


class KioskSessions:
    """The kiosk sessions of one database.

    The secret of a session is in one cookie of the device, and the device's own token in another. The key of
    the draft is made of both, so neither opens anything alone, nor on another device.
    """

    def __init__(self, database: Database, drafts: Drafts, random_bytes: RandomBytes) -> None:
        self._database = database
        self._drafts = drafts
        self._random_bytes = random_bytes

    def start(
        self,
        kiosk_id: int,
        device: str,
        content: Mapping[str, Any],
        now: datetime,
        until: datetime,
        *,
        is_counted: bool = True,
    ) -> str:
        """End the kiosk's current session, start one, and return its secret, which is not stored.

        Return "" where the kiosk was revoked meanwhile. `is_counted` as in `Drafts.create`.
        """
        secret = new_token(self._random_bytes)
        key = self._drafts.create_for(join_tokens(device, secret), content, now, is_counted=is_counted)
        row = {"kiosk_id": kiosk_id, "draft_id": key.id, "ends_at": until, "is_done": False}
        with self._database.writing() as connection:
            # The lock lets the later of two starts at the same moment win.
            is_there = connection.scalar(select(kiosks.c.id).where(kiosks.c.id == kiosk_id).with_for_update())
            if is_there is None:
                return ""
            delete_session(connection, kiosk_id, now)
            connection.execute(insert(sittings).values(**row))
        return secret

    def get(self, kiosk_id: int, device: str, secret: str, now: datetime) -> KioskSession | None:
        """Return the current session, or None where this secret is not the one of it."""
        token = join_tokens(device, secret)
        key = self._drafts.key(token)
        if key is None:
            return None
        query = select(sittings).where(*_current(kiosk_id, now), sittings.c.draft_id == key.id)
        row = self._database.first(query)
        return None if row is None else KioskSession(token, row.ends_at, row.is_done)

    def extend(self, kiosk_id: int, now: datetime, until: datetime) -> bool:
        """Move the end of the current session, and record the kiosk as seen."""
        seen = update(kiosks).where(kiosks.c.id == kiosk_id).values(seen_at=now)
        with self._database.writing() as connection:
            connection.execute(seen)
            return _update(connection, _current(kiosk_id, now), ends_at=until)

    def finish(self, kiosk_id: int, now: datetime, until: datetime) -> bool:
        """Record that the answers are complete. Return False where that was recorded before."""
        unfinished = (*_current(kiosk_id, now), ~sittings.c.is_done)
        with self._database.writing() as connection:
            return _update(connection, unfinished, ends_at=until, is_done=True)

    def seconds_left(self, kiosk_id: int, now: datetime) -> int:
        """Return the seconds until the current session ends, or 0 without a session."""
        end = self._database.scalar(select(sittings.c.ends_at).where(*_current(kiosk_id, now)))
        return 0 if end is None else 1 + int((end - now).total_seconds())

    def end(self, kiosk_id: int, now: datetime) -> None:
        with self._database.writing() as connection:
            delete_session(connection, kiosk_id, now)

    def end_expired(self, now: datetime) -> None:
        """Delete expired sessions and their drafts. Called often, it writes only where there are some."""
        is_due = self._database.scalar(select(exists().where(sittings.c.ends_at <= now)))
        if is_due:
            with self._database.writing() as connection:
                end_expired_sessions(connection, now)

    def active_kiosks(self, now: datetime) -> frozenset[int]:
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(sittings.c.kiosk_id).where(sittings.c.ends_at > now)))


def delete_session(connection: Connection, kiosk_id: int, now: datetime) -> None:
    """Delete the session of a kiosk and its draft."""
    _delete(connection, sittings.c.kiosk_id == kiosk_id, now)


def end_expired_sessions(connection: Connection, now: datetime) -> None:
    """Delete expired sessions and their drafts."""
    _delete(connection, sittings.c.ends_at <= now, now)


def _delete(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    # A draft that was submitted meanwhile is a submission, which stays.
    delete_left(connection, drafts.c.id.in_(select(sittings.c.draft_id).where(which)), now)
    connection.execute(delete(sittings).where(which))


def _current(kiosk_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (sittings.c.kiosk_id == kiosk_id, sittings.c.ends_at > now)


def _update(connection: Connection, where: tuple[ColumnElement[bool], ...], **values: object) -> bool:
    return connection.execute(update(sittings).where(*where).values(**values)).rowcount == 1
