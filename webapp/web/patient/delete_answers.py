"""Deleting: a page asks first, and knows what it deletes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context
from webapp.web.patient.draft import (
    clear_device,
    give_cookie,
    held,
    is_taken_along,
    keeps_here,
    marks_held,
    token_in_cookie,
)
from webapp.web.patient.draft_content import Filled
from webapp.web.patient.question_forms import TokenForm

bp = Blueprint("clearing", __name__)


@bp.get("/begin-again")
def ask_begin() -> ResponseReturnValue:
    """Ask before the answers on this device make room for new ones."""
    return _asking("clearing.begin") if held() else redirect(url_for("start.show"), 303)


@bp.post("/begin-again")
def begin() -> ResponseReturnValue:
    """Delete what this device holds, and begin."""
    return _sure("clearing.ask_begin") or begun(keeps=keeps_here())


@bp.get("/finish")
def ask_finish() -> ResponseReturnValue:
    """Ask before the only copy of a report is deleted."""
    return _asking("clearing.finish") if held() else redirect(url_for("start.show"), 303)


@bp.post("/finish")
def finish() -> ResponseReturnValue:
    """Let this device forget everything, and the server too, unless the clinic was sent it."""
    what = held()
    is_sure = request.form.get("do") == "delete" or what == "sent" or is_taken_along()
    asks = _sure("clearing.ask_finish")
    if asks or not is_sure:
        return asks or redirect(url_for("clearing.ask_finish"), 303)
    app_context().store.end_draft(token_in_cookie())
    why = "deleted" if what in ("draft", "finished") else "finished"
    return clear_device(redirect(url_for("start.ended", why=why), 303))


def begun(*, keeps: bool) -> Response:
    """A new draft in the place of what the device holds, which is deleted."""
    app = app_context()
    token = app.store.new_draft(Filled().content(), app.clock())  # first: without room, nothing ends
    app.store.end_draft(token_in_cookie())
    first = app.questionnaire.sections[0].id
    return give_cookie(redirect(url_for("sections.show", section=first), 303), token, keeps=keeps)


def _sure(asking: str) -> Response | None:
    """Where to ask, if the form was too old or made for other answers than are there now; else None."""
    if TokenForm().is_genuine() and request.form.get("which", "") == marks_held():
        return None
    return redirect(url_for(asking), 303)


def _asking(deletes: str) -> str:
    return render_template(
        "patient/delete_answers.html",
        form=TokenForm(),
        deletes=deletes,
        held=held(),
        is_taken=is_taken_along(),
        which=marks_held(),
    )
