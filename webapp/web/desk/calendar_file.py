"""A visit as a file that calendars read (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Patient form//Visit//EN"  # no word about health: others may see the file
VISIT = timedelta(hours=1)  # how long a visit with a known time takes in the calendar


def visit_file(
    *, uid: str, start: date | datetime, made_at: datetime, summary: str, place: str, note: str
) -> bytes:
    """Return one event: the whole day, or an hour where the time is known.

    Times are written in UTC, so the file needs no rules of a time zone. A file that is made again replaces
    the event, because both have one `uid`.
    """
    # Imported here: it takes longer than the rest of the page, and few pages need it.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar, event = Calendar(), Event()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event.add("uid", uid)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("summary", summary)
    if isinstance(start, datetime):
        begins = start.astimezone(UTC)  # an hour by the clinic's clock is not one when clocks change
        event.add("dtstart", begins)
        event.add("dtend", begins + VISIT)
    else:
        event.add("dtstart", start)
    if place:
        event.add("location", place)
    event.add("description", note)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
