"""The private note of a submission. Every error page gives the typed text back."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from webapp.localization.typed_text import is_text, without_unseen
from webapp.storage import KeyMissing, StoreUnavailable, Submission
from webapp.web.auth.guards import current_actor, require_practitioner
from webapp.web.desk.submission_access import (
    handle_damaged,
    redirect_to_submission,
    retry_on_conflict,
    text_digest,
    view_or_404,
)
from webapp.web.desk.submission_page import render_submission
from webapp.web.kit.app_context import app_context
from webapp.web.kit.body_limits import WITH_A_PICTURE, allow_larger_forms
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.error_handlers import handle_error
from webapp.web.kit.urls import is_cross_site

bp = Blueprint("note", __name__, url_prefix="/desk/<reference>/note")
allow_larger_forms(bp, WITH_A_PICTURE)
require_practitioner(bp)
handle_damaged(bp)

LONGEST_NOTE = 10_000  # characters: some pages


@bp.post("")
@retry_form(lambda reference: render_submission(view_or_404(reference), typed=_typed(), problem="stale"))
def save(reference: str) -> ResponseReturnValue:
    """Store the note, unless somebody else changed it meanwhile."""
    typed = _typed()
    if len(typed) > LONGEST_NOTE:
        return render_submission(view_or_404(reference), typed=typed, problem="long"), 422
    return retry_on_conflict(reference, lambda submission: _kept(submission, typed))


def _unavailable(_error: StoreUnavailable | KeyMissing) -> ResponseReturnValue:
    """Show the typed note while the store is unavailable and nobody can be identified."""
    return _unsaved(ServiceUnavailable())


handle_error(bp, StoreUnavailable, _unavailable)
handle_error(bp, KeyMissing, _unavailable)


@bp.errorhandler(NotFound)
def handle_gone(error: NotFound) -> ResponseReturnValue:
    """Show the typed note of a submission that was deleted or has expired."""
    return _unsaved(error)


def _unsaved(error: HTTPException) -> ResponseReturnValue:
    """Show the typed note, but not one that another site sent: it would speak in our name."""
    is_ours = not is_cross_site()
    page = render_template(
        "desk/unsaved.html",
        code=error.code,
        typed=_typed() if is_ours else "",
        was=request.form.get("was", "") if is_ours else "",
    )
    return page, error.code or ServiceUnavailable.code


def _kept(submission: Submission, typed: str) -> ResponseReturnValue | None:
    reference = submission.reference
    if text_digest(submission.note) != request.form.get("was", ""):
        return render_submission(view_or_404(reference), typed=typed, problem="changed"), 409
    app = app_context()
    done = app.store.submissions.add_note(reference, submission.version, typed, current_actor(), app.clock())
    return redirect_to_submission(reference, "note") if done else None


def _typed() -> str:
    text = request.form.get("note", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    seen = without_unseen(text)
    return "".join(sign if is_text(sign) or sign in "\n\t" else "\N{REPLACEMENT CHARACTER}" for sign in seen)
