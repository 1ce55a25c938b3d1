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
from webapp.web.patient.answer_errors import problem
from webapp.web.patient.answer_parsing import answers_of, due, is_answered
from webapp.web.patient.dependencies import askable
from webapp.web.patient.draft_content import Filled
from webapp.web.patient.flow import Path

COOKIE = "draft"

KEEPS = "keep"
"""The cookie that says so: for this device alone, whatever draft it holds."""

TRIES = 50
"""How often a change is merged anew while other tabs save, before this one gives up."""

SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Sitting:
    """One draft as this request found it."""

    token: str
    filled: Filled
    version: int
    expires_at: datetime
    answers: Answers
    path: Path

    def problem(self, question_id: str) -> str:
        """What is wrong with what was typed for this question; "" if nothing is."""
        question = self.answers.questionnaire.questions[question_id]
        return problem(question, self.filled.typed.get(question_id, ()), self.answers)

    def is_wrong(self, question_id: str) -> bool:
        """Whether something was typed that cannot be taken: an answer that only lacks is not wrong."""
        return any(self.filled.typed.get(question_id, ())) and bool(self.problem(question_id))

    @property
    def digest(self) -> str:
        """A mark of all that was typed to this very questionnaire: any change makes another."""
        typed = json.dumps(self.filled.content()["typed"], sort_keys=True)
        asked = self.answers.questionnaire.digest
        return sha256(f"typed {self.token} {asked} {typed}".encode()).hexdigest()[:32]

    @property
    def was_looked_at(self) -> bool:
        """Whether the person went on from the check with these very answers."""
        return self.filled.looked_at == self.digest

    @property
    def is_complete(self) -> bool:
        """Whether nothing that is asked lacks an answer that it needs, and no answer is wrong."""
        return not any(self.problem(question_id) for question_id in self.path.due)

    @property
    def finished_at(self) -> datetime | None:
        """When these answers were finished without being sent; None if they are not."""
        return self.filled.finished_at(self.answers.questionnaire)


class DraftGone(Exception):  # noqa: N818 - a state, not a mistake
    """This device has no draft: never had, sent, deleted, or it was kept as long as drafts are."""


def sitting() -> Sitting:
    """The draft of this device. Raises DraftGone."""
    token = token_in_cookie()
    app = app_context()
    found = app.store.open_draft(token, app.clock()) if token else None
    if found is None:
        raise DraftGone
    return _sitting(app, token, Filled.of(found.content), (found.version, found.expires_at))


def keep(token: str, change: Callable[[Filled], Filled]) -> Sitting:
    """Change the draft, on top of whatever other tabs saved meanwhile. Raises DraftGone."""
    app = app_context()
    for _ in range(TRIES):
        found = app.store.open_draft(token, app.clock())
        if found is None:
            raise DraftGone
        filled = change(Filled.of(found.content))
        if app.store.save_draft(token, found.version, filled.content(), app.clock()):
            return _sitting(app, token, filled, (found.version + 1, found.expires_at))
    raise ServiceUnavailable


def keep_over(now: Sitting, filled: Filled, end: datetime | None = None) -> bool:
    """Save over this very state of the draft; False when it moved on, or is gone.

    It lives until `end`, or a whole term.
    """
    app = app_context()
    return app.store.save_draft(now.token, now.version, filled.content(), app.clock(), end)


def looked_at(now: Sitting) -> bool:
    """Note that the person looked at these answers, and went on; False when another tab saved meanwhile."""
    if now.was_looked_at:
        return True
    end = now.expires_at if now.finished_at else None
    return keep_over(now, replace(now.filled, looked_at=now.digest), end)


def look_again(now: Sitting) -> Response:
    """The way to the check, which says that an answer was changed, where one was looked at before."""
    return redirect(url_for("check.show", changed="1" if now.filled.looked_at else None), 303)


def wrong_among(filled: Filled, question_ids: Iterable[str]) -> bool:
    """Whether one of these questions lacks an answer that it needs, or has a wrong one."""
    app = app_context()
    answers = answers_of(app.questionnaire, app.clinic, filled.typed)
    questions = answers.questionnaire.questions
    return any(problem(questions[each], filled.typed.get(each, ()), answers) for each in question_ids)


