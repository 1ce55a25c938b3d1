"""The page with safety messages that cannot wait, right after the page that raised them."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.assessment.acknowledged import fingerprint_of, reading_of
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.kiosk_session import MESSAGE_TIME, active_session, extend
from webapp.web.kit.safety_messages import notices_for
from webapp.web.patient.draft import URGENT, Draft, current_draft, update_draft
from webapp.web.patient.flow_redirects import SectionPage, redirect_after_save, section_page

bp = Blueprint("notice", __name__)


@bp.get("/notice")
def show() -> ResponseReturnValue:
    """Show the messages that were not acknowledged yet."""
    draft = current_draft()
    flags = draft.pending_flags(_page_before(draft).continuing_section)
    if not flags:
        return redirect(url_for("start.resume"), 303)
    if any(flag.tier in URGENT for flag in flags):
        _flag_for_the_desk()
    return render_template(
        "patient/notice.html",
        notices=notices_for(draft.assessment, flags),
        shown=fingerprint_of(reading_of(flags, draft.answers)),
    )


def _page_before(draft: Draft) -> SectionPage:
    """Return the page that raised the messages; by default, the last section. Raise NotFound."""
    last = draft.answers.questionnaire.sections[-1].id
    return section_page(request.args.get("section", last), destination=request.args.get("then", ""))


def _flag_for_the_desk() -> None:
    """Flag it for the desk if this is a kiosk, and extend the session by the time to read the message."""
    session, now = active_session(), app_context().clock()
    if session:
        if session.kiosk.flagged_at is None:
            app_context().store.kiosks.raise_flag(session.kiosk.id, now)
        extend(session, now + MESSAGE_TIME)


@bp.post("/notice")
@retry_form(lambda: _show_again())  # noqa: PLW0108  defined below
def acknowledge() -> ResponseReturnValue:
    """Note that they were read, and redirect to where the patient was going, or to leaving.

    What another tab raised meanwhile was not shown here, so it is shown first.
    """
    draft = current_draft()
    page = _page_before(draft)
    reading = reading_of(draft.pending_flags(page.continuing_section), draft.answers)
    if request.form.get("read") == fingerprint_of(reading):
        draft = update_draft(draft.token, lambda content: content.with_acknowledged(reading))
    return redirect_after_save(page.after_button(request.form.get("do", "")), draft)


def _show_again() -> Response:
    current_draft()
    return redirect(request.full_path, 303)
