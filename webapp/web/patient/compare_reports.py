"""Comparing two of one's own reports: for patients, without an account; nothing is stored."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.exchange.record import ReaderBusy
from webapp.report.views.patient_view import patient_view
from webapp.report.views.prose import prose
from webapp.web.kit.app_context import app_context
from webapp.web.kit.body_limits import allow_larger_forms
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.pdf_response import render_pdf_response
from webapp.web.kit.rate_limit import MINUTE, RateLimit
from webapp.web.kit.safety_messages import flags_of_tier, messages_for
from webapp.web.kit.uploads import (
    MAX_FORM_BYTES,
    SameReport,
    UploadRefused,
    comparison,
    in_order,
    read_uploads,
)

bp = Blueprint("compare_reports", __name__, url_prefix="/compare")
allow_larger_forms(bp, MAX_FORM_BYTES)

COMPARISON_LIMIT = RateLimit("comparisons", each=10, together=60)
UNREADABLE = 3
"""Comparisons a minute by people without an account: on one device, and on all. One with a file that cannot
be read counts for several: it costs as much as a hundred others."""


@bp.get("")
def ask() -> ResponseReturnValue:
    """Show the form for two files."""
    return _page({})


@bp.post("")
@retry_form(lambda: _page({}, error="stale"))
def show() -> ResponseReturnValue:
    """Show what changed, on this page or as a PDF."""
    app = app_context()
    if not COMPARISON_LIMIT.hit():
        return _page({}, error="often"), 429, {"Retry-After": str(MINUTE.seconds)}
    try:
        uploads = read_uploads("old", "new")
        view = comparison(*uploads, by_patient=True)
    except UploadRefused as refused:
        if not isinstance(refused, SameReport):
            _charge_unreadable()
        return _page(refused.problems), 422
    except ReaderBusy as busy:
        app.outage_log.record(busy)
        return _page({}, error="busy"), 503, {"Retry-After": str(busy.retry_after)}
    if request.form.get("do") == "pdf":
        days = [one.answer_date.partial_date or one.answer_date.day.isoformat() for one in in_order(*uploads)]
        return render_pdf_response(view, f"changes-{days[0]}-{days[1]}", "attachment")
    last = in_order(*uploads)[1]
    result = patient_view(last.assessment, last.occasion())
    support = messages_for(last.assessment, flags_of_tier(last.assessment, "support"))
    return render_template(
        "patient/comparison.html", view=view, last=result, support=support, disclaimer=prose(view.disclaimer)
    )


def _charge_unreadable() -> None:
    """Charge an unreadable file as several tries: reading it costs the most."""
    if any(file.filename for file in request.files.values()):
        COMPARISON_LIMIT.charge(UNREADABLE - 1)
        COMPARISON_LIMIT.record_failure()


def _page(problems: Mapping[str, tuple[str, ...]], *, error: str = "") -> str:
    """Render the form. `error`: "stale" (the form was too old), "often" (too many tries), "busy" or ""."""
    return render_template("patient/compare_reports.html", problems=problems, error=error)
