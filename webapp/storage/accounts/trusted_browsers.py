"""Trusted browsers: for a day after a full sign-in, they are asked for the password alone.

Only where the clinic's policy allows it. A new password, a reset, another phone and signing out everywhere
end it.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from webapp.storage.accounts.context import AccountContext
from webapp.storage.clock.tolerance import latest_plausible
from webapp.storage.crypto.tokens import TRUSTED_BROWSER, TokenIds, new_token
from webapp.storage.tables import remembered, signins

TERM = timedelta(days=1)


class TrustedBrowsers:
    """The trusted browsers of one database."""

    def __init__(self, context: AccountContext) -> None:
        self._database = context.database
        self._ids = TokenIds(context.blind, TRUSTED_BROWSER)
        self._random_bytes = context.random_bytes

    def trust(self, practitioner_id: int, now: datetime) -> str:
        """Return a token for the browser in which this practitioner has just given the second factor."""
        token = new_token(self._random_bytes)
        row = {"id": self._ids.digest(token), "practitioner_id": practitioner_id, "began_at": now}
        with self._database.writing() as connection:
            connection.execute(delete(remembered).where(remembered.c.began_at <= now - TERM))
            connection.execute(insert(remembered).values(**row))
        return token

    def is_trusted(self, practitioner_id: int, token: str, now: datetime) -> bool:
        """Return whether it is, and store its id under the newest key, so that older ones can be retired."""
        this = update(remembered).where(remembered.c.id.in_(self._ids.digests(token)))
        renewed = this.where(*_of(practitioner_id, now)).values(id=self._ids.digest(token))
        return self._database.execute(renewed) == 1

    def count(self, practitioner_id: int, now: datetime) -> int:
        query = select(func.count()).where(*_of(practitioner_id, now))
        return self._database.scalar(query) or 0

    def forget_all(self, practitioner_id: int) -> None:
        """Ask this practitioner for the second factor in every browser again."""
        with self._database.writing() as connection:
            forget_browsers(connection, practitioner_id)


def forget_browsers(connection: Connection, practitioner_id: int) -> None:
    """Delete the trusted browsers of a practitioner."""
    connection.execute(delete(remembered).where(remembered.c.practitioner_id == practitioner_id))


def sign_out(connection: Connection, practitioner_id: int, but: str = "") -> None:
    """Delete the sign-ins of a practitioner, except the one with the id `but`, and all trusted browsers."""
    ended = delete(signins).where(signins.c.practitioner_id == practitioner_id)
    connection.execute(ended.where(signins.c.id != but))
    forget_browsers(connection, practitioner_id)


def _of(practitioner_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    began = remembered.c.began_at
    is_current = began > now - TERM, began <= latest_plausible(now)
    return remembered.c.practitioner_id == practitioner_id, *is_current
