"""The clock of this machine, where it is in doubt: a warning, and a button that says it is right."""

from functools import partial

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.storage import ClockDoubt
from webapp.web.auth.guards import current_actor, require_manager
from webapp.web.kit.app_context import app_context

bp = Blueprint("clock", __name__, url_prefix="/log")
require_manager(bp)


def clock_doubt() -> ClockDoubt | None:
    """Return why nothing is deleted at present, or None."""
    app = app_context()
    return app.store.clock_status(app.clock()).doubt


@bp.post("/clock")
def believe() -> ResponseReturnValue:
    """Believe the clock, since a manager looked at it and said that it is right, and purge by it.

    The quarters that ended meanwhile are counted first. That takes seconds, or half a minute for thousands.
    """
    app = app_context()
    if request.form.get("says") == day_shown(app.store.clock_status(app.clock()).doubt):
        app.store.believe_clock(app.clock(), current_actor())
        app.quarter_counter.count_before(partial(app.store.purge, app.clock(), current_actor()))
        return redirect(url_for("audit_log.show", done="clock"), 303)
    return redirect(url_for("audit_log.show"), 303)


def day_shown(doubt: ClockDoubt | None) -> str:
    """Return the day that the clock shows: a manager agrees to this day only."""
    return f"{doubt.clock_time:%Y-%m-%d}" if doubt else ""
