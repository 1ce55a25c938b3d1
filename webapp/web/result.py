"""The result: on screen, and as a PDF to take along."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.assessment import Assessment, accept, assess
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.report.model import Occasion
from webapp.report.pool import RenderBusy
from webapp.report.view import view
from webapp.storage import Submission
from webapp.web.draft import DraftGone, clear_device, token_in_cookie
from webapp.web.forms import TokenForm
from webapp.web.parts import parts
from webapp.web.phrases import messages, of_tier

bp = Blueprint("result", __name__)

EDITIONS = {"report.pdf": "standard", "report-large-print.pdf": "large"}
"""The edition behind each address."""


@bp.get("/result")
def show() -> ResponseReturnValue:
    """What the answers say."""
    submission = _submission()
    assessment = _assessed(submission)
    kept_until = submission.submitted_at + timedelta(days=parts().settings.submission_days)
    return render_template(
        "result.html",
        form=TokenForm(),
        view=view(assessment, _occasion(submission)),
        support=messages(assessment.answers, of_tier(assessment.answers, "support")),
        kept_until=kept_until,
    )


@bp.get("/result/<name>")
def pdf(name: str) -> ResponseReturnValue:
    """The same on paper."""
    if name not in EDITIONS:
        raise NotFound
    submission = _submission()
    report = view(_assessed(submission), _occasion(submission, EDITIONS[name]))
    try:
        made = parts().render_pool.pdf(report)
    except RenderBusy as busy:
        page = render_template("wait.html", seconds=busy.retry_after)
        return page, 503, {"Retry-After": str(busy.retry_after)}
    return _download(made, f"gut-factors-{submission.reference}-{name}")


@bp.post("/finish")
def finish() -> ResponseReturnValue:
    """Let this device forget everything."""
    if not TokenForm().is_genuine():
        return redirect(url_for("result.show"), 303)
    return clear_device(redirect(url_for("start.ended", why="finished"), 303))


def _submission() -> Submission:
    """What this device sent. Raises DraftGone."""
    here = parts()
    found = here.store.submission_of(token_in_cookie(), here.clock())
    if found is None:
        raise DraftGone
    return found


def _assessed(submission: Submission) -> Assessment:
    return assess(accept(_questionnaire_of(submission), submission.answers))


def _questionnaire_of(submission: Submission) -> Questionnaire:
    """The version that was answered, which need not be today's."""
    here = parts()
    if submission.digest == here.questionnaire.digest:
        return here.questionnaire
    return load(here.store.questionnaire_text(submission.digest) or "")


def _occasion(submission: Submission, edition: str = "standard") -> Occasion:
    clinic = parts().clinic
    return Occasion(
        date=submission.submitted_at.date(),
        reference=submission.reference,
        clinic=clinic,
        language=clinic.language,
        edition=edition,
        paper=clinic.paper,
    )


def _download(made: bytes, name: str) -> Response:
    return Response(
        made, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
