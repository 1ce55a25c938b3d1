"""Pick-ups: reports that wait some minutes for a patient's phone, and are given to one phone alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from webapp.storage.crypto.sealing import AesSeal, RandomBytes, derive, open_json, seal_json
from webapp.storage.crypto.tokens import joined, new_token, secret_of, token_id
from webapp.storage.database import Database
from webapp.storage.tables import pickups

TERM = timedelta(minutes=10)
"""How long a report waits: time to find one's glasses, not to leave the phone with somebody."""

_CONTEXT = "pick-up"


class Pickups:
    """The pick-ups of one database. Each is sealed under its token, which the server does not keep."""

    def __init__(self, database: Database, random_bytes: RandomBytes) -> None:
        self._database = database
        self._random_bytes = random_bytes

    def offer(self, token: str, content: Mapping[str, Any], now: datetime) -> None:
        """Let the content wait under a token."""
        with self._database.writing() as connection:
            connection.execute(insert(pickups).values(**self._row(token, content, now)))

    def of(self, token: str, now: datetime) -> Mapping[str, Any] | None:
        """Look at it; None for one that was taken, or is too old."""
        query = select(pickups.c.sealed).where(pickups.c.id == _id(token), pickups.c.expires_at > now)
        with self._database.reading() as connection:
            sealed = connection.scalar(query)
        return None if sealed is None else open_json(self._seal(token), sealed, _CONTEXT)

    def take(self, token: str, now: datetime) -> str:
        """Give it to one phone: a secret for it to hold; "" for all who come after, or too late.

        For the same time once more it waits under `phones_own`, for either edition and
        for downloads that fail. The token alone opens nothing from now on.
        """
        content = self.of(token, now)
        secret = new_token(self._random_bytes)
        this = delete(pickups).where(pickups.c.id == _id(token), pickups.c.expires_at > now)
        with self._database.writing() as connection:
            if content is None or connection.execute(this).rowcount != 1:
                return ""
            connection.execute(insert(pickups).values(**self._row(phones_own(token, secret), content, now)))
        return secret

    def _row(self, token: str, content: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        sealed = seal_json(self._seal(token), content, _CONTEXT)
        return {"id": _id(token), "sealed": sealed, "expires_at": now + TERM}

    def _seal(self, token: str) -> AesSeal:
        return AesSeal(derive(secret_of(token) or b"", "pick-up key"), self._random_bytes)


def phones_own(token: str, secret: str) -> str:
    """Give the token under which a report waits that a phone has taken."""
    return joined(token, secret)


def pickup_token(sitting: str) -> str:
    """Give the token under which the report of a sitting waits: the same each time its page is shown."""
    return joined(sitting, sitting)


def _id(token: str) -> str:
    return token_id(token, "pick-up id") or ""
