"""The page from which managers reach what they alone look after."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.auth.guards import require_manager

bp = Blueprint("manage", __name__, url_prefix="/manage")
require_manager(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """List the pages with a line about each."""
    return render_template("admin/manage.html")
