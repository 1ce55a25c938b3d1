"""The result: on screen, and as a PDF."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.report.pool.pool import RenderBusy
from webapp.report.views.model import ReportView
from webapp.web.kit.answered_language import stay_in_language_of
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import moment, whole_day
from webapp.web.kit.i18n import gettext, ngettext
from webapp.web.kit.kiosk_session import current_kiosk
from webapp.web.kit.response_headers import FRAMED, FRAMING
from webapp.web.kit.safety_messages import flags_of_tier, messages_for
from webapp.web.patient.completed import (
    DEFAULT_FILE,
    PAPER_FILE,
    REPORT_FILES,
    CompletedAnswers,
    completed_answers,
)
from webapp.web.patient.completion import can_submit
from webapp.web.patient.device_answers import device_fingerprint, mark_downloaded
from webapp.web.patient.draft import current_token
from webapp.web.patient.kiosk_end_screen import end_screen

bp = Blueprint("result", __name__)

ON_PAPER = {"standard": PAPER_FILE, "large": "report-large-print-paper-only.pdf"}
"""The file of each edition for a printer: paper carries no data."""


@bp.get("/result")
def show() -> ResponseReturnValue:
    """Show the result, and start to render its PDF. On a kiosk, show the end screen."""
    completed = completed_answers()
    if completed is None:
        return redirect(url_for("start.resume"), 303)
    stay_in_language_of(completed.assessment.questionnaire)
    if current_kiosk():
        return end_screen(completed), {"Content-Security-Policy": FRAMING}
    report = completed.report(DEFAULT_FILE)
    app_context().report_prerenderer.begin(current_token(), DEFAULT_FILE, report)
    return render_template(
        "patient/result.html",
        which=device_fingerprint(),
        completed=completed,
        view=report,
        next_step=_next_step(report),
        is_hardly_answered=2 * len(report.undecided) > len(report.glance),
        download_note=_download_note(completed),
        support=messages_for(completed.assessment, flags_of_tier(completed.assessment, "support")),
        policy=app_context().policy,
        read_until=completed.at + timedelta(days=app_context().policy.submission_days),
        can_submit=can_submit(),
    )


def _next_step(view: ReportView) -> str:
    """Return what to do first, for somebody who reads no further."""
    tier = view.safety[0].tier if view.safety else ""
    if tier == "1":
        return gettext("Next: do what the first box below says, now.")
    if tier == "2":
        return ngettext(
            "%(action)s: the box below says why.",
            "%(action)s: the first box below says why.",
            len(view.safety),
            action=view.safety[0].heading,
        )
    if tier:
        return gettext("Next: read the box below. Then see your practitioner.")
    return gettext("Next: talk it over with your practitioner.")


def _download_note(completed: CompletedAnswers) -> str:
    policy, date = app_context().policy, whole_day(completed.until)
    if policy.keeps_nothing:
        return gettext(
            "You can get it here until %(moment)s. Then your answers are deleted. "
            "This clinic keeps none of them: take the file along, or send it to them yourself.",
            moment=moment(completed.until),
        )
    if completed.was_sent and policy.until_printed:
        return gettext(
            "You can get it here until the day after the clinic printed it, and until %(date)s at most.",
            date=date,
        )
    return gettext("You can get it here until %(date)s.", date=date)


@bp.get("/result/paper/<edition>")
def paper(edition: str) -> ResponseReturnValue:
    """Return the report for the printer beside a kiosk. A frame of the end screen prints it."""
    device, completed = current_kiosk(), completed_answers()
    if device is None or completed is None or not device.config.offers_print or edition not in ON_PAPER:
        raise NotFound
    name = ON_PAPER[edition]
    pdf_bytes = app_context().report_prerenderer.pdf(current_token(), name, completed.report(name))
    headers = {"Content-Disposition": "inline", "Content-Security-Policy": FRAMED}
    return Response(pdf_bytes, mimetype="application/pdf", headers=headers)


@bp.get("/result/<name>")
def pdf(name: str) -> ResponseReturnValue:
    """Return the report as a PDF."""
    if name not in REPORT_FILES:
        raise NotFound
    completed = completed_answers()
    if completed is None:
        return redirect(url_for("start.resume"), 303)
    try:
        pdf_bytes = app_context().report_prerenderer.pdf(current_token(), name, completed.report(name))
    except RenderBusy as busy:
        app_context().outage_log.record(busy)
        page = render_template("site/wait.html", seconds=busy.retry_after)
        return page, 503, {"Retry-After": str(busy.retry_after)}
    mark_downloaded()
    return completed.download(pdf_bytes, name)
