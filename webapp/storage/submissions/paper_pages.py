"""Pictures of the pages of a form on paper, sealed beside its answers where the policy keeps them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, false, insert, select

from webapp.storage.submissions.encryption import NewSubmission
from webapp.storage.submissions.unit_of_work import SubmissionContext, Transaction
from webapp.storage.tables import paper_pages, submissions

LOOKED = "looked at the paper"

PICTURES_AFTER_PAGE = timedelta(seconds=30)
"""Pictures that are fetched so soon after the page that shows them are one act with it."""


class PaperPages:
    """The pictures of one database. They are written with their submission, and go with it."""

    def __init__(self, context: SubmissionContext) -> None:
        self._context = context

    def list(self, reference: str, now: datetime) -> tuple[int, ...]:
        """Return the numbers of the pages that are kept."""
        with self._context.reading(now) as tx:
            return _pages(tx, reference)

    def view(self, reference: str, by: str, now: datetime) -> tuple[int, ...]:
        """Return the numbers of the pages for somebody who looks at all of them, and log it."""
        with self._context.writing(now) as tx:
            pages = _pages(tx, reference)
            if pages:
                tx.audit(by, LOOKED, reference)
        return pages

    def picture(self, reference: str, page: int, by: str, now: datetime) -> bytes | None:
        """Return one page as JPEG, or None. Log it where `view` did not just before. Raise SealBroken."""
        with self._context.writing(now) as tx:
            kept = _kept(tx, reference).where(paper_pages.c.page == page)
            row = tx.connection.execute(kept).first()
            if row is not None:
                unlogged = tx.not_acted_on(by, [reference], now - PICTURES_AFTER_PAGE, LOOKED)
                tx.audit_each(by, LOOKED, unlogged)
        return None if row is None else self._context.cipher.picture(row)


def write_pages(tx: Transaction, draft_id: str, new: NewSubmission) -> None:
    """Write the pictures of a new submission, unless the policy keeps none."""
    if not (tx.policy.stores_pictures and new.pictures):
        return
    seal = tx.context.cipher.seal_picture
    rows = [
        {"draft_id": draft_id, "page": page, "sealed": seal(draft_id, page, picture)}
        for page, picture in new.pictures.items()
    ]
    tx.connection.execute(insert(paper_pages), rows)


def purge(tx: Transaction) -> int:
    """Delete all pictures where the policy keeps none, and return how many there were."""
    return 0 if tx.policy.stores_pictures else tx.connection.execute(delete(paper_pages)).rowcount


def _pages(tx: Transaction, reference: str) -> tuple[int, ...]:
    pages = _kept(tx, reference).with_only_columns(paper_pages.c.page)
    return tuple(tx.connection.scalars(pages.order_by(paper_pages.c.page)))


def _kept(tx: Transaction, reference: str) -> Select[Any]:
    """Return the query for the pages of a submission: none where it has expired or the policy keeps none."""
    of_submission = paper_pages.join(submissions, submissions.c.draft_id == paper_pages.c.draft_id)
    these = select(paper_pages).select_from(of_submission).where(submissions.c.reference == reference)
    return these.where(tx.not_expired if tx.policy.stores_pictures else false())
