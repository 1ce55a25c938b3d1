"""The result: on screen, and as a PDF to take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.assessment import Assessment, accept, assess
from webapp.clinic import Policy
from webapp.report.model import Occasion, ReportView
from webapp.report.pool import RenderBusy
from webapp.report.view import view
from webapp.storage import Submission
from webapp.web.draft import clear_device, held, sitting, token_in_cookie
from webapp.web.forms import TokenForm
from webapp.web.hand_over import is_offered
from webapp.web.judging import record_for
from webapp.web.parts import parts
from webapp.web.phrases import messages, of_tier
from webapp.web.versions import questionnaire_of

bp = Blueprint("result", __name__)

FILES = {
    "report.pdf": ("standard", True),
    "report-large-print.pdf": ("large", True),
    "report-paper-only.pdf": ("standard", False),
    "report-large-print-paper-only.pdf": ("large", False),
}
"""The edition behind each address, and whether the file carries the answers as data."""

FIRST = "report.pdf"
"""What nearly everybody takes along."""


@dataclass(frozen=True)
class Done:
    """Finished answers. `reference` is "" where nothing was sent; `until` is when this device loses them."""

    reference: str
    at: datetime
    until: datetime
    assessment: Assessment

    @property
    def was_sent(self) -> bool:
        return bool(self.reference)


@bp.get("/result")
def show() -> ResponseReturnValue:
    """What the answers say. The same on paper is begun meanwhile, to be there when it is asked for."""
    done = _done()
    if done is None:
        return redirect(url_for("start.resume"), 303)
    on_paper = _report(done, *FILES[FIRST])
    parts().ahead.begin(token_in_cookie(), FIRST, on_paper)
    return render_template(
        "result.html",
        form=TokenForm(),
        done=done,
        view=on_paper,
        support=messages(done.assessment.answers, of_tier(done.assessment.answers, "support")),
        policy=parts().policy,
        hands_over=is_offered(),
    )


@bp.get("/result/<name>")
def pdf(name: str) -> ResponseReturnValue:
    """The same on paper."""
    if name not in FILES:
        raise NotFound
    done = _done()
    if done is None:
        return redirect(url_for("start.resume"), 303)
    try:
        made = parts().ahead.pdf(token_in_cookie(), name, _report(done, *FILES[name]))
    except RenderBusy as busy:
        page = render_template("wait.html", seconds=busy.retry_after)
        return page, 503, {"Retry-After": str(busy.retry_after)}
    return _download(made, "-".join(filter(None, ("gut-factors", done.reference, name))))


@bp.post("/finish")
def finish() -> ResponseReturnValue:
    """Let this device forget everything, and the server too, unless the clinic was sent it."""
    if not TokenForm().is_genuine():
        return redirect(url_for("result.show"), 303)
    why = "deleted" if held() in ("draft", "finished") else "finished"
    parts().store.end_draft(token_in_cookie())
    return clear_device(redirect(url_for("start.ended", why=why), 303))


def _done() -> Done | None:
    """None: this device holds a draft that is not finished, or not any more. Raises DraftGone."""
    here = parts()
    sent = here.store.submission_of(token_in_cookie(), here.clock())
    if sent:
        return _sent(sent, here.policy)
    now = sitting()
    return Done("", now.finished_at, now.expires_at, assess(now.answers)) if now.finished_at else None


def _sent(sent: Submission, policy: Policy) -> Done:
    assessment = assess(accept(questionnaire_of(sent.digest), sent.answers))
    days = min(policy.draft_days, policy.submission_days)
    return Done(sent.reference, sent.submitted_at, sent.submitted_at + timedelta(days=days), assessment)


def _report(done: Done, edition: str, has_record: bool) -> ReportView:
    occasion = _occasion(done, edition)
    record = record_for(done.assessment, occasion, done.at) if has_record else None
    return view(done.assessment, occasion, record)


def _occasion(done: Done, edition: str) -> Occasion:
    clinic = parts().clinic
    return Occasion(
        date=done.at.date(),
        reference=done.reference,
        clinic=clinic,
        language=clinic.language,
        edition=edition,
        paper=clinic.paper,
    )


def _download(made: bytes, name: str) -> Response:
    return Response(
        made, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
