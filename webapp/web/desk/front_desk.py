"""The front desk: the list of submissions without answers, and the reports released to it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.storage import DeskQuery
from webapp.web.auth.guards import require_staff
from webapp.web.desk.downloads import SHEET_NAMES, print_response
from webapp.web.desk.search_encryption import decrypt_search, encrypt_search
from webapp.web.desk.submission_access import get_or_404, handle_damaged
from webapp.web.kit.app_context import app_context
from webapp.web.kit.urls import is_cross_site

bp = Blueprint("front_desk", __name__, url_prefix="/front-desk")
require_staff(bp)
handle_damaged(bp)

SHEET = "report"  # the sheet that the front desk prints


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the list, newest first: codes, names, numbers and states."""
    app, now = app_context(), app_context().clock()
    find = request.args.get("find", "")
    words = decrypt_search(find)
    with app.store.shared_reading():
        page = app.store.desk.page(DeskQuery(words=words, before=request.args.get("before", "")), now)
        flagged = [kiosk for kiosk in app.store.kiosks.list() if kiosk.flagged_at]
    return render_template("desk/front_desk.html", page=page, flagged=flagged, words=words, find=find)


@bp.post("/search")
def search() -> ResponseReturnValue:
    """Search for a name, a number or a code."""
    find = encrypt_search(request.form.get("words", ""))
    return redirect(url_for("front_desk.show", find=find or None), 303)


@bp.get("/<reference>/report")
def report(reference: str) -> ResponseReturnValue:
    """Return a released report. Opening it counts as printing."""
    if is_cross_site():
        return redirect(url_for("front_desk.show"), 303)
    found = get_or_404(reference)
    if found.released_at is None:
        raise NotFound
    view = app_context().documents.sheet(SHEET, found)
    return print_response(view, f"{SHEET}-{reference}", [reference], SHEET_NAMES[SHEET])
