"""The answers that this device holds: what they are, and replacing them by a new draft."""

from dataclasses import replace
from hashlib import sha256

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import active_session, start_session
from webapp.web.kit.language_choice import chosen_language, set_language
from webapp.web.patient.draft import (
    current_draft,
    current_token,
    has_persistent_cookie,
    save_if_unchanged,
    set_draft_cookie,
    set_kiosk_cookie,
    wants_persistence,
)
from webapp.web.patient.draft_content import DraftContent


def device_state() -> str:
    """Return "draft", "finished" (answers that were not sent), "sent", or "" for a device without answers."""
    token, app = current_token(), app_context()
    content = _content()
    if content:
        return "finished" if content.finished_at(app.questionnaire) else "draft"
    return "sent" if app.store.submissions.reference_by_draft(token, app.clock()) else ""


def is_blank() -> bool:
    """Return whether this device holds a draft in which nothing was typed yet."""
    content = _content()
    return content is not None and not content.typed


def is_downloaded() -> bool:
    """Return whether the report of the finished answers on this device was downloaded."""
    content = _content()
    return bool(content and content.finished and content.finished.is_downloaded)


def mark_downloaded() -> None:
    """Note that the report was downloaded; skipped when another tab saves at this moment."""
    if device_state() != "finished":
        return
    draft = current_draft()
    finished = draft.content.finished
    if finished and not finished.is_downloaded:
        content = replace(draft.content, finished=replace(finished, is_downloaded=True))
        save_if_unchanged(draft, content)


def is_keep_ticked() -> bool:
    """Return whether the box to keep the answers is ticked: as it was sent, at first as this device does."""
    return wants_persistence() if request.method == "POST" else has_persistent_cookie()


def device_fingerprint() -> str:
    """Return the fingerprint of these answers, for forms that delete: they delete nothing newer."""
    return fingerprint(current_token())


def fingerprint(token: str) -> str:
    """Return a short hash that tells one draft from another and does not reveal the token."""
    return sha256(f"mark {token}".encode()).hexdigest()[:16] if token else ""


def start_draft(*, is_persistent: bool) -> Response:
    """Replace the answers on this device by a new draft, and redirect to its first section."""
    before = current_token()
    # First, so that nothing ends where there is no room for another.
    response = create_draft(DraftContent(language=chosen_language()), is_persistent=is_persistent)
    app_context().store.drafts.delete(before, app_context().clock())
    return response


def create_draft(content: DraftContent, *, is_persistent: bool) -> Response:
    """Create a draft, let this device hold it, and redirect to its first section.

    At a kiosk it takes the place of the session's draft.
    """
    app, at_kiosk, is_counted = app_context(), active_session(), content.follow_up is None
    first = app.questionnaire.sections[0].id
    response = redirect(url_for("sections.show", section=first), 303)
    if at_kiosk:
        secret = start_session(at_kiosk.kiosk, content.to_json(), is_counted=is_counted)
        return set_language(set_kiosk_cookie(response, secret), content.language)
    token = app.store.drafts.create(content.to_json(), app.clock(), is_counted=is_counted)
    return set_draft_cookie(response, token, is_persistent=is_persistent, language=content.language)


def draft_invitation() -> str:
    """Return the token of the invitation that the draft on this device is sent by, or ""."""
    content = _content()
    return content.invitation if content else ""


def _content() -> DraftContent | None:
    found = app_context().store.drafts.open(current_token(), app_context().clock())
    return DraftContent.from_json(found.content) if found else None
