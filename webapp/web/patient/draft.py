"""The draft of this device: what it holds, the cookie that opens it, and how changes are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from flask import current_app, redirect, request, url_for
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.assessment import Answers
from webapp.web.kit import cookies
from webapp.web.kit.app_context import AppContext, app_context
from webapp.web.kit.kiosk_session import LETTERS, draft_token
from webapp.web.patient.answer_errors import error_message
from webapp.web.patient.answer_parsing import due_questions, is_answered, parse_answers
from webapp.web.patient.dependencies import askable
from webapp.web.patient.draft_content import DraftContent
from webapp.web.patient.flow import Path

COOKIE = "draft"

PERSISTENCE_COOKIE = "keep"
"""The cookie that says so: for this device alone, whatever draft it holds."""

SAVE_ATTEMPTS = 50
"""How often a change is merged anew while other tabs save, before this one gives up."""

SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Draft:
    """One draft as this request found it."""

    token: str
    content: DraftContent
    version: int
    expires_at: datetime
    answers: Answers
    path: Path

    def error(self, question_id: str) -> str:
        """What is wrong with what was typed for this question; "" if nothing is."""
        question = self.answers.questionnaire.questions[question_id]
        return error_message(question, self.content.typed.get(question_id, ()), self.answers)

    def is_invalid(self, question_id: str) -> bool:
        """Whether something was typed that cannot be taken: an answer that only lacks is not wrong."""
        return any(self.content.typed.get(question_id, ())) and bool(self.error(question_id))

    @property
    def digest(self) -> str:
        """A mark of all that was typed to this very questionnaire: any change makes another."""
        typed = json.dumps(self.content.to_json()["typed"], sort_keys=True)
        asked = self.answers.questionnaire.digest
        return sha256(f"typed {self.token} {asked} {typed}".encode()).hexdigest()[:32]

    @property
    def is_reviewed(self) -> bool:
        """Whether the person went on from the check with these very answers."""
        return self.content.reviewed_digest == self.digest

    @property
    def is_complete(self) -> bool:
        """Whether nothing that is asked lacks an answer that it needs, and no answer is wrong."""
        return not any(self.error(question_id) for question_id in self.path.due)

    @property
    def finished_at(self) -> datetime | None:
        """When these answers were finished without being sent; None if they are not."""
        return self.content.finished_at(self.answers.questionnaire)


class DraftGone(Exception):  # noqa: N818 - a state, not a mistake
    """This device has no draft: never had, sent, deleted, or it was kept as long as drafts are."""


def current_draft() -> Draft:
    """The draft of this device. Raises DraftGone."""
    token = current_token()
    app = app_context()
    found = app.store.open_draft(token, app.clock()) if token else None
    if found is None:
        raise DraftGone
    return _load(app, token, DraftContent.from_json(found.content), (found.version, found.expires_at))


def update_draft(token: str, change: Callable[[DraftContent], DraftContent]) -> Draft:
    """Change the draft, on top of whatever other tabs saved meanwhile. Raises DraftGone."""
    app = app_context()
    for _ in range(SAVE_ATTEMPTS):
        found = app.store.open_draft(token, app.clock())
        if found is None:
            raise DraftGone
        content = change(DraftContent.from_json(found.content))
        if app.store.save_draft(token, found.version, content.to_json(), app.clock()):
            return _load(app, token, content, (found.version + 1, found.expires_at))
    raise ServiceUnavailable


def save_if_unchanged(draft: Draft, content: DraftContent, end: datetime | None = None) -> bool:
    """Save over this very state of the draft; False when it moved on, or is gone.

    It lives until `end`, or a whole term.
    """
    app = app_context()
    return app.store.save_draft(draft.token, draft.version, content.to_json(), app.clock(), end)


def mark_reviewed(draft: Draft) -> bool:
    """Note that the person looked at these answers, and went on; False when another tab saved meanwhile."""
    if draft.is_reviewed:
        return True
    end = draft.expires_at if draft.finished_at else None
    return save_if_unchanged(draft, replace(draft.content, reviewed_digest=draft.digest), end)


def redirect_to_review(draft: Draft) -> Response:
    """The way to the check, which says that an answer was changed, where one was looked at before."""
    return redirect(url_for("check.show", changed="1" if draft.content.reviewed_digest else None), 303)


def any_invalid(content: DraftContent, question_ids: Iterable[str]) -> bool:
    """Whether one of these questions lacks an answer that it needs, or has a wrong one."""
    app = app_context()
    answers = parse_answers(app.questionnaire, app.clinic, content.typed)
    questions = answers.questionnaire.questions
    return any(error_message(questions[each], content.typed.get(each, ()), answers) for each in question_ids)


def device_state() -> str:
    """What this device holds: a "draft", "finished" answers, which were not sent, "sent" ones, or ""."""
    token, app = current_token(), app_context()
    found = app.store.open_draft(token, app.clock())
    if found:
        return "finished" if DraftContent.from_json(found.content).finished_at(app.questionnaire) else "draft"
    return "sent" if app.store.submission_of(token, app.clock()) else ""


def is_blank() -> bool:
    """Whether the draft of this device was begun, and nothing was typed yet."""
    found = app_context().store.open_draft(current_token(), app_context().clock())
    return found is not None and not found.content["typed"]


def device_fingerprint() -> str:
    """A mark of what this device holds, for forms that delete: they delete that, and nothing newer."""
    return fingerprint(current_token())


def fingerprint(token: str) -> str:
    """Tells one draft from another, and nothing else."""
    return sha256(f"mark {token}".encode()).hexdigest()[:16] if token else ""


def is_downloaded() -> bool:
    """Whether the report of the finished answers on this device was downloaded."""
    app = app_context()
    found = app.store.open_draft(current_token(), app.clock())
    finished = DraftContent.from_json(found.content).finished if found else None
    return finished is not None and finished.is_downloaded


def mark_downloaded() -> None:
    """The report was downloaded. If another tab saves at this moment, it is not noted, and asked about."""
    if device_state() != "finished":
        return
    draft = current_draft()
    finished = draft.content.finished
    if finished and not finished.is_downloaded:
        save_if_unchanged(
            draft, replace(draft.content, finished=replace(finished, is_downloaded=True)), draft.expires_at
        )


def _load(here: AppContext, token: str, content: DraftContent, kept: tuple[int, datetime]) -> Draft:
    answers = parse_answers(here.questionnaire, here.clinic, content.typed)
    asked_for = due_questions(answers, here.clinic)
    seen = content.seen
    answered = [each for each in asked_for if each in seen and is_answered(answers, each, content.typed)]
    asked = askable(asked_for, answered, here.parents)
    path = Path(here.questionnaire, asked, seen)
    return Draft(token, content, *kept, answers, path)


def draft_cookie() -> str:
    """What lies in the draft's cookie; "" if nothing."""
    return cookies.get(COOKIE)


