"""Times in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import flask_babel

from webapp.web.parts import parts
from webapp.web.speech import gettext

MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)


def ago(then: datetime) -> str:
    """How long ago, for a week; then the date. Words of distance need no time zone, which nobody told us."""
    gone = parts().clock() - then
    if gone < MINUTE:
        return gettext("just now")
    return str(flask_babel.format_timedelta(-gone, add_direction=True)) if gone < WEEK else day(then)


def day(then: datetime) -> str:
    """The date, short enough for a table."""
    return str(flask_babel.format_date(then, "medium"))
