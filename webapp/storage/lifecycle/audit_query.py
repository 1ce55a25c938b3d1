"""Queries of the audit log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_

from webapp.storage.tables import audit


@dataclass(frozen=True)
class AuditQuery:
    """A query for entries about `subject`, by or about `person`, with certain actions, `until` not included.

    An empty field matches everything.
    """

    subject: str = ""
    person: str = ""
    actions: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        entry, conditions = audit.c, []
        if self.subject:
            conditions.append(entry.subject == self.subject)
        if self.person:
            conditions.append(or_(entry.actor == self.person, entry.subject == self.person))
        if self.actions:
            conditions.append(entry.action.in_(self.actions))
        if self.since:
            conditions.append(entry.at >= self.since)
        if self.until:
            conditions.append(entry.at < self.until)
        return conditions


ALL = AuditQuery()
