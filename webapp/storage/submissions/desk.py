"""The desk: what practitioners see of the submissions, and do with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, select, update

from webapp.storage.submissions.desk_query import Listing
from webapp.storage.submissions.desk_rows import EVERYTHING, DeskPage, DeskQuery, Neighbours
from webapp.storage.submissions.encryption import MAX_NOTES, STATES, Submission, SubmissionNote
from webapp.storage.submissions.print_jobs import forget_the_gone
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import audit, reports, submissions

# The acts after which the list may show something else.
_NEWS = (
    "sent", "opened", "marked", "printed", "wrote a note", "deleted", "linked", "unlinked", "purged",
    "restored", "raised a flag", "took down a flag", "took in", "named", "released", "took back",
)  # fmt: skip


AFTER_AN_ACT = timedelta(seconds=30)
"""So long after an act a page is taken for the one that it leads to."""


class Desk:
    """The desk of one database. Whoever does something is `by`, and each act is in the audit.

    What has outlived its term is not there. A `version` that is not the one that stands changes nothing.
    """

    def __init__(self, keeping: SubmissionContext) -> None:
        self._keeping = keeping
        self._listing = Listing(keeping)

    def page(self, query: DeskQuery, now: datetime) -> DeskPage:
        return self._listing.page(query, now)

    def counts(self, now: datetime, query: DeskQuery = EVERYTHING) -> Mapping[str, int]:
        """Give how many submissions there are in each state, of those that a query means in any."""
        return self._listing.counts(query, now)

    def neighbours(self, query: DeskQuery, reference: str, now: datetime) -> Neighbours:
        """Give which submissions stand before and after this one in the list of a query."""
        return self._listing.neighbours(query, reference, now)

    def references(self, query: DeskQuery, now: datetime) -> list[str]:
        """Give those of a whole list that open, as far as the query's size goes."""
        return self._listing.references(query, now)

    def marker(self, now: datetime) -> str:
        """Give a mark that changes whenever a row of the list does."""
        newest = select(audit.c.number).where(audit.c.action.in_(_NEWS)).order_by(audit.c.number.desc())
        with self._keeping.database.reading() as connection:
            return str(connection.scalar(newest.limit(1)) or 0)

    def open(self, reference: str, now: datetime) -> Submission | None:
        """Give a submission to a page that acts on it; to be read by somebody, `look` at it."""
        with self._keeping.reading(now) as at:
            return self._keeping.opened(at.row(reference))

    def several(self, references: Sequence[str], now: datetime) -> tuple[Submission, ...]:
        """Give them in the order asked for, without those that are not there, or damaged."""
        query = select(submissions).where(submissions.c.reference.in_(references))
        with self._keeping.reading(now) as at:
            found = {row.reference: row for row in at.connection.execute(query.where(at.living))}
        there = (found[reference] for reference in references if reference in found)
        return tuple(one for one in map(self._keeping.opened_or_none, there) if one)

    def look(self, reference: str, by: str, now: datetime) -> Submission | None:
        """Open a submission for somebody to read: a new one becomes seen.

        The page shown right after an act of the same person adds no entry of its own.
        """
        new = (submissions.c.reference == reference, submissions.c.state == "new")
        seen = {"state": "seen", "seen_by": by, "seen_at": now}
        with self._keeping.changing(now) as at:
            at.connection.execute(update(submissions).where(*new, at.living).values(**seen))
            row = at.row(reference)
            if row is not None and not at.acted(by, reference, now - AFTER_AN_ACT):
                at.tell(by, "opened", reference)
        return self._keeping.opened(row)

    def mark(self, reference: str, version: int, state: str, by: str, now: datetime) -> bool:
        """Give it another state. Raises ValueError for a state that there is not."""
        if state not in STATES:
            raise ValueError(f"there is no state {state!r}")
        values = {"state": state, **({"printed_at": now} if state == "printed" else {})}
        with self._keeping.changing(now) as at:
            done = change(at, reference, version, values)
            if done:
                at.tell(by, "marked", reference, state=state)
        return done

    def write_note(self, reference: str, version: int, text: str, by: str, now: datetime) -> bool:
        """Put the text in place of the note that stands, which is kept among the earlier ones."""
        envelopes = self._keeping.envelopes
        with self._keeping.changing(now) as at:
            row = at.row(reference)
            if row is None:
                return False
            notes = (SubmissionNote(text, by, now), *envelopes.notes(row))[:MAX_NOTES]
            sealed = envelopes.sealed_note(row.draft_id, reference, notes)
            done = change(at, reference, version, {"sealed_note": sealed})
            if done:
                at.tell(by, "wrote a note", reference)
        return done

    def delete(self, reference: str, by: str, now: datetime) -> bool:
        """Delete it for good, and what is left of it in the files."""
        this = delete(submissions).where(submissions.c.reference == reference)
        with self._keeping.changing(now) as at:
            draft_id = at.connection.scalar(this.where(at.living).returning(submissions.c.draft_id))
            if draft_id:
                at.connection.execute(delete(reports).where(reports.c.draft_id == draft_id))
                forget_the_gone(at.connection)
                at.tell(by, "deleted", reference)
        if draft_id:
            self._keeping.database.forget_deleted()
        return draft_id is not None

    def printed(self, references: Sequence[str], by: str, now: datetime, what: str) -> None:
        """Say that each of them was printed, and as what. Those that are closed stay closed."""
        state = case((submissions.c.state == "closed", "closed"), else_="printed")
        with self._keeping.changing(now) as at:
            there = _there(at, references)
            these = update(submissions).where(submissions.c.reference.in_(there))
            at.connection.execute(these.values(state=state, printed_at=now))
            for reference in there:
                at.tell(by, "printed", reference, what=what)

    def exported(self, references: Sequence[str], by: str, now: datetime, what: str) -> None:
        """Say that each of them left the house, and as what."""
        with self._keeping.changing(now) as at:
            for reference in _there(at, references):
                at.tell(by, "exported", reference, what=what)


def change(at: Transaction, reference: str, version: int, values: Mapping[str, Any]) -> bool:
    """Change a submission if it stands at this version, and count the change."""
    this = (submissions.c.reference == reference, submissions.c.version == version)
    change = update(submissions).where(*this, at.living)
    return at.connection.execute(change.values(**values, version=version + 1)).rowcount == 1


def _there(at: Transaction, references: Sequence[str]) -> list[str]:
    """Those of them that are there, each once, in the order given."""
    query = select(submissions.c.reference).where(submissions.c.reference.in_(references))
    there = set(at.connection.scalars(query.where(at.living)))
    return [reference for reference in dict.fromkeys(references) if reference in there]
