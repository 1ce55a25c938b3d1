"""The draft of this device: reading it, changing it, and the cookie that opens it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256

from flask import current_app, redirect, request, url_for
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.assessment import Answers, Assessment, assess
from webapp.assessment.acknowledged import is_unread
from webapp.assessment.assess import raised_flags
from webapp.questionnaire.model import SafetyFlag
from webapp.storage import CHECK, FINISHED
from webapp.web.kit import cookies
from webapp.web.kit.answer_errors import error_message
from webapp.web.kit.answer_parsing import is_valid
from webapp.web.kit.app_context import AppContext, app_context
from webapp.web.kit.kiosk_session import LETTERS, draft_token
from webapp.web.kit.language_choice import COOKIE as LANGUAGE
from webapp.web.kit.language_choice import chosen_language, set_language
from webapp.web.patient.draft_content import DraftContent, path_of
from webapp.web.patient.flow import DraftPath, Progress, follow_up_progress, progress

COOKIE = "draft"

PERSISTENCE_COOKIE = "keep"
"""Set where the patient asked that this device keeps the answers when its browser is closed."""

SAVE_ATTEMPTS = 50  # how often a change is retried while other tabs save
INTERRUPTING = ("1", "2", "support")  # tiers of the safety flags that interrupt the questions
URGENT = ("1",)  # the tier whose flags never wait for follow-ups

TIME_TO_CORRECT = timedelta(hours=1)
"""How long a draft lives once an answer ended it: nobody agreed to more than a slip being corrected."""

DOWNLOAD_TIME = timedelta(hours=1)
"""How long finished answers live where the clinic keeps nothing: enough to download or print the report."""


@dataclass(frozen=True)
class Draft:
    """One draft as this request found it."""

    token: str
    content: DraftContent
    version: int
    expires_at: datetime
    answers: Answers
    path: DraftPath

    def due_or_named(self, section: str, named: str) -> tuple[str, ...]:
        """Return the due questions of a section, and the named one that a follow-up took from last time."""
        asked = {*self.path.due_in(section), *({named} & self.answers.given.keys())}
        return tuple(one.id for one in self.path.questionnaire.section(section).questions if one.id in asked)

    def typed(self, question_id: str) -> tuple[str, ...]:
        """Return the raw form values of a question."""
        return self.content.typed.get(question_id, ())

    def is_valid(self, question_id: str) -> bool:
        """Return whether the answer can be taken, which includes skipping a question that is not required."""
        question = self.answers.questionnaire.questions[question_id]
        return is_valid(question, self.typed(question_id), self.answers)

    def is_invalid_value(self, question_id: str) -> bool:
        return any(self.typed(question_id)) and not self.is_valid(question_id)

    def error(self, question_id: str) -> str:
        question = self.answers.questionnaire.questions[question_id]
        return error_message(question, self.typed(question_id), self.answers)

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self.answers, changes=False)

    def raised(self, *tiers: str) -> tuple[SafetyFlag, ...]:
        return tuple(flag for flag in self._flags if flag.tier in tiers)

    @cached_property
    def _flags(self) -> tuple[SafetyFlag, ...]:
        return raised_flags(self.answers)

    def pending_flags(self, section: str = "") -> tuple[SafetyFlag, ...]:
        """Return the flags to show before the next page.

        With a `section` whose follow-ups are still to be asked, only those that do not wait: the answers to
        the follow-ups decide which message is right, and one message is read better than two.
        """
        others_wait = bool(section and self.path.pending(section))
        return tuple(
            flag
            for flag in self.raised(*INTERRUPTING)
            if is_unread(flag, self.answers, self.content.acknowledged)
            and (flag.tier in URGENT or flag.is_at_once or not others_wait)
        )

    def progress(self, section: str) -> Progress:
        """Return how far this section is; of a follow-up, among the sections that it asks."""
        follow_up = self.content.follow_up
        if follow_up is None or follow_up.is_whole:
            return progress(self.answers.questionnaire, section)
        return follow_up_progress(self.path, section, follow_up.minutes)

    @property
    def digest(self) -> str:
        """A hash of everything typed and of what was asked: it changes with any answer, with no language."""
        typed = json.dumps(self.content.to_json()["typed"], sort_keys=True)
        asked = self.answers.questionnaire.meaning
        return sha256(f"typed {self.token} {asked} {typed}".encode()).hexdigest()[:32]

    @property
    def is_reviewed(self) -> bool:
        """Whether the patient confirmed these answers on the check page."""
        return self.content.reviewed_digest == self.digest

    @property
    def is_complete(self) -> bool:
        return all(self.is_valid(question_id) for question_id in self.path.due)

    @property
    def finished_at(self) -> datetime | None:
        """When the answers were finished without being sent, or None."""
        return self.content.finished_at(self.answers.questionnaire)


class DraftGone(Exception):  # noqa: N818 - a state, not a mistake
    """This device has no draft: it never had one, or it was sent, deleted or has expired."""


def current_draft() -> Draft:
    """Return the draft of this device. Raise DraftGone."""
    token = current_token()
    app = app_context()
    found = app.store.drafts.open(token, app.clock()) if token else None
    if found is None:
        raise DraftGone
    return _load(app, token, DraftContent.from_json(found.content), (found.version, found.expires_at))


def update_draft(token: str, change: Callable[[DraftContent], DraftContent]) -> Draft:
    """Change the draft; retry on top of what other tabs saved meanwhile. Raise DraftGone."""
    app = app_context()
    for _ in range(SAVE_ATTEMPTS):
        found = app.store.drafts.open(token, app.clock())
        if found is None:
            raise DraftGone
        before = DraftContent.from_json(found.content)
        saved = _save(token, before, (found.version, found.expires_at), change(before))
        if saved:
            return saved
    raise ServiceUnavailable


def save_if_unchanged(draft: Draft, content: DraftContent) -> bool:
    """Save in place of what this request found; return False if the draft has changed or is gone."""
    return _save(draft.token, draft.content, (draft.version, draft.expires_at), content) is not None


def _save(
    token: str, before: DraftContent, stored: tuple[int, datetime], content: DraftContent
) -> Draft | None:
    """Save over the content `before`; return None where another save came first or the draft is gone.

    `stored`: the version and the end of the draft before.
    """
    app = app_context()
    version, end = stored
    draft = _load(app, token, content, (version + 1, end))
    stage = FINISHED if draft.finished_at else draft.path.resume().section or CHECK
    new_end = _early_end(draft, was_finished=before.finished_at(app.questionnaire) is not None)
    saved_until = app.store.drafts.save(token, version, content.to_json(), app.clock(), new_end, stage=stage)
    return replace(draft, expires_at=saved_until) if saved_until else None


def _early_end(draft: Draft, *, was_finished: bool) -> datetime | None:
    """Return when a draft that is saved in this state ends, or None for a whole term from now.

    `draft` still has its end from before.
    """
    now = app_context().clock()
    if draft.raised("stop"):
        return min(draft.expires_at, now + TIME_TO_CORRECT)
    if draft.finished_at and was_finished:
        return draft.expires_at
    return now + DOWNLOAD_TIME if draft.finished_at and app_context().policy.keeps_nothing else None


def mark_reviewed(draft: Draft) -> bool:
    """Note that the patient confirmed these answers; return False when another tab saved meanwhile."""
    return draft.is_reviewed or save_if_unchanged(draft, replace(draft.content, reviewed_digest=draft.digest))


def redirect_to_review(draft: Draft) -> Response:
    """Redirect to the check page, which says so where an answer changed after it was confirmed."""
    changed = "1" if draft.content.reviewed_digest else None
    return redirect(url_for("check_answers.show", changed=changed), 303)


def _load(app: AppContext, token: str, content: DraftContent, stored: tuple[int, datetime]) -> Draft:
    return Draft(token, content, *stored, *path_of(content, app.questionnaire, app.clinic))


def draft_cookie() -> str:
    """Return the value of the draft's cookie, or ""."""
    return cookies.get(COOKIE)


