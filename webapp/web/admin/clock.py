"""The clock of this machine, where it is in doubt: a warning, and a button that says it is right."""

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
    """Purge by the clock, after a manager looked at it and said that it is right."""
    app = app_context()
    if request.form.get("says") == says(app.store.clock_status(app.clock()).doubt):
        app.store.purge(app.clock(), current_actor(), is_right=True)
        return redirect(url_for("audit_log.show", done="clock"), 303)
    return redirect(url_for("audit_log.show"), 303)


def says(doubt: ClockDoubt | None) -> str:
    """Return the day that the clock shows: a manager agrees to this day only."""
    return f"{doubt.clock_time:%Y-%m-%d}" if doubt else ""
