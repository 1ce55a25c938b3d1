"""Times below zero, and reviews that come too late."""

from calendar import monthrange

from webapp.workbench.lint.context import LintContext

MONTHS = {"review_due": 12, "urgent_review_due": 6}
"""By when the content is reviewed, and by when the messages of tiers 1 and 2, after the day of signing."""


def check_limits(ctx: LintContext) -> None:
    """Refuse sections that take less than no time, and days of review that are too late."""
    for section in ctx.document.sections:
        if section.table.minutes < 0:
            ctx.note((*section.path, "minutes"), "below-zero", "no section takes less than 0 minutes")
    head = ctx.document.head
    if head is None or not head.signed_off:
        return
    for key, months in MONTHS.items():
        latest = _months_after(head.signed_off, months)
        if getattr(head, key) > latest:
            message = f'a review comes at most {months} months after "signed_off": by {latest}'
            ctx.note((key,), "late-review", message, getattr(head, key))


def _months_after(day: str, months: int) -> str:
    """Return the same day (ISO 8601) so many months later; the last of a month that is shorter."""
    year, month, date = map(int, day.split("-"))
    years, place = divmod(month - 1 + months, 12)
    last = monthrange(year + years, place + 1)[1]
    return f"{year + years:04}-{place + 1:02}-{min(date, last):02}"
