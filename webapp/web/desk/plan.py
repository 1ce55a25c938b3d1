"""The plan of a submission: what was agreed. Every error page gives what was typed back."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from webapp.plan.typed import NOTHING, PlanProblem, PlanRefused, agree
from webapp.storage import KeyMissing, StoreUnavailable, Submission
from webapp.web.auth.guards import current_actor, current_practitioner, require_practitioner
from webapp.web.desk.list_query import current_list_query
from webapp.web.desk.plan_form import current_plan, plan_digest, render_plan, today, typed_plan
from webapp.web.desk.submission_access import handle_damaged, retry_on_conflict, view_or_404
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.error_handlers import handle_error
from webapp.web.kit.urls import is_cross_site

bp = Blueprint("plan", __name__, url_prefix="/desk/<reference>/plan")
require_practitioner(bp)
handle_damaged(bp)


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """Show what can be agreed, or what was."""
    submission = view_or_404(reference)
    assessment = app_context().documents.staff_assessment(submission, changes=True)
    return render_plan(submission, assessment, current_plan(submission.newest_plan, assessment))


@bp.post("")
@retry_form(lambda reference: _shown_again(view_or_404(reference)))
def save(reference: str) -> ResponseReturnValue:
    """Store the plan, unless somebody else changed it meanwhile."""
    return retry_on_conflict(reference, _saved)


def _unavailable(_error: StoreUnavailable | KeyMissing) -> ResponseReturnValue:
    """Keep what was typed while the store is unavailable and nobody can be identified."""
    return _unsaved(ServiceUnavailable())


handle_error(bp, StoreUnavailable, _unavailable)
handle_error(bp, KeyMissing, _unavailable)


@bp.errorhandler(NotFound)
def handle_gone(error: NotFound) -> ResponseReturnValue:
    """Show what was typed for a submission that was deleted or has expired."""
    return _unsaved(error)


def _saved(submission: Submission) -> ResponseReturnValue | None:
    app, now = app_context(), app_context().clock()
    assessment = app.documents.staff_assessment(submission, changes=True)
    typed = typed_plan(assessment)
    if plan_digest(submission) != request.form.get("was", ""):
        return render_plan(view_or_404(submission.reference), assessment, typed, conflict=True), 409
    try:
        plan = agree(typed, assessment, current_practitioner().name, now, today())
        if plan.is_empty and submission.newest_plan is None:
            raise PlanRefused({"changes": PlanProblem(NOTHING)})
    except PlanRefused as refused:
        return render_plan(view_or_404(submission.reference), assessment, typed, refused.problems), 422
    if not app.store.plans.save(submission.reference, submission.version, plan, current_actor(), now):
        return None
    done = "taken_back" if plan.is_empty else "saved"
    url = current_list_query().url_with_list("plan.show", reference=submission.reference, done=done)
    return redirect(url, 303)


def _shown_again(submission: Submission) -> str:
    assessment = app_context().documents.staff_assessment(submission, changes=True)
    return render_plan(submission, assessment, typed_plan(assessment))


def _unsaved(error: HTTPException) -> ResponseReturnValue:
    """Show what was typed again, but not what another site sent: it would speak in our name."""
    typed = request.form.items(multi=True) if not is_cross_site() else ()
    fields = [(name, text) for name, text in typed if name != "csrf_token"]
    page = render_template("desk/plan_unsaved.html", code=error.code, fields=fields)
    return page, error.code or ServiceUnavailable.code
