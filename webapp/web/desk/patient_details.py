"""The name and number of a submission, and its release to the front desk."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from webapp.storage import Person, Submission
from webapp.web.auth.guards import current_actor, require_practitioner
from webapp.web.desk.submission_access import (
    handle_damaged,
    person_digest,
    redirect_to_submission,
    retry_on_conflict,
    view_or_404,
)
from webapp.web.desk.submission_page import render_submission
from webapp.web.kit.app_context import app_context
from webapp.web.kit.person_fields import typed_person

bp = Blueprint("patient_details", __name__, url_prefix="/desk/<reference>")
require_practitioner(bp)
handle_damaged(bp)

RELEASE = {"release": True, "take_back": False}


@bp.post("/person")
def name(reference: str) -> ResponseReturnValue:
    """Store the name and the number, unless somebody else changed them meanwhile."""
    return retry_on_conflict(reference, lambda submission: _named(submission, typed_person()))


@bp.post("/release")
def release(reference: str) -> ResponseReturnValue:
    """Release the patient's report to the front desk, or take the release back."""
    do = request.form.get("do", "")
    if do not in RELEASE:
        raise BadRequest
    return retry_on_conflict(reference, lambda submission: _released(submission, do))


def _named(submission: Submission, person: Person) -> ResponseReturnValue | None:
    if person_digest(submission.person) != request.form.get("was", ""):
        return render_submission(view_or_404(submission.reference), person=person, problem="person"), 409
    app, reference, version = app_context(), submission.reference, submission.version
    done = app.store.submissions.set_person(reference, version, person, current_actor(), app.clock())
    return redirect_to_submission(reference, "named") if done else None


def _released(submission: Submission, do: str) -> ResponseReturnValue | None:
    app, handling, version = app_context(), app_context().store.submissions, submission.version
    by, now = current_actor(), app.clock()
    done = handling.set_released(submission.reference, version, by, now, is_released=RELEASE[do])
    return redirect_to_submission(submission.reference, do) if done else None
