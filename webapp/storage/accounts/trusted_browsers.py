"""Browsers in which somebody gave the second step and is asked for the password alone, for a day.

Only where the clinic allows it. A new password, a reset, another phone and signing out everywhere end it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select

from webapp.storage.accounts.browsers import forget, remembered
from webapp.storage.clock.skew import latest
from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.crypto.token_ids import REMEMBERED, TokenIds
from webapp.storage.crypto.tokens import new_token
from webapp.storage.database import Database

DAY = timedelta(days=1)


class TrustedBrowsers:
    """Those of one database."""

    def __init__(self, database: Database, blind: BlindIndex, random_bytes: RandomBytes) -> None:
        self._database = database
        self._ids = TokenIds(blind, REMEMBERED)
        self._random_bytes = random_bytes

    def remember(self, practitioner_id: int, now: datetime) -> str:
        """Give a token for the browser in which this practitioner just gave the second step."""
        token = new_token(self._random_bytes)
        row = {"id": self._ids.of(token), "practitioner_id": practitioner_id, "began_at": now}
        with self._database.writing() as connection:
            connection.execute(delete(remembered).where(remembered.c.began_at <= now - DAY))
            connection.execute(insert(remembered).values(**row))
        return token

    def knows(self, practitioner_id: int, token: str, now: datetime) -> bool:
        """Tell whether this practitioner gave the second step there within a day."""
        query = select(func.count()).where(remembered.c.id.in_(self._ids.each(token)))
        with self._database.reading() as connection:
            return bool(connection.scalar(query.where(*_theirs(practitioner_id, now))))

    def count(self, practitioner_id: int, now: datetime) -> int:
        """Give the number of browsers in which this practitioner is asked for the password alone."""
        query = select(func.count()).where(*_theirs(practitioner_id, now))
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def forget(self, practitioner_id: int) -> None:
        """Ask for the second step everywhere again."""
        with self._database.writing() as connection:
            forget(connection, practitioner_id)


def _theirs(practitioner_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """A browser that a clock which was ahead remembered is not believed."""
    began = remembered.c.began_at
    return remembered.c.practitioner_id == practitioner_id, began > now - DAY, began <= latest(now)
