"""A day as somebody typed it."""

from datetime import date, timedelta

EDGE = timedelta(days=2)  # kept from the ends of the calendar, so that any time zone can be applied


def parse_day(typed: str) -> date | None:
    """Parse a date such as "2026-11-23"; return None for anything else, and for the ends of the calendar."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if date.min + EDGE < day < date.max - EDGE else None
