"""The end screen of a kiosk: the reference, and the ways to get the report. Then the wipe."""

from flask import render_template, url_for

from webapp.report.charts.qr import qr_code
from webapp.storage import pickup_token
from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import active_session, finish_questions, page_kiosk_request
from webapp.web.kit.safety_messages import flags_of_tier, messages_for
from webapp.web.patient.completed import PAPER_FILE, CompletedAnswers


def end_screen(completed: CompletedAnswers) -> str:
    """Render the page. When it is first shown, its time starts, and the report waits for a phone."""
    active = active_session()
    assert active is not None  # noqa: S101  only a kiosk with a session gets here
    token = pickup_token(active.session.token) if active.kiosk.config.offers_phone else ""
    if finish_questions(active) and token:
        app_context().store.pickups.create(token, completed.to_json(), app_context().clock())
    return render_template(
        "kiosk/end.html",
        completed=completed,
        view=completed.report(PAPER_FILE),
        support=messages_for(completed.assessment, flags_of_tier(completed.assessment, "support")),
        qr=qr_code(_link(token)),
        kiosk_request=page_kiosk_request(),
    )


def _link(token: str) -> str:
    """Return the address of the report for a phone, or "" once it was picked up."""
    is_there = token and app_context().store.pickups.get(token, app_context().clock()) is not None
    return url_for("pickup.ask", token=token, _external=True) if is_there else ""
