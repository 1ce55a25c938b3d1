"""PDFs and files that leave the desk, each noted in the audit log."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.prints import submission_parts
from webapp.report.pool.pool import RenderBusy
from webapp.report.views.documents import DocumentView
from webapp.web.auth.guards import current_actor
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.exports import EXPORTS, exported
from webapp.web.kit.pdf_response import file_response, pdf_response

SHEET_NAMES = {
    "practitioner": "practitioner page",
    "report": "patient report",
    "patient": "patient's part of the report",
    "large": "large print",
    "plan": "plan",
    "plan-large": "plan in large print",
    "plan-copy": "practitioner's copy of the plan",
    "handout": "plan and report",
    "handout-large": "plan and report in large print",
}
"""The name of each sheet in the audit log."""


def print_response(
    made_of: DocumentView, name: str, references: Sequence[str], what: str
) -> ResponseReturnValue:
    """Return the PDF and log `what` was printed, or return a page that waits for a free renderer."""
    app = app_context()
    try:
        pdf = app.render_pool.pdf(made_of)
    except RenderBusy as busy:
        app.outage_log.record(busy)
        page = render_template("desk/wait.html", seconds=busy.retry_after)
        return page, 503, {"Retry-After": str(busy.retry_after)}
    app.store.submissions.record_printed(references, current_actor(), app.clock(), what)
    return pdf_response(pdf, name)


def order_print_job(sheet: str, references: Sequence[str]) -> str:
    """Order the same sheet of these submissions, to be rendered in parts. Return the id of the print job."""
    app, now = app_context(), app_context().clock()
    tasks = submission_parts(sheet, references, day_here(now))
    made = app.store.print_jobs.create(sheet, tasks, current_actor(), now)
    app.dispatcher.send([part.id for part in made.parts])
    return made.id


def export_response(references: Sequence[str], kind: str) -> ResponseReturnValue:
    """Return these submissions as a file, and note it in the audit log. Raise NotFound where none is left."""
    app, now = app_context(), app_context().clock()
    found = app.store.submissions.get_many(references, now)
    if not found:
        raise NotFound
    write, media_type, ending = EXPORTS[kind]
    text = write([exported(one) for one in found])
    app.store.submissions.record_exported([one.reference for one in found], current_actor(), now, kind)
    name = f"submission-{found[0].reference}" if len(found) == 1 else f"submissions-{day_here(now)}"
    return file_response(text.encode(errors="replace"), media_type, "attachment", f"{name}.{ending}")
