"""Two reports of one's own side by side, for patients: without an account, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request, session
from flask.typing import ResponseReturnValue

from webapp.exchange.record import ReaderBusy
from webapp.report.views.patient_view import patient_view
from webapp.report.views.prose import prose
from webapp.web.kit.app_context import UNREADABLE, app_context
from webapp.web.kit.body_limits import allow_larger_forms
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.pdf_response import render_pdf_response
from webapp.web.kit.rate_limit import MINUTE, client_network
from webapp.web.kit.safety_messages import messages, of_tier
from webapp.web.kit.uploads import (
    MAX_FORM_BYTES,
    SameReport,
    UploadRefused,
    comparison,
    in_order,
    read_uploads,
)

bp = Blueprint("changes", __name__, url_prefix="/compare")
allow_larger_forms(bp, MAX_FORM_BYTES)


@bp.get("")
def ask() -> ResponseReturnValue:
    """Two places for files."""
    return _page({})


@bp.post("")
def show() -> ResponseReturnValue:
    """What changed, on this page or as a PDF."""
    app = app_context()
    if not TokenForm().is_genuine():
        return _page({}, wrong="stale"), 400
    if not app.comparison_limit.hit(session["csrf_token"], app.clock(), client_network()):
        return _page({}, wrong="often"), 429, {"Retry-After": str(MINUTE.seconds)}
    try:
        two = read_uploads("old", "new")
        seen = comparison(*two, by_patient=True)
    except UploadRefused as refused:
        if not isinstance(refused, SameReport):
            _charge_unreadable()
        return _page(refused.problems), 422
    except ReaderBusy as busy:
        app.outage_log.record(busy)
        return _page({}, wrong="busy"), 503, {"Retry-After": str(busy.retry_after)}
    if request.form.get("do") == "pdf":
        days = [(each.when.told or each.when.day.isoformat()) for each in in_order(*two)]
        return render_pdf_response(seen, f"changes-{days[0]}-{days[1]}", "attachment")
    last = in_order(*two)[1]
    told = patient_view(last.assessment, last.occasion())
    support = messages(last.assessment, of_tier(last.assessment, "support"))
    return render_template(
        "patient/comparison.html", view=seen, last=told, support=support, disclaimer=prose(seen.disclaimer)
    )


def _charge_unreadable() -> None:
    """Count an unreadable file for several tries: it costs the most, and nobody sends many by mistake."""
    app, now = app_context(), app_context().clock()
    if any(file.filename for file in request.files.values()):
        app.comparison_limit.charge(session["csrf_token"], now, client_network(), UNREADABLE - 1)
        app.comparison_limit.record_failure(client_network(), now)


def _page(problems: Mapping[str, tuple[str, ...]], *, wrong: str = "") -> str:
    """`wrong` is "stale" (the form was too old), "often" (too many tries), "busy", or "" for none of them."""
    return render_template("patient/compare_reports.html", form=TokenForm(), problems=problems, wrong=wrong)
