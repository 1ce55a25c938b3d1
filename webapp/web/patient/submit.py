"""Handing over: the patient sends the answers to the clinic, or only takes the report along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.assessment import urgency
from webapp.storage import NewSubmission, Person
from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import visit
from webapp.web.kit.person_fields import typed_person
from webapp.web.patient.draft import TRIES, Sitting, give_cookie, keep_over, look_again, sitting
from webapp.web.patient.draft_content import Finished
from webapp.web.patient.early_end import stopped
from webapp.web.patient.pending_notices import unread
from webapp.web.patient.question_forms import TokenForm

bp = Blueprint("hand_over", __name__)

HOME, KIOSK = "home", "kiosk"
"""How the answers came: from the patient's own device, or from one of the clinic's."""

TIME_TO_DOWNLOAD = timedelta(hours=1)
"""How long finished answers live where the clinic keeps nothing: to download the report, and to print it."""

Act = Callable[[Sitting], bool]
"""Does what was chosen; False when another tab saved at the same moment."""


@bp.get("/hand-over")
def show() -> ResponseReturnValue:
    """What each choice means. Nothing is chosen beforehand."""
    now = sitting()
    if not now.is_complete:
        return redirect(url_for("check.show", problems="1"), 303)
    if not is_offered():
        return redirect(url_for("check.show"), 303)
    return _page(now) if now.was_looked_at else look_again(now)


@bp.post("/hand-over")
def choose() -> ResponseReturnValue:
    """Do what was chosen. Whoever chooses again comes to the same result."""
    if not TokenForm().is_genuine():
        return _page(sitting(), problem="stale"), 400
    if not is_offered():
        return redirect(url_for("check.show"), 303)
    if request.form.get("do") == "back":
        _keep(_person())
        return redirect(url_for("check.show"), 303)
    act = WAYS.get(request.form.get("way", ""))
    if not act:
        return _page(sitting(), problem="choice"), 422
    # Something may hold the patient back: then it is still there when they come here again.
    _keep(_person() if act is send else Person())
    return settle(act)


def is_offered() -> bool:
    """Whether anybody is there who could read what is sent, and the clinic keeps it at all."""
    return not app_context().policy.keeps_nothing and app_context().store.practitioners.any_active()


def settle(act: Act) -> Response:
    """Do it with the answers as they stand, once nothing holds them back; then show the result."""
    for _ in range(TRIES):
        now = sitting()
        other = held_back(now)
        if other:
            return other
        if not now.was_looked_at:
            return look_again(now)
        if act(now):
            return give_cookie(redirect(url_for("result.show"), 303), now.token)
    raise ServiceUnavailable


def held_back(now: Sitting) -> Response | None:
    """Where to go first, as long as something stands against finishing; else None."""
    ending = stopped(now)  # another tab may have saved such an answer, and not have come to the end yet
    if ending:
        return ending
    if not now.is_complete:
        return redirect(url_for("check.show", problems="1"), 303)
    if unread(now):
        section = app_context().questionnaire.sections[-1].id
        then = "send" if visit() else "check"
        return redirect(url_for("notice.show", section=section, then=then), 303)
    return None


def send(now: Sitting) -> bool:
    """Make the answers a submission, which the clinic reads."""
    app, answers = app_context(), now.answers
    channel = KIOSK if visit() else HOME
    entry = NewSubmission(channel, app.questionnaire.digest, answers.to_json(), urgency(answers), _person())
    return app.store.submit(now.token, now.version, entry, app.clock()) is not None


def finish(now: Sitting) -> bool:
    """Let the draft be finished, and stay what it is: locked under a key that the device has."""
    if now.finished_at:
        return True
    app = app_context()
    finished = Finished(app.clock(), app.questionnaire.digest)
    end = app.clock() + TIME_TO_DOWNLOAD if app.policy.keeps_nothing else None
    return keep_over(now, replace(now.filled, finished=finished), end)


WAYS: Mapping[str, Act] = {"send": send, "download": finish}
"""What each choice does."""


def _person() -> Person:
    """Who it is, as far as the clinic asks and the patient says."""
    return typed_person() if app_context().policy.asks_person else Person()


def _keep(said: Person) -> None:
    """Keep in the draft what the person says of themselves."""
    person = {field: text for field, text in asdict(said).items() if text}
    for _ in range(TRIES):
        now = sitting()
        end = now.expires_at if now.finished_at else None
        if now.filled.person == person or keep_over(now, replace(now.filled, person=person), end):
            return
    raise ServiceUnavailable


def _page(now: Sitting, *, problem: str = "") -> str:
    """`problem` is "stale" (the form was too old), "choice" (nothing was chosen), or "" for none."""
    return render_template(
        "patient/submit.html",
        form=TokenForm(),
        way=request.form.get("way", ""),
        said=typed_person() if request.method == "POST" else Person(**now.filled.person),
        problem=problem,
        policy=app_context().policy,
        has_words=bool(now.filled.sentence),
    )
