"""Until when submissions are kept: judged when asked, by the policy that stands."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, true

from webapp.clinic import Policy
from webapp.storage.tables import submissions

# With "until printed": a misprint can still be printed anew the same day.
DAY_AFTER_PRINTING = timedelta(days=1)


def living(policy: Policy, now: datetime) -> ColumnElement[bool]:
    """Hold for the submissions that are within their term."""
    if policy.keeps_nothing:
        return false()
    kept = submissions.c.submitted_at > now - timedelta(days=policy.submission_days)
    if not policy.until_printed:
        return kept
    printed_at = submissions.c.printed_at
    return and_(kept, or_(printed_at.is_(None), printed_at > now - DAY_AFTER_PRINTING))


def gone(policy: Policy, now: datetime) -> ColumnElement[bool]:
    """Hold for all others."""
    if policy.keeps_nothing:
        return true()
    old = outlived(policy, now)
    if not policy.until_printed:
        return old
    return or_(old, submissions.c.printed_at <= now - DAY_AFTER_PRINTING)


def outlived(policy: Policy, now: datetime) -> ColumnElement[bool]:
    """Hold for the submissions that were kept for as many days as the policy says."""
    return submissions.c.submitted_at <= now - timedelta(days=policy.submission_days)
