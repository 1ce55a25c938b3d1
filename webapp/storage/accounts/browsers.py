"""The browsers of one practitioner: where they are signed in, and where no second step is asked for."""

from __future__ import annotations

from sqlalchemy import Column, Connection, ForeignKey, Index, String, Table, delete

from webapp.storage.column_types import UtcTime
from webapp.storage.tables import metadata, signins

# A browser that is asked for no second step for a while. The id is made like that of a sign-in.
remembered = Table(
    "remembered",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("practitioner_id", ForeignKey("practitioners.id", ondelete="CASCADE"), nullable=False),
    Column("began_at", UtcTime, nullable=False),
    Index(None, "practitioner_id"),
)


def sign_out(connection: Connection, practitioner_id: int, but: str = "") -> None:
    """End every sign-in of this practitioner but that of one id, and remember no browser of theirs."""
    ended = delete(signins).where(signins.c.practitioner_id == practitioner_id)
    connection.execute(ended.where(signins.c.id != but))
    forget(connection, practitioner_id)


def forget(connection: Connection, practitioner_id: int) -> None:
    """Ask for the second step everywhere again."""
    connection.execute(delete(remembered).where(remembered.c.practitioner_id == practitioner_id))
