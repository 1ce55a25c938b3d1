"""Where an answer ends the questionnaire: what it says, and the way back to that answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.questionnaire.model import SafetyFlag
from webapp.web.kit.app_context import app_context
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.kiosk_session import end_session, kiosk_request
from webapp.web.kit.safety_messages import messages, of_tier
from webapp.web.patient.dependencies import questions_behind
from webapp.web.patient.draft import Draft, clear_device, current_draft, device_fingerprint, save_if_unchanged
from webapp.web.patient.flow_redirects import SectionPage
from webapp.web.patient.question_fields import anchor

bp = Blueprint("stop", __name__)

TIME_TO_CORRECT = timedelta(hours=1)
"""How long answers that ended it are still there to be mended: no longer, as nobody agreed to more."""


@bp.get("/stopped")
def show() -> ResponseReturnValue:
    """Why it ends here; a slip of the finger can be mended, and only a button deletes."""
    draft = current_draft()
    flags = _flags(draft)
    if not flags:
        return redirect(url_for("start.resume"), 303)
    return render_template(
        "patient/early_end.html",
        form=TokenForm(),
        messages=messages(draft.answers, flags),
        changes=_change_links(draft, flags),
        which=device_fingerprint(),
    )


@bp.post("/stopped")
def end() -> ResponseReturnValue:
    """Delete what was typed."""
    draft = current_draft()
    if not TokenForm().is_genuine() or not _flags(draft) or request.form.get("which") != device_fingerprint():
        return redirect(url_for("stop.show"), 303)
    app_context().store.end_draft(draft.token)
    end_session()
    place = url_for("kiosk.show") if kiosk_request() else url_for("start.ended", why="stopped")
    return clear_device(redirect(place, 303))


def redirect_if_ended(draft: Draft, destination: str = "on") -> Response | None:
    """The way to the page above, where an answer ends the questionnaire; else None.

    `then` is what follows once that answer was mended, as `onward.At` has it.
    """
    if not _flags(draft):
        return None
    end = min(draft.expires_at, app_context().clock() + TIME_TO_CORRECT)
    if end < draft.expires_at:
        save_if_unchanged(draft, draft.content, end)
    query: dict[str, Any] = {"from": "check"} if destination == "check" else {}
    return redirect(url_for("stop.show", **query), 303)


def _flags(draft: Draft) -> tuple[SafetyFlag, ...]:
    return of_tier(draft.answers, "stop")


def _change_links(draft: Draft, flags: tuple[SafetyFlag, ...]) -> list[tuple[str, str]]:
    """The questions whose answers ended it: their names, and where to change them."""
    questionnaire = draft.answers.questionnaire
    destination = request.args.get("from", "on")
    asked = set().union(*(questions_behind(questionnaire, flag.when) for flag in flags))
    found = (questionnaire.questions[each] for each in draft.path.due if each in asked)
    return [
        (
            one.short or one.text,
            SectionPage(questionnaire.section(one.section), destination=destination).url(
                anchor=anchor(one.id)
            ),
        )
        for one in found
    ]