def current_token() -> str:
    """Return the token of the draft that this device may open, or "". A kiosk has one for each session."""
    at_kiosk = draft_token()
    return draft_cookie() if at_kiosk is None else at_kiosk


def set_draft_cookie(
    response: Response, token: str, *, is_persistent: bool | None = None, language: str = ""
) -> Response:
    """Set the cookie that opens the draft, and later its result, and with it the language that was chosen.

    They last until the browser is closed; with `is_persistent` (by default as before), as long as the draft.
    A kiosk has the secret of its session instead. `language` is one that is chosen now.
    """
    if draft_token() is not None:
        return set_language(response, language)
    was_persistent = has_persistent_cookie()
    is_persistent = was_persistent if is_persistent is None else is_persistent
    seconds = app_context().policy.draft_days * cookies.DAY_SECONDS if is_persistent else None
    if is_persistent:
        cookies.put(response, PERSISTENCE_COOKIE, "1", seconds)
    elif was_persistent:
        cookies.delete(response, PERSISTENCE_COOKIE)
    if language or is_persistent or was_persistent:
        set_language(response, language or chosen_language(), seconds)
    return cookies.put(response, COOKIE, token, seconds)


def end_persistence(response: Response) -> Response:
    """Let the language end with the browser: the draft has ended for which this device kept it."""
    if draft_token() is None and has_persistent_cookie():
        cookies.delete(response, PERSISTENCE_COOKIE)
        set_language(response, chosen_language())
    return response


def has_persistent_cookie() -> bool:
    """Return whether the patient asked that this device keeps the answers when its browser is closed."""
    return bool(cookies.get(PERSISTENCE_COOKIE))


def wants_persistence() -> bool:
    """Return whether the form that was sent asks to keep the answers on this device."""
    return "keep" in request.form


def set_kiosk_cookie(response: Response, secret: str) -> Response:
    """Set the cookie with the secret of a kiosk session, until the browser is closed."""
    return cookies.put(response, COOKIE, secret, None)


def redirect_to_end(why: str) -> Response:
    """Clear this device, and redirect to the last page in the language that was chosen."""
    address = url_for("start.ended", why=why, language=chosen_language() or None)
    return clear_device(redirect(address, 303))


def clear_device(response: Response) -> Response:
    """Delete all cookies of this device, and its copies of pages."""
    cookies.delete(response, COOKIE)
    cookies.delete(response, PERSISTENCE_COOKIE)
    cookies.delete(response, LETTERS)
    cookies.delete(response, LANGUAGE)
    cookies.delete_by_full_name(response, current_app.config["SESSION_COOKIE_NAME"])
    # Not "cookies": that would clear those of the clinic's other sites on the same domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
