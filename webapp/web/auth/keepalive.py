"""Whether somebody is still there: asked by the script of signed-in pages."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.web.auth.guards import quiet, seconds_left, staff_only
from webapp.web.patient.question_forms import TokenForm

bp = Blueprint("presence", __name__, url_prefix="/presence")
staff_only(bp)


@bp.get("")
@quiet
def rest() -> ResponseReturnValue:
    """Tell how long the sign-in lasts if nobody does anything."""
    return {"seconds": seconds_left()}


@bp.post("")
def stay() -> ResponseReturnValue:
    """Count as somebody being there: to be asked is enough."""
    if not TokenForm().is_genuine():
        return {"seconds": 0}, 400
    return {"seconds": seconds_left()}
