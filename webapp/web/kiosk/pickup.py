"""Picking up a report with the patient's own phone, from the QR code on a kiosk's end screen.

The first phone that presses the button gets the report, and no other. It may download it again for some
minutes.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.report.pool.pool import RenderBusy
from webapp.storage import PICKUP_TERM, claimed_token
from webapp.web.kit import cookies
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.response_headers import NO_REFERRER
from webapp.web.patient.completed import DEFAULT_FILE, REPORT_FILES, CompletedAnswers

bp = Blueprint("pickup", __name__, url_prefix="/pick-up")
COOKIE = "phone"  # the cookie of the phone that picked up the report


@bp.get("/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Show a button only, as link previews must not pick up the report; afterwards, the files."""
    app = app_context()
    if app.store.pickups.get(token, app.clock()):
        return render_template("kiosk/pickup_ask.html", token_in_link=token), NO_REFERRER
    if _report_on_phone(token) is None:
        return _gone_page()
    name = request.args.get("name", "")
    begins = name if name in REPORT_FILES else ""
    return render_template("kiosk/pickup_taken.html", begins=begins, token_in_link=token), NO_REFERRER


@bp.post("/<token>")
@retry_form("pickup.ask")
def take(token: str) -> ResponseReturnValue:
    """Give the report to this phone and to no other."""
    app, name = app_context(), request.form.get("name", DEFAULT_FILE)
    response = redirect(url_for("pickup.ask", token=token, name=name), 303)
    if _report_on_phone(token):
        return response
    secret = app.store.pickups.claim(token, app.clock())
    return cookies.put(response, COOKIE, secret, PICKUP_TERM.seconds) if secret else _gone_page()


@bp.get("/<token>/<name>")
def file(token: str, name: str) -> ResponseReturnValue:
    """Return the report to the phone that picked it up."""
    if name not in REPORT_FILES:
        raise NotFound
    content = _report_on_phone(token)
    if content is None:
        return _gone_page()
    completed = CompletedAnswers.from_json(content)
    try:
        pdf = app_context().render_pool.pdf(completed.report(name))
    except RenderBusy as busy:
        app_context().outage_log.record(busy)
        page = render_template(
            "kiosk/pickup_wait.html", seconds=busy.retry_after, token_in_link=token, name=name
        )
        return page, 503, {"Retry-After": str(busy.retry_after), **NO_REFERRER}
    return completed.download(pdf, name)


def _report_on_phone(token: str) -> Mapping[str, Any] | None:
    """Return the JSON of the report that this phone picked up, or None, also when that is too long ago."""
    own = claimed_token(token, cookies.get(COOKIE))
    return app_context().store.pickups.get(own, app_context().clock()) if own else None


def _gone_page() -> ResponseReturnValue:
    return render_template("kiosk/pickup_gone.html"), 410, NO_REFERRER
