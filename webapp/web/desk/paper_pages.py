"""The pictures of a form on paper, for practitioners, where the clinic keeps them."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.paper.codes import MOST_PAGES
from webapp.web.auth.guards import current_actor, require_practitioner
from webapp.web.desk.list_query import current_list_query
from webapp.web.desk.submission_access import get_or_404, handle_damaged
from webapp.web.kit.app_context import app_context

bp = Blueprint("paper_pages", __name__, url_prefix="/desk/<reference>/paper")
require_practitioner(bp)
handle_damaged(bp)


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """Show all pages of the form. The audit log notes it."""
    app, submission = app_context(), get_or_404(reference)
    pages = app.store.paper_pages.view(reference, current_actor(), app.clock())
    if not pages:
        raise NotFound
    return render_template(
        "desk/paper_pages.html", submission=submission, pages=pages, list_query=current_list_query()
    )


@bp.get(f"/<int(max={MOST_PAGES}):page>.jpg")
def picture(reference: str, page: int) -> ResponseReturnValue:
    """Return the picture of one page."""
    app = app_context()
    found = app.store.paper_pages.picture(reference, page, current_actor(), app.clock())
    if found is None:
        raise NotFound
    return Response(found, mimetype="image/jpeg")
