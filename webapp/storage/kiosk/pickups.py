"""Pick-ups: reports that wait some minutes for the patient's phone, and are given to one phone only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from webapp.storage.crypto.sealing import AesSeal, RandomBytes, derive, open_json, seal_json
from webapp.storage.crypto.tokens import join_tokens, new_token, secret_of, token_id
from webapp.storage.database import Database
from webapp.storage.tables import pickups

TERM = timedelta(minutes=10)
"""How long a report waits: time to find one's glasses, not to leave the phone with somebody."""

_CONTEXT = "pick-up"


class Pickups:
    """The pick-ups of one database. Each is sealed under its token, which is not stored."""

    def __init__(self, database: Database, random_bytes: RandomBytes) -> None:
        self._database = database
        self._random_bytes = random_bytes

    def create(self, token: str, content: Mapping[str, Any], now: datetime) -> None:
        self._database.execute(insert(pickups).values(**self._row(token, content, now)))

    def get(self, token: str, now: datetime) -> Mapping[str, Any] | None:
        """Return the content, or None where it was claimed or has expired."""
        query = select(pickups.c.sealed).where(pickups.c.id == _id(token), pickups.c.expires_at > now)
        sealed = self._database.scalar(query)
        return None if sealed is None else open_json(self._seal(token), sealed, _CONTEXT)

    def claim(self, token: str, now: datetime) -> str:
        """Give the content to one phone, and return a secret for it; "" where another phone was first.

        The content waits for TERM once more, under `claimed_token`, so that the phone can get both editions
        and repeat a failed download. The token alone opens nothing any more.
        """
        content = self.get(token, now)
        secret = new_token(self._random_bytes)
        this = delete(pickups).where(pickups.c.id == _id(token), pickups.c.expires_at > now)
        with self._database.writing() as connection:
            if content is None or connection.execute(this).rowcount != 1:
                return ""
            row = self._row(claimed_token(token, secret), content, now)
            connection.execute(insert(pickups).values(**row))
        return secret

    def _row(self, token: str, content: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        sealed = seal_json(self._seal(token), content, _CONTEXT)
        return {"id": _id(token), "sealed": sealed, "expires_at": now + TERM}

    def _seal(self, token: str) -> AesSeal:
        return AesSeal(derive(secret_of(token) or b"", "pick-up key"), self._random_bytes)


def claimed_token(token: str, secret: str) -> str:
    """Return the token of a report that a phone has claimed."""
    return join_tokens(token, secret)


def pickup_token(session_token: str) -> str:
    """Return the token of a kiosk session's report: always the same one, however often its page is shown."""
    return join_tokens(session_token, session_token)


def _id(token: str) -> str:
    return token_id(token, "pick-up id") or ""
