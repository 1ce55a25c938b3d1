"""What is looked for in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_

from webapp.storage.tables import audit


@dataclass(frozen=True)
class AuditQuery:
    """Entries about `subject`, of or about `person`, of certain actions, from `since` to before `until`.

    What is empty is not asked for.
    """

    subject: str = ""
    person: str = ""
    actions: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What must hold for an entry."""
        entry, asked = audit.c, []
        if self.subject:
            asked.append(entry.subject == self.subject)
        if self.person:
            asked.append(or_(entry.actor == self.person, entry.subject == self.person))
        if self.actions:
            asked.append(entry.action.in_(self.actions))
        if self.since:
            asked.append(entry.at >= self.since)
        if self.until:
            asked.append(entry.at < self.until)
        return asked


ALL = AuditQuery()
