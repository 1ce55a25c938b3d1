"""Reports that were made: kept for a short time, so that none is made twice.

Each is sealed under the key of its draft, which only the browser's token holds. What it was made of is in
the seal's context: a report of anything else does not open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, exists, insert, or_, select

from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.database import Database
from webapp.storage.patient.drafts import DraftKey
from webapp.storage.tables import drafts, reports, submissions

TERM = timedelta(hours=1)
"""From the result page to the printer at home. Whoever comes back later has it made again."""


@dataclass(frozen=True)
class ReportKey:
    """Which report: the name of its file, and the digest of all that it was made of."""

    name: str
    digest: str

    @property
    def context(self) -> str:
        return f"report {self.name} {self.digest}"


class StoredReports:
    """The reports of one database, the newest under each name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, key: DraftKey, mark: ReportKey, pdf: bytes, now: datetime) -> None:
        """Keep it in place of an older one; not where its draft or submission is gone meanwhile."""
        row = {"draft_id": key.id, "name": mark.name, "expires_at": now + TERM}
        row["sealed"] = key.seal.seal(pdf, mark.context)
        older = and_(reports.c.draft_id == key.id, reports.c.name == mark.name)
        with self._database.writing() as connection:
            if _is_owned(connection, key.id):
                connection.execute(delete(reports).where(or_(reports.c.expires_at <= now, older)))
                connection.execute(insert(reports).values(**row))

    def open(self, key: DraftKey, mark: ReportKey, now: datetime) -> bytes | None:
        query = select(reports.c.sealed).where(
            reports.c.draft_id == key.id, reports.c.name == mark.name, reports.c.expires_at > now
        )
        with self._database.reading() as connection:
            sealed = connection.scalar(query)
        try:
            return None if sealed is None else key.seal.open(sealed, mark.context)
        except SealBroken:  # it was made of something else
            return None


def purge(connection: Connection, now: datetime) -> None:
    """Delete what has outlived its hour, and what belongs to nobody any more."""
    owned = or_(
        exists().where(drafts.c.id == reports.c.draft_id),
        exists().where(submissions.c.draft_id == reports.c.draft_id),
    )
    connection.execute(delete(reports).where(or_(reports.c.expires_at <= now, ~owned)))


def _is_owned(connection: Connection, draft_id: str) -> bool:
    """Hold on to the owner until the transaction ends: whoever deletes it then finds the report, too."""
    rows = (
        select(drafts.c.id).where(drafts.c.id == draft_id),
        select(submissions.c.id).where(submissions.c.draft_id == draft_id),
    )
    return any(connection.scalar(row.with_for_update()) is not None for row in rows)
