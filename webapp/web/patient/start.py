"""The first page, the last page, and resuming."""

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.i18n import gettext
from webapp.web.kit.safety_messages import default_region, plain_text, plain_words
from webapp.web.patient.completion import can_submit
from webapp.web.patient.device_answers import device_state, is_blank, start_draft
from webapp.web.patient.draft import current_draft, end_persistence, has_persistent_cookie, wants_persistence
from webapp.web.patient.flow import progress
from webapp.web.patient.flow_redirects import redirect_if_ended, redirect_to_resume
from webapp.web.patient.language_change import redirect_from_language

bp = Blueprint("start", __name__)

ENDINGS = ("finished", "deleted", "left", "stopped")
"""Why the last page is shown: the patient is done, deleted everything, comes back later or may not go on."""


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show what this is, how long it takes and what is kept."""
    chosen, app = redirect_from_language(), app_context()
    if chosen:
        return chosen
    first, state = app.questionnaire.sections[0].id, device_state()
    page = render_template(
        "patient/start.html",
        device_state=state,
        keeps=has_persistent_cookie(),
        minutes=progress(app.questionnaire, first).minutes,
        policy=app.policy,
        can_submit=can_submit(),
        name_note=_name_note(),
        disclaimer=plain_words("disclaimer"),
        numbers=default_region(),
        words={key: plain_text(key) for key in ("start_title", "start_lead", "start_ready")},
    )
    return page if state else end_persistence(make_response(page))


@bp.post("/start")
@retry_form(show)
def begin() -> ResponseReturnValue:
    """Start a draft. Where this device holds answers, ask first: only a page that says "delete" deletes."""
    if not device_state():
        return start_draft(is_persistent=wants_persistence())
    return redirect(url_for("start.resume" if is_blank() else "delete_answers.ask_begin"), 303)


@bp.get("/continue")
def resume() -> ResponseReturnValue:
    """Redirect to where the patient stopped."""
    draft = current_draft()
    if draft.finished_at:
        return redirect(url_for("result.show"), 303)
    return redirect_if_ended(draft) or redirect_to_resume(draft)


@bp.get("/ended/<why>")
def ended(why: str) -> ResponseReturnValue:
    """Show the last page: no answers are open on this device any more, so the address has the language."""
    if why not in ENDINGS:
        raise NotFound
    asked = request.args.get("language")
    language = asked if asked in app_context().offered_editions else None
    g.language = language or g.language
    return render_template(
        "patient/finished.html", why=why, notices=None, numbers=default_region(), carried_language=language
    )


def _name_note() -> str:
    if not can_submit():
        return gettext("We do not ask for your name.")
    if app_context().policy.asks_person:
        return gettext("Your name is not needed. At the end you choose who gets your answers.")
    return gettext("We do not ask for your name. At the end you choose who gets your answers.")
