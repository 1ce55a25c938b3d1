"""What other programs of the clinic fetch, each with a token that a manager made."""

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from webapp.report.pool.pool import RenderBusy
from webapp.storage import ApiToken, SealBroken, Submission
from webapp.web.kit.app_context import app_context
from webapp.web.kit.audience import mark_staff_page
from webapp.web.kit.error_handlers import handle_error
from webapp.web.kit.exports import EXPORTS, exported
from webapp.web.kit.pdf_response import file_response, pdf_response
from webapp.web.kit.rate_limit import MINUTE, RateLimit

ROOT = "/api/"
bp = Blueprint("api", __name__, url_prefix=f"{ROOT}submissions/<reference>")

LIMIT = RateLimit("api", each=120, together=600)
"""Requests a minute: of one token, and of all."""

API_ERRORS = {
    404: "there is nothing at this address",
    405: "nothing can be sent to this address, only fetched (GET)",
    503: "the server cannot answer just now",
}
"""The messages of errors that concern no submission, by status code."""

SCOPES = {"api.about": "", "api.report": "report", "api.answers": "answers", "api.fhir": "answers"}
"""What a token must be for, by endpoint; "" for any."""


@bp.before_request
def require_token() -> ResponseReturnValue | None:
    """Answer requests without a token that is for this page, and those that are too many."""
    typed = _typed_token()
    if not LIMIT.hit(typed):
        return {"error": "too many requests"}, 429, {"Retry-After": str(MINUTE.seconds)}
    token = app_context().store.api_tokens.use(typed, app_context().clock())
    if token is None:
        LIMIT.record_failure()
        return {"error": "send a token that is valid"}, 401, {"WWW-Authenticate": "Bearer"}
    scope = SCOPES[request.endpoint or ""]
    if scope and scope not in token.scopes:
        return {"error": f"this token is not for the {scope}"}, 403
    g.api_token = token
    mark_staff_page()  # in the clinic's language, whatever the program accepts
    return None


def _typed_token() -> str:
    """Return the token that the program sent, "" for none.

    Werkzeug's own reading (`request.authorization`) fails for some headers that are not ASCII.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


@bp.get("")
def about(reference: str) -> ResponseReturnValue:
    """Return whose submission it is, by clinic number, and when it came in. There is no name in it."""
    found = _found(reference)
    if found is None:
        return _missing()
    _record(found, "about")
    return {
        "reference": found.reference,
        "submitted_at": found.submitted_at.isoformat(),
        "channel": found.channel,
        "number": found.person.number,
    }


@bp.get("/report.pdf")
def report(reference: str) -> ResponseReturnValue:
    """Return the patient's report."""
    found = _found(reference)
    if found is None:
        return _missing()
    try:
        pdf = app_context().render_pool.pdf(app_context().documents.sheet("report", found))
    except RenderBusy as busy:
        return {"error": "busy"}, 503, {"Retry-After": str(busy.retry_after)}
    _record(found, "pdf")
    return pdf_response(pdf, f"report-{found.reference}")


@bp.get("/answers.json")
def answers(reference: str) -> ResponseReturnValue:
    """Return answers and findings as JSON, as the desk exports them."""
    return _export(reference, "json")


@bp.get("/answers.fhir.json")
def fhir(reference: str) -> ResponseReturnValue:
    """Return answers and findings as a FHIR Bundle, as the desk exports them."""
    return _export(reference, "fhir")


def _damaged(broken: SealBroken) -> ResponseReturnValue:
    """Say that a submission does not open."""
    if not broken.reference:
        raise broken
    app_context().outage_log.record(broken)
    return {"error": "this submission is damaged and does not open"}, 500


handle_error(bp, SealBroken, _damaged)


def is_api_request() -> bool:
    """Return whether another program waits for the answer: at these addresses, also where nothing is."""
    return f"{request.path}/".startswith(ROOT)


def _export(reference: str, kind: str) -> ResponseReturnValue:
    found = _found(reference)
    if found is None:
        return _missing()
    write, media_type, ending = EXPORTS[kind]
    text = write([exported(found)])
    _record(found, kind)
    name = f"submission-{found.reference}.{ending}"
    return file_response(text.encode(errors="replace"), media_type, "attachment", name)


def _found(reference: str) -> Submission | None:
    return app_context().store.submissions.get(reference, app_context().clock())


def _record(found: Submission, what: str) -> None:
    token: ApiToken = g.api_token
    app = app_context()
    app.store.submissions.record_exported([found.reference], token.actor, app.clock(), what)


def _missing() -> ResponseReturnValue:
    return {"error": "there is no such submission, or not any more"}, 404