def current_token() -> str:
    """The token of the draft that this device may open; "" if none. A kiosk may for one sitting only."""
    at_kiosk = draft_token()
    return draft_cookie() if at_kiosk is None else at_kiosk


def set_draft_cookie(response: Response, token: str, *, keeps: bool | None = None) -> Response:
    """Let this device hold the draft, and what becomes of it, until its browser is closed.

    Where the patient asked for it (`keeps`; by default as before), as long as the server lets it open them.
    A kiosk holds nothing of the draft but the secret of its sitting, which it has from the beginning.
    """
    if draft_token() is not None:
        return response
    if keeps is None:
        keeps = is_persistent()
    seconds = app_context().policy.draft_days * SECONDS_A_DAY if keeps else None
    if keeps:
        cookies.put(response, PERSISTENCE_COOKIE, "1", seconds)
    elif is_persistent():
        cookies.delete(response, PERSISTENCE_COOKIE)
    return cookies.put(response, COOKIE, token, seconds)


def is_persistent() -> bool:
    """Whether the patient asked that this device keeps the answers when its browser is closed."""
    return bool(cookies.get(PERSISTENCE_COOKIE))


def wants_persistence() -> bool:
    """Whether the box for that was ticked in the form that came."""
    return "keep" in request.form


def set_kiosk_cookie(response: Response, secret: str) -> Response:
    """Let this kiosk hold the secret of a sitting, no longer than its browser runs."""
    return cookies.put(response, COOKIE, secret, None)


def clear_device(response: Response) -> Response:
    """Let this device forget everything, its copies of pages too."""
    cookies.delete(response, COOKIE)
    cookies.delete(response, PERSISTENCE_COOKIE)
    cookies.delete(response, LETTERS)
    cookies.delete_by_full_name(response, current_app.config["SESSION_COOKIE_NAME"])
    # Not "cookies": that would clear those of the clinic's other sites on the same domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
