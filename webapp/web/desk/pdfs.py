"""The desk's PDFs. Opening one counts as printing it."""

from functools import partial

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.prints import PLAN_SHEETS, SHEETS
from webapp.prints.job_runner import MOST_BUNDLED
from webapp.storage import is_proven_pair
from webapp.web.auth.guards import require_practitioner
from webapp.web.desk.downloads import SHEET_NAMES, print_response
from webapp.web.desk.follow_up_slip import follow_up_slip
from webapp.web.desk.submission_access import get_or_404, handle_damaged
from webapp.web.desk.visit_pair import comparison_of, open_two_visits
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.urls import is_cross_site

bp = Blueprint("pdfs", __name__, url_prefix="/desk")
require_practitioner(bp)
handle_damaged(bp)


@bp.before_request
def redirect_foreign_links() -> ResponseReturnValue | None:
    """Show the desk instead where another site led the browser here: opening counts as printing."""
    return redirect(url_for("submission_list.show"), 303) if is_cross_site() else None


@bp.get("/<reference>/print/<sheet>")
def one(reference: str, sheet: str) -> ResponseReturnValue:
    """Return one sheet of one submission."""
    if sheet not in {*SHEETS, *PLAN_SHEETS}:
        raise NotFound
    submission = get_or_404(reference)
    if sheet in PLAN_SHEETS and submission.plan is None:
        raise NotFound
    view = app_context().documents.sheet(sheet, submission, partial(follow_up_slip, submission))
    return print_response(view, f"{sheet}-{reference}", [reference], SHEET_NAMES[sheet])


@bp.get("/print/<sheet>")
def several(sheet: str) -> ResponseReturnValue:
    """Return the same sheet of several submissions, after a list of them."""
    app = app_context()
    submissions = app.store.submissions.get_many(request.args.getlist("r")[:MOST_BUNDLED], app.clock())
    if sheet not in SHEETS or not submissions:
        raise NotFound
    bundle = app.documents.bundle(sheet, submissions, day_here(app.clock()))
    references = [one.reference for one in submissions]
    return print_response(bundle, f"{sheet}-{len(references)}", references, SHEET_NAMES[sheet])


@bp.get("/<reference>/compare/<other>/print")
def comparison(reference: str, other: str) -> ResponseReturnValue:
    """Return the comparison of two visits that are proven to be of one patient."""
    old, new = open_two_visits(reference, other)
    if not is_proven_pair(old.visit, new.visit):
        raise NotFound
    references = [old.visit.reference, new.visit.reference]
    name = f"comparison-{'-'.join(references)}"
    return print_response(comparison_of(old, new), name, references, "comparison")
