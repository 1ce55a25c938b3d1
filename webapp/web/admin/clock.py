"""Where the clock of this machine is not believed: what pages say, and a manager says that it is right."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.storage import ClockDoubt
from webapp.web.auth.guards import current_practitioner, require_manager
from webapp.web.kit.app_context import app_context

bp = Blueprint("clock", __name__, url_prefix="/log")
require_manager(bp)


def clock_doubt() -> ClockDoubt | None:
    """Why nothing is deleted at present; None where all is well."""
    app = app_context()
    return app.store.clock_status(app.clock()).doubt


@bp.post("/clock")
def believe() -> ResponseReturnValue:
    """Delete what is past its term by the clock that a manager looked at, and said is right."""
    app = app_context()
    if request.form.get("says") == says(app.store.clock_status(app.clock()).doubt):
        app.store.purge(app.clock(), current_practitioner().actor, is_right=True)
        return redirect(url_for("log.show", done="clock"), 303)
    return redirect(url_for("log.show"), 303)


def says(doubt: ClockDoubt | None) -> str:
    """The day that the clock shows: what a manager agrees to, and nothing that it shows later."""
    return f"{doubt.clock_time:%Y-%m-%d}" if doubt else ""
