"""The page where an answer ends the questionnaire: why, and the way back to that answer."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import end_session, kiosk_request
from webapp.web.kit.safety_messages import messages_for
from webapp.web.patient.device_answers import device_fingerprint
from webapp.web.patient.draft import clear_device, current_draft, redirect_to_end
from webapp.web.patient.flow_redirects import change_links

bp = Blueprint("early_end", __name__)


@bp.get("/stopped")
def show() -> ResponseReturnValue:
    """Show why it ends. A slip of the finger can be corrected; only a button deletes."""
    draft = current_draft()
    flags = draft.raised("stop")
    if not flags:
        return redirect(url_for("start.resume"), 303)
    asked = draft.answers.questionnaire.rule_book.questions_of(flag.when for flag in flags)
    return render_template(
        "patient/early_end.html",
        messages=messages_for(draft.assessment, flags),
        changes=change_links(draft, asked, request.args.get("from", "on")),
        until=draft.expires_at,
        which=device_fingerprint(),
    )


@bp.post("/stopped")
def end() -> ResponseReturnValue:
    """Delete what was typed."""
    draft = current_draft()
    is_meant = request.form.get("which") == device_fingerprint()
    if not draft.raised("stop") or not is_meant:
        return redirect(url_for("early_end.show"), 303)
    app_context().store.drafts.delete(draft.token, app_context().clock(), is_ended=True)
    end_session()
    if kiosk_request():
        return clear_device(redirect(url_for("kiosk.show"), 303))
    return redirect_to_end("stopped")
