"""The first page, the last page, and the way back in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.web.kit.app_context import app_context
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.safety_messages import SafetyNotices, default_region, plain_text, plain_words
from webapp.web.patient.delete_answers import start_draft
from webapp.web.patient.draft import current_draft, device_state, is_blank, is_persistent, wants_persistence
from webapp.web.patient.early_end import redirect_if_ended
from webapp.web.patient.flow import progress
from webapp.web.patient.flow_redirects import redirect_to_resume
from webapp.web.patient.submit import can_submit

bp = Blueprint("start", __name__)

ENDINGS = ("finished", "deleted", "left", "stopped")
"""Why somebody is on the last page: is done, deleted everything, comes back later, or may not go on."""


@bp.get("/")
def show() -> ResponseReturnValue:
    """What this is, how long it takes, what is kept."""
    return _page(TokenForm())


@bp.post("/start")
def begin() -> ResponseReturnValue:
    """Begin. A device that holds something already is asked: only a page that says "delete" deletes."""
    form = TokenForm()
    if not form.is_genuine():
        return _page(form, stale=True), 400
    if not device_state():
        return start_draft(keeps=wants_persistence())
    return redirect(url_for("start.resume" if is_blank() else "clearing.ask_begin"), 303)


@bp.get("/continue")
def resume() -> ResponseReturnValue:
    """Go on where this device stopped."""
    draft = current_draft()
    if draft.finished_at:
        return redirect(url_for("result.show"), 303)
    return redirect_if_ended(draft) or redirect_to_resume(draft)


@bp.get("/ended/<why>")
def ended(why: str) -> ResponseReturnValue:
    """Nothing is open on this device any more."""
    if why not in ENDINGS:
        raise NotFound
    return ended_page(why)


def ended_page(why: str, told: SafetyNotices | None = None) -> str:
    """The last page, with what cannot wait."""
    return render_template("patient/finished.html", why=why, told=told, numbers=default_region())


def _page(form: TokenForm, *, stale: bool = False) -> str:
    app = app_context()
    first = app.questionnaire.sections[0].id
    return render_template(
        "patient/start.html",
        form=form,
        stale=stale,
        held=device_state(),
        keeps=is_persistent(),
        minutes=progress(app.questionnaire, first).minutes,
        policy=app.policy,
        hands_over=can_submit(),
        disclaimer=plain_words("disclaimer"),
        words={key: plain_text(key) for key in ("start_title", "start_lead", "start_ready")},
    )