def held() -> str:
    """What this device holds: a "draft", "finished" answers, which were not sent, "sent" ones, or ""."""
    token, app = token_in_cookie(), app_context()
    found = app.store.open_draft(token, app.clock())
    if found:
        return "finished" if Filled.of(found.content).finished_at(app.questionnaire) else "draft"
    return "sent" if app.store.submission_of(token, app.clock()) else ""


def is_blank() -> bool:
    """Whether the draft of this device was begun, and nothing was typed yet."""
    found = app_context().store.open_draft(token_in_cookie(), app_context().clock())
    return found is not None and not found.content["typed"]


def marks_held() -> str:
    """A mark of what this device holds, for forms that delete: they delete that, and nothing newer."""
    return mark(token_in_cookie())


def mark(token: str) -> str:
    """Tells one draft from another, and nothing else."""
    return sha256(f"mark {token}".encode()).hexdigest()[:16] if token else ""


def is_taken_along() -> bool:
    """Whether the report of the finished answers on this device was downloaded."""
    app = app_context()
    found = app.store.open_draft(token_in_cookie(), app.clock())
    finished = Filled.of(found.content).finished if found else None
    return finished is not None and finished.is_taken


def take_along() -> None:
    """The report was downloaded. If another tab saves at this moment, it is not noted, and asked about."""
    if held() != "finished":
        return
    now = sitting()
    finished = now.filled.finished
    if finished and not finished.is_taken:
        keep_over(now, replace(now.filled, finished=replace(finished, is_taken=True)), now.expires_at)


def _sitting(here: AppContext, token: str, filled: Filled, kept: tuple[int, datetime]) -> Sitting:
    answers = answers_of(here.questionnaire, here.clinic, filled.typed)
    asked_for = due(answers, here.clinic)
    seen = filled.seen
    answered = [each for each in asked_for if each in seen and is_answered(answers, each, filled.typed)]
    asked = askable(asked_for, answered, here.parents)
    path = Path(here.questionnaire, asked, seen)
    return Sitting(token, filled, *kept, answers, path)


def secret_in_cookie() -> str:
    """What lies in the draft's cookie; "" if nothing."""
    return cookies.held(COOKIE)


def token_in_cookie() -> str:
    """The token of the draft that this device may open; "" if none. A kiosk may for one sitting only."""
    at_kiosk = draft_token()
    return secret_in_cookie() if at_kiosk is None else at_kiosk


def give_cookie(response: Response, token: str, *, keeps: bool | None = None) -> Response:
    """Let this device hold the draft, and what becomes of it, until its browser is closed.

    Where the patient asked for it (`keeps`; by default as before), as long as the server lets it open them.
    A kiosk holds nothing of the draft but the secret of its sitting, which it has from the beginning.
    """
    if draft_token() is not None:
        return response
    if keeps is None:
        keeps = keeps_here()
    seconds = app_context().policy.draft_days * SECONDS_A_DAY if keeps else None
    if keeps:
        cookies.give(response, KEEPS, "1", seconds)
    elif keeps_here():
        cookies.take_away(response, KEEPS)
    return cookies.give(response, COOKIE, token, seconds)


def keeps_here() -> bool:
    """Whether the patient asked that this device keeps the answers when its browser is closed."""
    return bool(cookies.held(KEEPS))


def wants_to_keep() -> bool:
    """Whether the box for that was ticked in the form that came."""
    return "keep" in request.form


def give_secret(response: Response, secret: str) -> Response:
    """Let this kiosk hold the secret of a sitting, no longer than its browser runs."""
    return cookies.give(response, COOKIE, secret, None)


def clear_device(response: Response) -> Response:
    """Let this device forget everything, its copies of pages too."""
    cookies.take_away(response, COOKIE)
    cookies.take_away(response, KEEPS)
    cookies.take_away(response, LETTERS)
    cookies.forget(response, current_app.config["SESSION_COOKIE_NAME"])
    # Not "cookies": that would clear those of the clinic's other sites on the same domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
