"""The front desk: who sent answers, and in which state they are. Nothing of the answers."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.storage import DeskQuery
from webapp.web.inside import staff_only
from webapp.web.parts import parts

bp = Blueprint("front_desk", __name__, url_prefix="/front-desk")
staff_only(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """The list, newest first: codes, names, numbers and states."""
    here, now = parts(), parts().clock()
    page = here.store.desk.page(DeskQuery(before=request.args.get("before", "")), now)
    flagged = [kiosk for kiosk in here.store.kiosks.all() if kiosk.flagged_at]
    return render_template("front_desk/list.html", page=page, flagged=flagged)
