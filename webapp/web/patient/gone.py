"""The answer to a request for answers that are not there any more."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import draft_token, kiosk_request
from webapp.web.patient.draft import DraftGone, current_token, end_persistence


def handle_draft_gone(_error: DraftGone) -> ResponseReturnValue:
    """Redirect to the result of a draft that was sent, or to a kiosk's first screen; else say it is gone."""
    app = app_context()
    if kiosk_request() and not draft_token():
        return redirect(url_for("kiosk.show"), 303)
    if app.store.submissions.reference_by_draft(current_token(), app.clock()):
        return redirect(url_for("result.show"), 303)
    return end_persistence(make_response(gone_page()))


def gone_page() -> ResponseReturnValue:
    """Render why the answers are not here, and what to do."""
    return render_template("patient/gone.html", days=app_context().policy.draft_days), 410
