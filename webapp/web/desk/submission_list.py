"""The desk: the list of submissions, newest first, and actions on several at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from webapp.prints import SHEETS
from webapp.prints.job_runner import MOST_BUNDLED
from webapp.storage import DESK_PAGE_SIZE, MAX_COUNTED, DeskPage
from webapp.web.auth.guards import current_actor, passive, require_practitioner
from webapp.web.desk.downloads import export_response, order_print_job
from webapp.web.desk.list_query import DAYS, FLAGS, TABS, ListQuery, current_list_query
from webapp.web.desk.search_encryption import encrypt_search
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.exports import EXPORTS
from webapp.web.kit.practitioner_names import practitioner_names
from webapp.web.kit.staff_forms import parse_whole

bp = Blueprint("submission_list", __name__, url_prefix="/desk")
require_practitioner(bp)

MOST_SELECTED = DESK_PAGE_SIZE  # submissions that can be selected: those of one page
MOST_ORDERED = 500  # submissions of one print job for a whole list: 25 files
CLOSE = "close"


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the list."""
    return _page()


@bp.get("/again")
@passive
def again() -> ResponseReturnValue:
    """Show the list to a browser without scripts, which reloads it by itself."""
    return _page()


@bp.get("/news")
@passive
def news() -> ResponseReturnValue:
    """Return a marker that changes when anything on the desk does."""
    app = app_context()
    return {"marker": app.store.desk.change_marker()}


@bp.get("/rows")
@passive
def rows() -> ResponseReturnValue:
    """Return the rows alone, for the script that replaces them in the page."""
    with app_context().store.shared_reading():
        return render_template("desk/rows.html", **_listed(current_list_query()))


@bp.post("/search")
def search() -> ResponseReturnValue:
    """Search for a name, a number or a reference, in every state."""
    find = encrypt_search(request.form.get("words", ""))
    return redirect(ListQuery("all" if find else "open", find).url(), 303)


@bp.post("/selected")
@retry_form(lambda: _page(problem="stale"))
def act() -> ResponseReturnValue:
    """Print, export or close the ticked submissions."""
    picked, button = request.form.getlist("pick")[:MOST_SELECTED], request.form.get("do", "")
    if "all" in request.form:
        picked, button = _all_listed(), request.form["all"]
    if not picked:
        return _page(problem="none"), 422
    if button == CLOSE:
        return _closed(picked)
    if button in EXPORTS:
        return export_response(picked, button)
    if button not in SHEETS:
        raise BadRequest
    if len(picked) > MOST_BUNDLED:
        return redirect(url_for("print_jobs.show", print_id=order_print_job(button, picked)), 303)
    return redirect(url_for("pdfs.several", sheet=button, r=picked), 303)


def _closed(picked: Sequence[str]) -> ResponseReturnValue:
    app = app_context()
    count = app.store.bulk.close(picked, current_actor(), app.clock())
    return redirect(current_list_query().url(done="closed", count=count), 303)


def _all_listed() -> list[str]:
    """Return the references of the whole list that the form belongs to, from its first page."""
    app, now = app_context(), app_context().clock()
    whole = replace(current_list_query(), before="")
    return app.store.desk.references(whole.desk_query(now, MOST_ORDERED), now)


def _page(problem: str = "") -> str:
    with app_context().store.shared_reading():
        return render_template(
            "desk/submission_list.html",
            problem=problem,
            most_bundled=MOST_BUNDLED,
            most_ordered=MOST_ORDERED,
            done=request.args.get("done", ""),
            count=parse_whole(request.args.get("count", "")) or 0,
            flags=FLAGS,
            days=DAYS,
            **_listed(current_list_query()),
        )


def _listed(listed: ListQuery) -> dict[str, object]:
    """Read what the rows show. The marker comes first: the browser takes later changes for news."""
    app, now = app_context(), app_context().clock()
    desk, query = app.store.desk, listed.desk_query(now)
    marker, counts, page = desk.change_marker(), desk.counts(now, query), desk.page(query, now)
    return {
        "list_query": listed,
        "marker": marker,
        "counts": {tab: _count(sum(counts[state] for state in states)) for tab, states in TABS.items()},
        "is_empty": not page.rows and not listed.is_narrowed and not sum(counts.values()),
        "page": page,
        "fresh": _newer(page),
        "flagged": [kiosk for kiosk in app.store.kiosks.list() if kiosk.flagged_at],
        "people": practitioner_names(),
    }


def _count(number: int) -> str:
    """Format a count; counting stops after MAX_COUNTED where submissions have to be decrypted."""
    return f"{MAX_COUNTED}+" if number > MAX_COUNTED else str(number)


def _newer(page: DeskPage) -> int:
    try:
        newest = datetime.fromisoformat(request.args.get("newest", ""))
    except ValueError:
        return 0
    if newest.tzinfo is None:
        return 0
    return sum(1 for row in page.rows if row.submitted_at > newest)
