"""Drafts: answers that are being given, readable only with the token in the patient's browser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update

from webapp.clinic import Policy
from webapp.storage.clock.tolerance import TimeFloor
from webapp.storage.counts.form_events import (
    AWAY,
    BEGUN,
    DONE,
    ENDED,
    FINISHED,
    LEFT,
    RETURNED,
    START,
    count_event,
    delete_left,
)
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
    """What a token derives to: the id of its row, which reveals nothing of it, and the seal of that row."""

    id: str
    seal: AesSeal

    def context(self, version: int) -> str:
        """Return what the content is bound to: its row and version."""
        return f"draft {self.id} {version}"


def draft_key(token: str, random_bytes: RandomBytes) -> DraftKey | None:
    """Derive the key of a draft. Return None for what cannot be a token."""
    secret = secret_of(token)
    if secret is None:
        return None
    seal = AesSeal(derive(secret, "draft key"), random_bytes)
    return DraftKey(derive(secret, "draft id", ID_BYTES).hex(), seal)


class Drafts:
    """The drafts of one database. Each lives for the policy's draft term, or to the end of its last save.

    What cannot be a token behaves like the token of a draft that is gone.
    """

    def __init__(
        self,
        database: Database,
        policy: Callable[[datetime], Policy],
        random_bytes: RandomBytes,
        *,
        limiter: DraftLimiter | None = None,
        floor: TimeFloor | None = None,
    ) -> None:
        self._database = database
        self._policy = policy
        self._random_bytes = random_bytes
        self._limiter = limiter or DraftLimiter(database)
        self._floor = floor or TimeFloor()

    def key(self, token: str) -> DraftKey | None:
        return draft_key(token, self._random_bytes)

    def create(self, content: Mapping[str, Any], now: datetime, *, is_counted: bool = True) -> str:
        """Store a new draft and return its token, which is not stored. Raise DraftLimitReached.

        With `is_counted`, it takes part in the counts of where people stop.
        """
        self._limiter.check_rate(now)
        token = new_token(self._random_bytes)
        self.create_for(token, content, now, is_counted=is_counted)
        return token

    def create_for(
        self, token: str, content: Mapping[str, Any], now: datetime, *, is_counted: bool = True
    ) -> DraftKey:
        self._limiter.check_disk()
        key = self.key(token)
        assert key is not None  # noqa: S101  we made it
        row = {"id": key.id, "version": 1, "sealed": seal_json(key.seal, content, key.context(1))}
        with self._database.writing() as connection:
            self._limiter.check_count(connection)
            stage = START if is_counted else None
            times = {"expires_at": self._end(now), "saved_at": self._floor.apply(now)}
            connection.execute(insert(drafts).values(**row, **times, stage=stage))
            if is_counted:
                count_event(connection, BEGUN, START, now)
        return key

    def open(self, token: str, now: datetime) -> StoredDraft | None:
        key = self.key(token)
        if key is None:
            return None
        query = select(drafts.c.version, drafts.c.sealed, drafts.c.expires_at)
        row = self._database.first(query.where(drafts.c.id == key.id, drafts.c.expires_at > now))
        if row is None:
            return None
        content = open_json(key.seal, row.sealed, key.context(row.version))
        return StoredDraft(content, row.version, row.expires_at)

    def save(
        self,
        token: str,
        version: int,
        content: Mapping[str, Any],
        now: datetime,
        end: datetime | None = None,
        *,
        stage: str = "",
    ) -> datetime | None:
        """Save over `version`, to live until `end` or for a whole term, and return when it ends.

        `stage` is the section that the answers have now reached, or FINISHED; "" for the same as before.
        Return None where somebody else saved or the draft is gone: open it again.
        """
        key = self.key(token)
        if key is None:
            return None
        sealed = seal_json(key.seal, content, key.context(version + 1))
        this = and_(drafts.c.id == key.id, drafts.c.version == version, drafts.c.expires_at > now)
        times = {"expires_at": end or self._end(now), "saved_at": self._floor.apply(now)}
        change = update(drafts).where(this).values(version=version + 1, sealed=sealed, **times)
        with self._database.writing() as connection:
            before = connection.execute(select(drafts.c.stage, drafts.c.saved_at).where(this)).first()
            stages = (before.stage, _stage_after(before.stage, stage)) if before else (None, None)
            if before is None or connection.execute(change.values(stage=stages[1])).rowcount != 1:
                return None
            _count_save(connection, stages, now, since=before.saved_at)
        return times["expires_at"]

    def delete(self, token: str, now: datetime, *, is_ended: bool = False) -> None:
        """Delete a draft and the reports made of it. `is_ended`: an answer ended the form."""
        key = self.key(token)
        if key is None:
            return
        with self._database.writing() as connection:
            delete_left(connection, drafts.c.id == key.id, now, ENDED if is_ended else LEFT)
            connection.execute(delete(reports).where(reports.c.draft_id == key.id))

    def lock(self, connection: Connection, key: DraftKey, now: datetime) -> bool:
        """Keep a draft from being deleted until the transaction ends. Return False where there is none."""
        query = select(drafts.c.id).where(drafts.c.id == key.id, drafts.c.expires_at > now)
        return connection.scalar(query.with_for_update()) is not None

    def _end(self, now: datetime) -> datetime:
        return self._floor.apply(now) + timedelta(days=self._policy(now).draft_days)


def delete_if_unchanged(connection: Connection, key: DraftKey, version: int, now: datetime) -> bool:
    """Delete the draft if it is at `version`, and count it as finished.

    Of many callers at the same time one gets True.
    """
    this = and_(drafts.c.id == key.id, drafts.c.version == version, drafts.c.expires_at > now)
    return delete_left(connection, this, now, DONE) == 1


def purge(connection: Connection, now: datetime) -> int:
    """Delete expired drafts, and return their number."""
    return delete_left(connection, drafts.c.expires_at <= now, now)


def _stage_after(before: str | None, stage: str) -> str | None:
    """Return the stage after a save: what is not counted stays so, and so does what is finished."""
    return before if before in (None, FINISHED) else stage or before


def _count_save(
    connection: Connection, stages: tuple[str | None, str | None], now: datetime, *, since: datetime | None
) -> None:
    """Count that somebody came back, so long `since` the save before, and that answers were finished."""
    before, reached = stages
    if before is None or before == FINISHED:
        return
    if since and now - since >= AWAY:
        count_event(connection, RETURNED, before, now)
    if reached == FINISHED:
        count_event(connection, DONE, before, now)
