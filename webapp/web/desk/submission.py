"""One submission: its page, its state, and deleting it."""

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from webapp.storage import Person, SealBroken, Submission
from webapp.web.auth.guards import current_actor, require_practitioner
from webapp.web.desk.list_query import current_list_query
from webapp.web.desk.submission_access import (
    get_or_404,
    handle_damaged,
    normalise_reference,
    redirect_to_submission,
    retry_on_conflict,
    view_or_404,
)
from webapp.web.desk.submission_page import render_submission
from webapp.web.kit.app_context import app_context

bp = Blueprint("submission", __name__, url_prefix="/desk/<reference>")
require_practitioner(bp)
handle_damaged(bp)

CLOSE_NEXT = "close_next"
STATE_BUTTONS = {"close": "closed", CLOSE_NEXT: "closed", "reopen": "seen"}  # the state that each button sets


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """Show the practitioner's view. A new submission becomes seen."""
    return render_submission(view_or_404(reference))


@bp.post("/state")
def change_state(reference: str) -> ResponseReturnValue:
    """Close a submission, or reopen it."""
    button = request.form.get("do", "")
    if button not in STATE_BUTTONS:
        raise BadRequest
    return retry_on_conflict(reference, lambda submission: _moved(submission, button))


@bp.get("/delete")
def ask_delete(reference: str) -> ResponseReturnValue:
    """Show what would be lost, and ask for the reference."""
    return _asking(reference, "")


@bp.post("/delete")
def delete(reference: str) -> ResponseReturnValue:
    """Delete a submission for good, if its reference was typed."""
    app = app_context()
    if normalise_reference(request.form.get("typed", "")) != normalise_reference(reference):
        return _asking(reference, "mistyped"), 422
    delete_it = partial(app.store.submissions.delete, reference, current_actor(), app.clock())
    if not app.quarter_counter.count_before(delete_it):
        raise NotFound
    return redirect(url_for("submission_list.show", done="deleted"), 303)


def _moved(submission: Submission, button: str) -> ResponseReturnValue | None:
    app, now, listed = app_context(), app_context().clock(), current_list_query()
    reference, version, by = submission.reference, submission.version, current_actor()
    after = app.store.desk.neighbours(listed.desk_query(now), reference, now).after
    done = app.store.submissions.set_state(reference, version, STATE_BUTTONS[button], by, now)
    if not done:
        return None
    if button != CLOSE_NEXT:
        return redirect_to_submission(reference, button)
    if not after:
        return redirect(listed.url(done="closed_one"), 303)
    return redirect(listed.url_with_list("submission.show", reference=after, done="closed_before"), 303)


def _asking(reference: str, problem: str) -> str:
    """Render the form, also for a damaged submission. Raise NotFound."""
    try:
        person = get_or_404(reference).person
    except SealBroken:
        person = Person()
    return render_template("desk/delete.html", reference=reference, person=person, problem=problem)
