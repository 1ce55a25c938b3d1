"""Deleting: a page asks first, and knows what it deletes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context
from webapp.web.kit.forms import TokenForm
from webapp.web.patient.draft import (
    clear_device,
    current_token,
    device_fingerprint,
    device_state,
    is_downloaded,
    is_persistent,
    set_draft_cookie,
)
from webapp.web.patient.draft_content import DraftContent

bp = Blueprint("clearing", __name__)


@bp.get("/begin-again")
def ask_begin() -> ResponseReturnValue:
    """Ask before the answers on this device make room for new ones."""
    return _confirmation("clearing.begin") if device_state() else redirect(url_for("start.show"), 303)


@bp.post("/begin-again")
def begin() -> ResponseReturnValue:
    """Delete what this device holds, and begin."""
    return _redirect_unless_confirmed("clearing.ask_begin") or start_draft(keeps=is_persistent())


@bp.get("/finish")
def ask_finish() -> ResponseReturnValue:
    """Ask before the only copy of a report is deleted."""
    return _confirmation("clearing.finish") if device_state() else redirect(url_for("start.show"), 303)


@bp.post("/finish")
def finish() -> ResponseReturnValue:
    """Let this device forget everything, and the server too, unless the clinic was sent it."""
    what = device_state()
    is_sure = request.form.get("do") == "delete" or what == "sent" or is_downloaded()
    asks = _redirect_unless_confirmed("clearing.ask_finish")
    if asks or not is_sure:
        return asks or redirect(url_for("clearing.ask_finish"), 303)
    app_context().store.end_draft(current_token())
    why = "deleted" if what in ("draft", "finished") else "finished"
    return clear_device(redirect(url_for("start.ended", why=why), 303))


def start_draft(*, keeps: bool) -> Response:
    """A new draft in the place of what the device holds, which is deleted."""
    app = app_context()
    token = app.store.new_draft(DraftContent().to_json(), app.clock())  # first: without room, nothing ends
    app.store.end_draft(current_token())
    first = app.questionnaire.sections[0].id
    return set_draft_cookie(redirect(url_for("sections.show", section=first), 303), token, keeps=keeps)


def _redirect_unless_confirmed(asking: str) -> Response | None:
    """Where to ask, if the form was too old or made for other answers than are there now; else None."""
    if TokenForm().is_genuine() and request.form.get("which", "") == device_fingerprint():
        return None
    return redirect(url_for(asking), 303)


def _confirmation(deletes: str) -> str:
    return render_template(
        "patient/delete_answers.html",
        form=TokenForm(),
        deletes=deletes,
        held=device_state(),
        is_taken=is_downloaded(),
        which=device_fingerprint(),
    )
