"""The draft of this device: what it holds, the cookie that opens it, and how changes are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import current_app
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.assessment import Answers
from webapp.questionnaire.model import Questionnaire
from webapp.web import cookies
from webapp.web.at_kiosk import draft_token
from webapp.web.fields import problem
from webapp.web.parents import askable
from webapp.web.parts import Parts, parts
from webapp.web.reading import answers_of, due, is_answered
from webapp.web.steps import Path

COOKIE = "draft"

TRIES = 50
"""How often a change is merged anew while other tabs save, before this one gives up."""

SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Finished:
    """That the answers were finished and not sent: when, and which questionnaire they answer."""

    at: datetime
    digest: str

    @classmethod
    def of(cls, content: Mapping[str, str]) -> Finished:
        return cls(datetime.fromisoformat(content["at"]), content["digest"])

    def content(self) -> dict[str, str]:
        return {"at": self.at.isoformat(), "digest": self.digest}


@dataclass(frozen=True)
class Filled:
    """What a draft holds: what was typed, by question, and where the person stands.

    `more` are the follow-ups that were last asked, by section; `noted` the safety flags that were shown;
    `sentence` the words to come back with, once there are some; `finished` stands until an answer changes.
    """

    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    noted: tuple[str, ...] = ()
    sentence: str = ""
    finished: Finished | None = None

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Filled:
        """Read a draft's content."""
        typed, more = _tuples(content["typed"]), _tuples(content["more"])
        finished = content.get("finished")  # drafts of an earlier release have none
        return cls(
            typed,
            more,
            tuple(content["noted"]),
            content["sentence"],
            Finished.of(finished) if finished else None,
        )

    def content(self) -> dict[str, Any]:
        """The draft's content as the store keeps it."""
        return {
            "typed": self.typed,
            "more": self.more,
            "noted": self.noted,
            "sentence": self.sentence,
            "finished": self.finished.content() if self.finished else None,
        }

    def finished_at(self, questionnaire: Questionnaire) -> datetime | None:
        """When the answers to this very questionnaire were finished; None if they are not."""
        finished = self.finished
        return finished.at if finished and finished.digest == questionnaire.digest else None

    def with_typed(self, typed: Mapping[str, tuple[str, ...]]) -> Filled:
        merged = {**self.typed, **typed}
        return replace(self, typed=merged, finished=self.finished if merged == self.typed else None)

    def with_more(self, section: str, asked: tuple[str, ...]) -> Filled:
        return replace(self, more={**self.more, section: asked})

    def with_noted(self, flags: tuple[str, ...]) -> Filled:
        return replace(self, noted=tuple(dict.fromkeys((*self.noted, *flags))))


def _tuples(lists: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


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
    here = parts()
    found = here.store.open_draft(token, here.clock()) if token else None
    if found is None:
        raise DraftGone
    return _sitting(here, token, Filled.of(found.content), (found.version, found.expires_at))


def keep(token: str, change: Callable[[Filled], Filled]) -> Sitting:
    """Change the draft, on top of whatever other tabs saved meanwhile. Raises DraftGone."""
    here = parts()
    for _ in range(TRIES):
        found = here.store.open_draft(token, here.clock())
        if found is None:
            raise DraftGone
        filled = change(Filled.of(found.content))
        if here.store.save_draft(token, found.version, filled.content(), here.clock()):
            return _sitting(here, token, filled, (found.version + 1, found.expires_at))
    raise ServiceUnavailable


def keep_over(now: Sitting, filled: Filled, end: datetime | None = None) -> bool:
    """Save over this very state of the draft; False when it moved on, or is gone.

    It lives until `end`, or a whole term.
    """
    here = parts()
    return here.store.save_draft(now.token, now.version, filled.content(), here.clock(), end)


def held() -> str:
    """What this device holds: a "draft", "finished" answers, which were not sent, "sent" ones, or ""."""
    token, here = token_in_cookie(), parts()
    found = here.store.open_draft(token, here.clock())
    if found:
        return "finished" if Filled.of(found.content).finished_at(here.questionnaire) else "draft"
    return "sent" if here.store.submission_of(token, here.clock()) else ""


def _sitting(here: Parts, token: str, filled: Filled, kept: tuple[int, datetime]) -> Sitting:
    answers = answers_of(here.questionnaire, here.clinic, filled.typed)
    asked_for = due(answers, here.clinic)
    answered = [each for each in asked_for if is_answered(answers, each, filled.typed)]
    asked = askable(asked_for, answered, here.parents)
    path = Path(here.questionnaire, asked, filled.typed)
    return Sitting(token, filled, *kept, answers, path)


def secret_in_cookie() -> str:
    """What lies in the draft's cookie; "" if nothing."""
    return cookies.held(COOKIE)


def token_in_cookie() -> str:
    """The token of the draft that this device may open; "" if none. A kiosk may for one sitting only."""
    at_kiosk = draft_token()
    return secret_in_cookie() if at_kiosk is None else at_kiosk


def give_cookie(response: Response, token: str) -> Response:
    """Let this device hold the draft, and what becomes of it, as long as the server lets it open them.

    A kiosk holds nothing of the draft but the secret of its sitting, which it has from the beginning.
    """
    if draft_token() is not None:
        return response
    return cookies.give(response, COOKIE, token, parts().policy.draft_days * SECONDS_A_DAY)


def give_secret(response: Response, secret: str) -> Response:
    """Let this kiosk hold the secret of a sitting, no longer than its browser runs."""
    return cookies.give(response, COOKIE, secret, None)


def clear_device(response: Response) -> Response:
    """Let this device forget everything, its copies of pages too."""
    cookies.take_away(response, COOKIE)
    cookies.forget(response, current_app.config["SESSION_COOKIE_NAME"])
    # Not "cookies": that would clear those of the clinic's other sites on the same domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
