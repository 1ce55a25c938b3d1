"""Completing a draft: submitting the answers to the clinic, or finishing them without sending."""

from collections.abc import Callable
from dataclasses import asdict, replace

from flask import redirect, request, url_for
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.assessment import urgency
from webapp.storage import UNKNOWN_INVITATION, NewSubmission, Person
from webapp.web.kit.app_context import app_context
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
from webapp.web.patient.flow_redirects import redirect_if_ended
from webapp.web.patient.follow_up import follow_up_of

HOME, KIOSK = "home", "kiosk"  # channels of a submission: the patient's own device, or one of the clinic's

Action = Callable[[Draft], bool]  # completes a draft; returns False when another tab saved at the same moment


def can_submit() -> bool:
    """Return whether the clinic keeps submissions and somebody there could read them."""
    return not app_context().policy.keeps_nothing and app_context().store.practitioners.has_active_reader()


def complete(action: Action) -> Response:
    """Complete the draft as it is now, and redirect to the result, or to what has to be done first."""
    for _ in range(SAVE_ATTEMPTS):
        draft = current_draft()
        first = redirect_if_unready(draft)
        if first:
            return first
        if not draft.is_reviewed:
            return redirect_to_review(draft)
        if action(draft):
            return set_draft_cookie(redirect(url_for("result.show"), 303), draft.token)
    raise ServiceUnavailable


def redirect_if_unready(draft: Draft) -> Response | None:
    """Redirect to what stands against completing: an early end, an invalid answer, an unread message."""
    # Another tab may have saved an answer that ends the questionnaire.
    ended = redirect_if_ended(draft)
    if ended:
        return ended
    if not draft.is_complete:
        return redirect(url_for("check_answers.show", problems="1"), 303)
    if draft.pending_flags():
        section = app_context().questionnaire.sections[-1].id
        destination = "send" if kiosk_request() else "check"
        return redirect(url_for("notice.show", section=section, then=destination), 303)
    return None


def submit(draft: Draft) -> bool:
    """Send the answers to the clinic as a submission. Raise InvitationClosed."""
    app, answers = app_context(), draft.answers
    channel, digest = KIOSK if kiosk_request() else HOME, app.questionnaire.digest
    entry = NewSubmission(
        channel,
        digest,
        answers.to_json(),
        urgency(answers),
        submitted_person(),
        follow_up=follow_up_of(draft),
        is_announced=app.settings.webhook is not None,
    )
    invitation = "" if goes_without_invitation(draft) else draft.content.invitation
    sent = app.store.submissions.submit(draft.token, draft.version, entry, app.clock(), invitation)
    return sent is not None


def closed_invitation(draft: Draft) -> str:
    """Return why nothing can be sent by the draft's invitation; "" where it can, or there is none."""
    app, token = app_context(), draft.content.invitation
    if not token:
        return ""
    found = app.store.patient_invitations.by_token(token, app.clock())
    if found is None:
        return UNKNOWN_INVITATION
    return "" if found.is_open else found.state


def goes_without_invitation(draft: Draft) -> bool:
    """Return whether the patient sends without the invitation, after a page that says why it is closed."""
    return "uninvited" in request.form and bool(closed_invitation(draft))


def finish_unsent(draft: Draft) -> bool:
    """Mark the draft as finished. It stays encrypted under a key that only the device has."""
    if draft.finished_at:
        return True
    app = app_context()
    finished = Completion(app.clock(), app.questionnaire.meaning)
    return save_if_unchanged(draft, replace(draft.content, finished=finished))


def submitted_person() -> Person:
    """Return who the patient says they are, where the clinic asks."""
    return typed_person() if app_context().policy.asks_person else Person()


def save_choice(way: str, person: Person) -> None:
    """Save in the draft what the patient chose and who they say they are. Raise ServiceUnavailable."""
    fields = {field: text for field, text in asdict(person).items() if text}
    for _ in range(SAVE_ATTEMPTS):
        draft = current_draft()
        content = replace(draft.content, way=way, person=fields)
        if content == draft.content or save_if_unchanged(draft, content):
            return
    raise ServiceUnavailable
