"""What a practitioner must know about the review of the content that was answered."""

from datetime import date

from webapp.questionnaire.review import Review
from webapp.report.times import date_words
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.i18n import gettext, localizer


def review_remark(review: Review) -> str:
    """Say that a review is overdue; "" where none is."""
    if not review.is_overdue(day_here(app_context().clock()).isoformat()):
        return ""
    due = date_words(date.fromisoformat(review.next_due), localizer())
    return gettext(
        "The content behind this page was to be reviewed by %(day)s. That is overdue: check it against "
        "current guidelines before you rely on it.",
        day=due,
    )
