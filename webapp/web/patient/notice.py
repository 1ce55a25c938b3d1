"""Messages that cannot wait: over the whole screen, right after the page that raised them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.kit.app_context import app_context
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.kiosk_session import READING, active_session, extend
from webapp.web.kit.safety_messages import notices_for
from webapp.web.patient.draft import Draft, current_draft, update_draft
from webapp.web.patient.flow_redirects import (
    SectionPage,
    continuing_section,
    redirect_after_save,
    section_page,
)
from webapp.web.patient.pending_notices import URGENT, pending_flags

bp = Blueprint("notice", __name__)


@bp.get("/notice")
def show() -> ResponseReturnValue:
    """The messages that were not shown yet."""
    draft = current_draft()
    flags = pending_flags(draft, continuing_section(_from(draft)))
    if not flags:
        return redirect(url_for("start.resume"), 303)
    if any(flag.tier in URGENT for flag in flags):
        _tell_the_desk()
    return render_template("patient/notice.html", form=TokenForm(), told=notices_for(draft.answers, flags))


def _from(draft: Draft) -> SectionPage:
    """The page that the person comes from: by default, the last. Raises NotFound."""
    last = draft.answers.questionnaire.sections[-1].id
    return section_page(request.args.get("section", last), destination=request.args.get("then", ""))


def _tell_the_desk() -> None:
    """On a kiosk: raise the flag at once, and let the message stay as long as it may take to read it."""
    here, now = active_session(), app_context().clock()
    if here:
        if here.kiosk.flagged_at is None:
            app_context().store.kiosks.flag(here.kiosk.id, now)
        extend(here, now + READING)


@bp.post("/notice")
def acknowledge() -> ResponseReturnValue:
    """They were read: go where the person was going, or stop here."""
    draft = current_draft()
    if not TokenForm().is_genuine():
        return redirect(request.full_path, 303)
    page = _from(draft)
    shown = tuple(flag.id for flag in pending_flags(draft, continuing_section(page)))
    saved = update_draft(draft.token, lambda content: content.with_acknowledged(shown))
    return redirect_after_save(page.after_button(request.form.get("do", "")), saved)
