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
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.kiosk_session import kiosk_request
from webapp.web.kit.person_fields import typed_person
from webapp.web.patient.draft import (
    SAVE_ATTEMPTS,
    Draft,
    current_draft,
    redirect_to_review,
    save_if_unchanged,
    set_draft_cookie,
)
from webapp.web.patient.draft_content import Completion
from webapp.web.patient.early_end import redirect_if_ended
from webapp.web.patient.pending_notices import pending_flags

bp = Blueprint("hand_over", __name__)

HOME, KIOSK = "home", "kiosk"
"""How the answers came: from the patient's own device, or from one of the clinic's."""

DOWNLOAD_TIME = timedelta(hours=1)
"""How long finished answers live where the clinic keeps nothing: to download the report, and to print it."""

Action = Callable[[Draft], bool]
"""Does what was chosen; False when another tab saved at the same moment."""


@bp.get("/hand-over")
def show() -> ResponseReturnValue:
    """What each choice means. Nothing is chosen beforehand."""
    draft = current_draft()
    if not draft.is_complete:
        return redirect(url_for("check.show", problems="1"), 303)
    if not can_submit():
        return redirect(url_for("check.show"), 303)
    return _page(draft) if draft.is_reviewed else redirect_to_review(draft)


@bp.post("/hand-over")
def choose() -> ResponseReturnValue:
    """Do what was chosen. Whoever chooses again comes to the same result."""
    if not TokenForm().is_genuine():
        return _page(current_draft(), problem="stale"), 400
    if not can_submit():
        return redirect(url_for("check.show"), 303)
    if request.form.get("do") == "back":
        _keep_person(_person())
        return redirect(url_for("check.show"), 303)
    act = ACTIONS.get(request.form.get("way", ""))
    if not act:
        return _page(current_draft(), problem="choice"), 422
    # Something may hold the patient back: then it is still there when they come here again.
    _keep_person(_person() if act is send else Person())
    return complete(act)


def can_submit() -> bool:
    """Whether anybody is there who could read what is sent, and the clinic keeps it at all."""
    return not app_context().policy.keeps_nothing and app_context().store.practitioners.any_active()


def complete(act: Action) -> Response:
    """Do it with the answers as they stand, once nothing holds them back; then show the result."""
    for _ in range(SAVE_ATTEMPTS):
        draft = current_draft()
        other = redirect_if_unready(draft)
        if other:
            return other
        if not draft.is_reviewed:
            return redirect_to_review(draft)
        if act(draft):
            return set_draft_cookie(redirect(url_for("result.show"), 303), draft.token)
    raise ServiceUnavailable


def redirect_if_unready(draft: Draft) -> Response | None:
    """Where to go first, as long as something stands against finishing; else None."""
    ending = redirect_if_ended(
        draft
    )  # another tab may have saved such an answer, and not have come to the end yet
    if ending:
        return ending
    if not draft.is_complete:
        return redirect(url_for("check.show", problems="1"), 303)
    if pending_flags(draft):
        section = app_context().questionnaire.sections[-1].id
        then = "send" if kiosk_request() else "check"
        return redirect(url_for("notice.show", section=section, then=then), 303)
    return None


def send(draft: Draft) -> bool:
    """Make the answers a submission, which the clinic reads."""
    app, answers = app_context(), draft.answers
    channel = KIOSK if kiosk_request() else HOME
    entry = NewSubmission(channel, app.questionnaire.digest, answers.to_json(), urgency(answers), _person())
    return app.store.submit(draft.token, draft.version, entry, app.clock()) is not None


def finish_unsent(draft: Draft) -> bool:
    """Let the draft be finished, and stay what it is: locked under a key that the device has."""
    if draft.finished_at:
        return True
    app = app_context()
    finished = Completion(app.clock(), app.questionnaire.digest)
    end = app.clock() + DOWNLOAD_TIME if app.policy.keeps_nothing else None
    return save_if_unchanged(draft, replace(draft.content, finished=finished), end)


ACTIONS: Mapping[str, Action] = {"send": send, "download": finish_unsent}
"""What each choice does."""


def _person() -> Person:
    """Who it is, as far as the clinic asks and the patient says."""
    return typed_person() if app_context().policy.asks_person else Person()


def _keep_person(said: Person) -> None:
    """Keep in the draft what the person says of themselves."""
    person = {field: text for field, text in asdict(said).items() if text}
    for _ in range(SAVE_ATTEMPTS):
        draft = current_draft()
        end = draft.expires_at if draft.finished_at else None
        if draft.content.person == person or save_if_unchanged(
            draft, replace(draft.content, person=person), end
        ):
            return
    raise ServiceUnavailable


def _page(draft: Draft, *, problem: str = "") -> str:
    """`problem` is "stale" (the form was too old), "choice" (nothing was chosen), or "" for none."""
    return render_template(
        "patient/submit.html",
        form=TokenForm(),
        way=request.form.get("way", ""),
        said=typed_person() if request.method == "POST" else Person(**draft.content.person),
        problem=problem,
        policy=app_context().policy,
        has_words=bool(draft.content.passphrase),
    )
