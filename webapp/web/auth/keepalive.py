"""Whether somebody is still there, as the script of staff pages asks."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.web.auth.guards import passive, require_staff, seconds_left
from webapp.web.kit.csrf import retry_form

bp = Blueprint("keepalive", __name__, url_prefix="/presence")
require_staff(bp)


@bp.get("")
@passive
def session_status() -> ResponseReturnValue:
    """Return how long the sign-in lasts without use."""
    return {"seconds": seconds_left()}


@bp.post("")
@retry_form(lambda: ({"seconds": 0}, 400))
def extend_session() -> ResponseReturnValue:
    """Extend the sign-in: every request that is not passive does."""
    return {"seconds": seconds_left()}
