"""Deleting the answers on this device. A page asks first, and names the answers that it deletes."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.patient.device_answers import (
    device_fingerprint,
    device_state,
    draft_invitation,
    is_downloaded,
    start_draft,
)
from webapp.web.patient.draft import current_token, has_persistent_cookie, redirect_to_end

bp = Blueprint("delete_answers", __name__)


@bp.get("/begin-again")
def ask_begin() -> ResponseReturnValue:
    """Ask before a new draft replaces the answers on this device."""
    return _confirmation("delete_answers.begin") if device_state() else redirect(url_for("start.show"), 303)


@bp.post("/begin-again")
@retry_form("delete_answers.ask_begin")
def begin() -> ResponseReturnValue:
    """Delete the answers on this device, and start a new draft."""
    asks = _redirect_unless_confirmed("delete_answers.ask_begin")
    return asks or start_draft(is_persistent=has_persistent_cookie())


@bp.get("/finish")
def ask_finish() -> ResponseReturnValue:
    """Ask before the only copy of a report is deleted."""
    return _confirmation("delete_answers.finish") if device_state() else redirect(url_for("start.show"), 303)


@bp.post("/finish")
@retry_form("delete_answers.ask_finish")
def finish() -> ResponseReturnValue:
    """Delete the answers from this device, and from the server unless they were submitted."""
    what = device_state()
    is_sure = request.form.get("do") == "delete" or what == "sent" or is_downloaded()
    asks = _redirect_unless_confirmed("delete_answers.ask_finish")
    if asks or not is_sure:
        return asks or redirect(url_for("delete_answers.ask_finish"), 303)
    app_context().store.drafts.delete(current_token(), app_context().clock())
    why = "deleted" if what in ("draft", "finished") else "finished"
    return redirect_to_end(why)


def _redirect_unless_confirmed(asking: str) -> Response | None:
    """Redirect to the question if the form was made for other answers than are here now."""
    if request.form.get("which", "") == device_fingerprint():
        return None
    return redirect(url_for(asking), 303)


def _confirmation(deletes: str) -> str:
    return render_template(
        "patient/delete_answers.html",
        deletes=deletes,
        device_state=device_state(),
        is_downloaded=is_downloaded(),
        which=device_fingerprint(),
        is_invited=bool(draft_invitation()),
    )
