"""What leaves the desk: sheets for the printer, and files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.exchange import ExportedSubmission, as_csv, as_csv_in_words, as_fhir_text, as_json_text
from webapp.report.pool.pool import RenderBusy
from webapp.report.times import zone_of
from webapp.report.views.documents import DocumentView
from webapp.report.views.practice_view import channel_words
from webapp.storage import Submission
from webapp.web.auth.guards import current_practitioner
from webapp.web.desk.judging import assessed
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here

SHEET_NAMES = {"practitioner": "practitioner page", "report": "patient report", "large": "large print"}
"""What the log calls each sheet."""


def _fhir(records: Sequence[ExportedSubmission]) -> str:
    app = app_context()
    return as_fhir_text(records, base_url=app.settings.fhir_base, recorded=app.clock())


def _in_words(records: Sequence[ExportedSubmission]) -> str:
    """Write the table that people read: times by the clinic's clock, and channels in words."""
    zone = zone_of(app_context().clinic)
    return as_csv_in_words(
        [
            replace(one, submitted_at=one.submitted_at.astimezone(zone), channel=channel_words(one.channel))
            for one in records
        ]
    )


EXPORTS: Mapping[str, tuple[Callable[[Sequence[ExportedSubmission]], str], str, str]] = {
    "csv": (as_csv, "text/csv", "csv"),
    "words": (_in_words, "text/csv", "words.csv"),
    "json": (as_json_text, "application/json", "json"),
    "fhir": (_fhir, "application/fhir+json", "fhir.json"),
}
"""How each file is written, what it is, and how its name ends."""


def print_response(
    made_of: DocumentView, name: str, references: Sequence[str], what: str
) -> ResponseReturnValue:
    """The PDF, marked and noted as printed once there is one; or a page to wait on."""
    app = app_context()
    try:
        pdf = app.render_pool.pdf(made_of)
    except RenderBusy as busy:
        app.outage_log.record(busy)
        page = render_template("desk/wait.html", seconds=busy.retry_after)
        return page, 503, {"Retry-After": str(busy.retry_after)}
    app.store.desk.printed(references, current_practitioner().actor, app.clock(), what)
    return pdf_response(pdf, name)


def pdf_response(pdf: bytes, name: str) -> Response:
    """A PDF that opens in the browser."""
    return _file(pdf, "application/pdf", "inline", f"{name}.pdf")


def unsaved_pdf_response(
    made_of: DocumentView, name: str, disposition: str = "inline"
) -> ResponseReturnValue:
    """The PDF of what is kept nowhere. Raises RenderBusy."""
    return _file(app_context().render_pool.pdf(made_of), "application/pdf", disposition, f"{name}.pdf")


def export_response(references: Sequence[str], kind: str) -> ResponseReturnValue:
    """A file of these submissions, noted in the log. Raises NotFound where none of them is there."""
    app, now = app_context(), app_context().clock()
    found = app.store.desk.several(references, now)
    if not found:
        raise NotFound
    write, media_type, ending = EXPORTS[kind]
    text = write([_record(one) for one in found])
    app.store.desk.exported([one.reference for one in found], current_practitioner().actor, now, kind)
    name = f"submission-{found[0].reference}" if len(found) == 1 else f"submissions-{day_here(now)}"
    return _file(text.encode(errors="replace"), media_type, "attachment", f"{name}.{ending}")


def _record(submission: Submission) -> ExportedSubmission:
    reference, at, channel = submission.reference, submission.submitted_at, submission.channel
    return ExportedSubmission(reference, at, channel, assessed(submission), submission.told)


def _file(data: bytes, media_type: str, disposition: str, name: str) -> Response:
    """A response under a name that tells of nobody."""
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return Response(data, mimetype=media_type, headers=headers)
