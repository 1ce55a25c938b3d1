"""Print jobs: many submissions, rendered in parts, while a page shows the progress."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.prints import SHEETS
from webapp.prints.job_runner import MOST_BUNDLED
from webapp.storage import PrintJob
from webapp.web.auth.guards import current_actor, passive, require_practitioner
from webapp.web.desk.downloads import SHEET_NAMES
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.pdf_response import pdf_response
from webapp.web.kit.urls import is_cross_site

bp = Blueprint("print_jobs", __name__, url_prefix="/desk/prints")
require_practitioner(bp)


@bp.get("")
def recent() -> ResponseReturnValue:
    """List the print jobs that are still stored."""
    app = app_context()
    found = app.store.print_jobs.list_recent(tuple(SHEETS), app.clock())
    return render_template("desk/print_jobs.html", prints=found, most=MOST_BUNDLED)


@bp.get("/<print_id>")
def show(print_id: str) -> ResponseReturnValue:
    """Show the progress of a print job, and its files."""
    return _page(print_id)


@bp.get("/<print_id>/again")
@passive
def again(print_id: str) -> ResponseReturnValue:
    """Show the page to a browser without scripts, which reloads it by itself."""
    return _page(print_id)


@bp.get("/<print_id>/rows")
@passive
def rows(print_id: str) -> ResponseReturnValue:
    """Return the progress alone, for the script that replaces it in the page."""
    return render_template("desk/print_rows.html", print=_found(print_id), idle=_is_idle())


@bp.get("/<print_id>/<int(max=2147483647):number>")
def file(print_id: str, number: int) -> ResponseReturnValue:
    """Return one file. Opening it counts as printing every submission in it."""
    if is_cross_site():
        return redirect(url_for("print_jobs.show", print_id=print_id), 303)
    app, now = app_context(), app_context().clock()
    found, ready = _found(print_id), app.store.print_jobs.get_file(print_id, number, now)
    if ready is None:
        raise NotFound
    pdf, references = ready
    app.store.submissions.record_printed(references, current_actor(), now, SHEET_NAMES[found.what])
    return pdf_response(pdf, f"{found.what}-{day_here(found.made_at)}-{number}")


@bp.post("/<print_id>/end")
def end(print_id: str) -> ResponseReturnValue:
    """Delete a print job and its files."""
    app_context().store.print_jobs.delete(_found(print_id).id)
    return redirect(url_for("print_jobs.recent"), 303)


def _page(print_id: str) -> str:
    found = _found(print_id)
    if not found.is_finished:
        app_context().dispatcher.poke()
    return render_template("desk/print_job.html", print=found, idle=_is_idle())


def _is_idle() -> bool:
    app = app_context()
    return app.settings.queue and not app.store.health.report(app.clock()).workers


def _found(print_id: str) -> PrintJob:
    """Return a print job. Raise NotFound, also for one that the command ordered."""
    app = app_context()
    found = app.store.print_jobs.get(print_id, app.clock())
    if found is None or found.what not in SHEETS:
        raise NotFound
    return found
