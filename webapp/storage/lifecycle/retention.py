"""How long submissions are kept: decided at each query, by the policy that applies then."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, true

from webapp.clinic import Policy
from webapp.storage.tables import submissions

# With the policy "until printed", a misprint can be printed again on the same day.
DAY_AFTER_PRINTING = timedelta(days=1)


def not_expired(policy: Policy, now: datetime) -> ColumnElement[bool]:
    """Return the condition for submissions within their retention period."""
    if policy.keeps_nothing:
        return false()
    kept = submissions.c.submitted_at > now - timedelta(days=policy.submission_days)
    if not policy.until_printed:
        return kept
    printed_at = submissions.c.printed_at
    return and_(kept, or_(printed_at.is_(None), printed_at > now - DAY_AFTER_PRINTING))


def expired(policy: Policy, now: datetime) -> ColumnElement[bool]:
    """Return the condition for submissions past their retention period."""
    if policy.keeps_nothing:
        return true()
    old = outlived(policy, now)
    if not policy.until_printed:
        return old
    return or_(old, submissions.c.printed_at <= now - DAY_AFTER_PRINTING)


def outlived(policy: Policy, now: datetime) -> ColumnElement[bool]:
    """Return the condition for submissions older than the policy's number of days."""
    return submissions.c.submitted_at <= now - timedelta(days=policy.submission_days)
