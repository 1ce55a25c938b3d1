"""Check your answers, and send them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.questionnaire.model import Question, Section
from webapp.storage import Entry
from webapp.web.draft import TRIES, Sitting, give_cookie, sitting
from webapp.web.fields import anchor, unsure_label
from webapp.web.forms import TokenForm
from webapp.web.onward import At
from webapp.web.parts import parts
from webapp.web.phrases import at_once
from webapp.web.reading import is_unsure, read
from webapp.web.sections import stopped
from webapp.web.speech import figure

bp = Blueprint("check", __name__)

CHANNEL = "home"
"""How the answers came: from the patient's own device."""


@dataclass(frozen=True)
class Row:
    """One question with its answer. `state` is "given", "unsure", "skipped", "needed" or "wrong".

    `words` are the answer's; `problem` says what is wrong, in "needed" and "wrong".
    """

    question: Question
    state: str
    words: tuple[str, ...]
    problem: str
    url: str

    @property
    def name(self) -> str:
        return self.question.short or self.question.text

    @property
    def summary_line(self) -> tuple[str, str, str]:
        """A link to the question, its name, and what is wrong."""
        return self.url, self.name, self.problem


@bp.get("/check")
def show() -> ResponseReturnValue:
    """Every question that was to be asked, by section."""
    return _page()


@bp.post("/send")
def send() -> ResponseReturnValue:
    """Make the answers a submission. Whoever sends again comes to the same result."""
    if not TokenForm().is_genuine():
        return _page(stale=True), 400
    for _ in range(TRIES):
        response = _sent(sitting())
        if response:
            return response
    raise ServiceUnavailable


def _sent(now: Sitting) -> Response | None:
    """None: another tab saved at the same moment, and what it saved must be looked at first."""
    ending = stopped(now)  # another tab may have saved such an answer, and not have come to the end yet
    if ending:
        return ending
    if any(now.problem(question_id) for question_id in now.path.due):
        return redirect(url_for("check.show", problems="1"), 303)
    if at_once(now.answers, now.filled.noted):
        section = parts().questionnaire.sections[-1].id
        return redirect(url_for("notice.show", section=section, then="check"), 303)
    here = parts()
    entry = Entry(channel=CHANNEL, digest=here.questionnaire.digest, answers=now.answers.outside())
    submission = here.store.submit(now.token, now.version, entry, here.clock())
    return give_cookie(redirect(url_for("result.show"), 303), now.token) if submission else None


def _page(*, stale: bool = False) -> str:
    now = sitting()
    sections = [(section, _rows(now, section)) for section in parts().questionnaire.sections]
    told = "problems" in request.args
    wrong = [row for _, rows in sections for row in rows if told and row.problem]
    return render_template(
        "check.html",
        form=TokenForm(),
        sections=[(section, rows) for section, rows in sections if rows],
        wrong=wrong,
        stale=stale,
        back=now.path.last(),
    )


def _rows(now: Sitting, section: Section) -> list[Row]:
    return [_row(now, question) for question in section.questions if question.id in now.path.due]


def _row(now: Sitting, question: Question) -> Row:
    typed = now.filled.typed.get(question.id, ())
    wrong = now.problem(question.id)
    words = () if wrong else _words(question, typed)
    page = At(parts().questionnaire.section(question.section), then="check")
    url = page.url(problems=bool(wrong), anchor=anchor(question.id))
    return Row(question, _state(question, typed, words, wrong), words, wrong, url)


def _state(question: Question, typed: Sequence[str], words: tuple[str, ...], wrong: str) -> str:
    if wrong:
        return "wrong" if any(typed) else "needed"
    if words:
        return "unsure" if is_unsure(question, typed) else "given"
    return "skipped"


def _words(question: Question, typed: Sequence[str]) -> tuple[str, ...]:
    """The answer as the person gave it: the labels that were chosen, or the number with its unit."""
    value = read(question, typed)
    if isinstance(value, int | Fraction):
        return (f"{figure(value)} {question.unit}".strip(),)
    if value is None:
        return (unsure_label(question),) if is_unsure(question, typed) else ()
    chosen = value if isinstance(value, tuple) else (value,)
    return tuple(question.option(option).label for option in chosen)
