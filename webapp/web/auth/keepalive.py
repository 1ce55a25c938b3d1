"""Whether somebody is still there: asked by the script of signed-in pages."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.web.auth.guards import passive, require_staff, seconds_left
from webapp.web.kit.csrf import retry_form

bp = Blueprint("presence", __name__, url_prefix="/presence")
require_staff(bp)


@bp.get("")
@passive
def session_status() -> ResponseReturnValue:
    """Tell how long the sign-in lasts if nobody does anything."""
    return {"seconds": seconds_left()}


@bp.post("")
@retry_form(lambda: ({"seconds": 0}, 400))
def extend_session() -> ResponseReturnValue:
    """Count as somebody being there: to be asked is enough."""
    return {"seconds": seconds_left()}
