"""The cache of finished reports, so that none is made twice within an hour.

Each report is sealed under the key of its draft, which only the browser's token opens. The digest of what it
was made of is bound to it: a report made of anything else does not open.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, exists, insert, or_, select

from webapp.storage.crypto.sealing import RandomBytes, SealBroken
from webapp.storage.database import Database
from webapp.storage.patient.drafts import draft_key
from webapp.storage.tables import drafts, reports, submissions

TERM = timedelta(hours=1)  # from the result page to the printer at home


@dataclass(frozen=True)
class ReportKey:
    """Which report: the name of its file, and the digest of all that it is made of."""

    name: str
    digest: str

    @property
    def context(self) -> str:
        return f"report {self.name} {self.digest}"


class StoredReports:
    """The reports of one database, the newest under each name."""

    def __init__(self, database: Database, random_bytes: RandomBytes) -> None:
        self._database = database
        self._random_bytes = random_bytes

    def save(self, token: str, report: ReportKey, pdf: bytes, now: datetime) -> None:
        """Store a report for a draft's token, unless its draft or submission is gone meanwhile."""
        key = draft_key(token, self._random_bytes)
        if key is None:
            return
        row = {"draft_id": key.id, "name": report.name, "expires_at": now + TERM}
        row["sealed"] = key.seal.seal(pdf, report.context)
        older = and_(reports.c.draft_id == key.id, reports.c.name == report.name)
        with self._database.writing() as connection:
            if _is_owned(connection, key.id):
                connection.execute(delete(reports).where(or_(reports.c.expires_at <= now, older)))
                connection.execute(insert(reports).values(**row))

    def get(self, token: str, report: ReportKey, now: datetime) -> bytes | None:
        """Return a stored report, if it was made of exactly what the key says."""
        key = draft_key(token, self._random_bytes)
        if key is None:
            return None
        query = select(reports.c.sealed).where(
            reports.c.draft_id == key.id, reports.c.name == report.name, reports.c.expires_at > now
        )
        sealed = self._database.scalar(query)
        try:
            return None if sealed is None else key.seal.open(sealed, report.context)
        except SealBroken:  # it was made of something else
            return None


def purge(connection: Connection, now: datetime) -> None:
    """Delete expired reports, and those whose draft or submission is gone."""
    owned = or_(
        exists().where(drafts.c.id == reports.c.draft_id),
        exists().where(submissions.c.draft_id == reports.c.draft_id),
    )
    connection.execute(delete(reports).where(or_(reports.c.expires_at <= now, ~owned)))


def _is_owned(connection: Connection, draft_id: str) -> bool:
    """Lock the owner until the transaction ends, so that a later deletion finds the report too."""
    rows = (
        select(drafts.c.id).where(drafts.c.id == draft_id),
        select(submissions.c.id).where(submissions.c.draft_id == draft_id),
    )
    return any(connection.scalar(row.with_for_update()) is not None for row in rows)
