"""Drafts: answers that are being given, readable only with the token in the patient's browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from webapp.clinic import Policy
from webapp.storage.clock.floor import TimeFloor
from webapp.storage.crypto.sealing import AesSeal, RandomBytes, derive, open_json, seal_json
from webapp.storage.crypto.tokens import new_token, secret_of
from webapp.storage.database import Database
from webapp.storage.patient.draft_limits import DraftLimiter
from webapp.storage.tables import drafts, reports

ID_BYTES = 16


@dataclass(frozen=True)
class StoredDraft:
    """What was typed so far. `version` counts the saves, from 1."""

    content: dict[str, Any]
    version: int
    expires_at: datetime


@dataclass(frozen=True)
class DraftKey:
    """What a token says: the row's id, which tells nothing of the token, and the row's own seal."""

    id: str
    seal: AesSeal

    def context(self, version: int) -> str:
        """An older version of the row, or another row, does not open in its place."""
        return f"draft {self.id} {version}"


class Drafts:
    """The drafts of one database, each living the policy's term after its last save."""

    def __init__(
        self,
        database: Database,
        policy: Callable[[datetime], Policy],
        random_bytes: RandomBytes,
        *,
        room: DraftLimiter | None = None,
        floor: TimeFloor | None = None,
    ) -> None:
        self._database = database
        self._policy = policy
        self._random_bytes = random_bytes
        self._room = room or DraftLimiter(database)
        self._floor = floor or TimeFloor()

    def key_of(self, token: str) -> DraftKey | None:
        """None for what cannot be a token."""
        secret = secret_of(token)
        if secret is None:
            return None
        seal = AesSeal(derive(secret, "draft key"), self._random_bytes)
        return DraftKey(derive(secret, "draft id", ID_BYTES).hex(), seal)

    def new(self, content: Mapping[str, Any], now: datetime) -> str:
        """Give the token; it is kept nowhere here. Raises DraftLimitReached."""
        self._room.refuse_a_flood(now)
        token = new_token(self._random_bytes)
        self.begin(token, content, now)
        return token

    def begin(self, token: str, content: Mapping[str, Any], now: datetime) -> DraftKey:
        """Make the draft that a new token opens. Raises DraftLimitReached."""
        self._room.refuse_a_full_disk()
        key = self.key_of(token)
        assert key is not None  # noqa: S101  we made it
        row = {"id": key.id, "version": 1, "sealed": seal_json(key.seal, content, key.context(1))}
        with self._database.writing() as connection:
            self._room.refuse_too_many(connection)
            connection.execute(insert(drafts).values(**row, expires_at=self._end(now)))
        return key

    def open(self, key: DraftKey, now: datetime) -> StoredDraft | None:
        query = select(drafts.c.version, drafts.c.sealed, drafts.c.expires_at)
        with self._database.reading() as connection:
            row = connection.execute(query.where(drafts.c.id == key.id, drafts.c.expires_at > now)).first()
        if row is None:
            return None
        content = open_json(key.seal, row.sealed, key.context(row.version))
        return StoredDraft(content, row.version, row.expires_at)

    def save(
        self, key: DraftKey, version: int, content: Mapping[str, Any], now: datetime, end: datetime | None
    ) -> bool:
        """Replace `version` by the next one; False when that is not the one that stands.

        It lives until `end`, or a whole term.
        """
        sealed = seal_json(key.seal, content, key.context(version + 1))
        change = (
            update(drafts)
            .where(drafts.c.id == key.id, drafts.c.version == version, drafts.c.expires_at > now)
            .values(version=version + 1, sealed=sealed, expires_at=end or self._end(now))
        )
        with self._database.writing() as connection:
            return connection.execute(change).rowcount == 1

    def end(self, key: DraftKey) -> None:
        """Delete it, and the reports that were made of it."""
        with self._database.writing() as connection:
            connection.execute(delete(drafts).where(drafts.c.id == key.id))
            connection.execute(delete(reports).where(reports.c.draft_id == key.id))

    def prolong(self, connection: Connection, key: DraftKey, now: datetime) -> bool:
        """Let the draft live a whole term from now; False when there is none.

        Where nothing is kept it lives as long as it did: one that was finished has its own end.
        """
        change = update(drafts).where(drafts.c.id == key.id, drafts.c.expires_at > now)
        end = drafts.c.expires_at if self._policy(now).keeps_nothing else self._end(now)
        return connection.execute(change.values(expires_at=end)).rowcount == 1

    def _end(self, now: datetime) -> datetime:
        """When a draft ends that was saved now."""
        return self._floor.above(now) + timedelta(days=self._policy(now).draft_days)


def take(connection: Connection, key: DraftKey, version: int, now: datetime) -> bool:
    """Delete the draft if it stands at `version`: of many callers at once, one gets True."""
    standing = (drafts.c.id == key.id, drafts.c.version == version, drafts.c.expires_at > now)
    return connection.execute(delete(drafts).where(*standing)).rowcount == 1


def purge(connection: Connection, now: datetime) -> int:
    """Delete the drafts that expired; give their number."""
    return connection.execute(delete(drafts).where(drafts.c.expires_at <= now)).rowcount
