"""Where an answer ends the questionnaire: what it says, and the way back to that answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.questionnaire.model import SafetyFlag
from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import end_sitting, visit
from webapp.web.kit.safety_messages import messages, of_tier
from webapp.web.patient.dependencies import behind
from webapp.web.patient.draft import Sitting, clear_device, keep_over, marks_held, sitting
from webapp.web.patient.flow_redirects import At
from webapp.web.patient.question_fields import anchor
from webapp.web.patient.question_forms import TokenForm

bp = Blueprint("stop", __name__)

TO_THINK = timedelta(hours=1)
"""How long answers that ended it are still there to be mended: no longer, as nobody agreed to more."""


@bp.get("/stopped")
def show() -> ResponseReturnValue:
    """Why it ends here; a slip of the finger can be mended, and only a button deletes."""
    now = sitting()
    flags = _flags(now)
    if not flags:
        return redirect(url_for("start.resume"), 303)
    return render_template(
        "patient/early_end.html",
        form=TokenForm(),
        messages=messages(now.answers, flags),
        changes=_changes(now, flags),
        which=marks_held(),
    )


@bp.post("/stopped")
def end() -> ResponseReturnValue:
    """Delete what was typed."""
    now = sitting()
    if not TokenForm().is_genuine() or not _flags(now) or request.form.get("which") != marks_held():
        return redirect(url_for("stop.show"), 303)
    app_context().store.end_draft(now.token)
    end_sitting()
    place = url_for("kiosk.show") if visit() else url_for("start.ended", why="stopped")
    return clear_device(redirect(place, 303))


def stopped(kept: Sitting, then: str = "on") -> Response | None:
    """The way to the page above, where an answer ends the questionnaire; else None.

    `then` is what follows once that answer was mended, as `onward.At` has it.
    """
    if not _flags(kept):
        return None
    end = min(kept.expires_at, app_context().clock() + TO_THINK)
    if end < kept.expires_at:
        keep_over(kept, kept.filled, end)
    query: dict[str, Any] = {"from": "check"} if then == "check" else {}
    return redirect(url_for("stop.show", **query), 303)


def _flags(now: Sitting) -> tuple[SafetyFlag, ...]:
    return of_tier(now.answers, "stop")


def _changes(now: Sitting, flags: tuple[SafetyFlag, ...]) -> list[tuple[str, str]]:
    """The questions whose answers ended it: their names, and where to change them."""
    questionnaire = now.answers.questionnaire
    then = request.args.get("from", "on")
    asked = set().union(*(behind(questionnaire, flag.when) for flag in flags))
    found = (questionnaire.questions[each] for each in now.path.due if each in asked)
    return [
        (
            one.short or one.text,
            At(questionnaire.section(one.section), then=then).url(anchor=anchor(one.id)),
        )
        for one in found
    ]
