"""Check your answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.questionnaire.model import Question, Section
from webapp.questionnaire.rules.writing import write_number
from webapp.questionnaire.units import unit_behind
from webapp.web.kit.app_context import app_context
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.i18n import format_number
from webapp.web.patient import submit
from webapp.web.patient.answer_errors import unsure_label
from webapp.web.patient.answer_parsing import is_unsure, parse_answer
from webapp.web.patient.draft import Draft, current_draft, mark_reviewed, redirect_to_review
from webapp.web.patient.flow_redirects import SectionPage
from webapp.web.patient.plausibility import plausibility_remarks
from webapp.web.patient.question_fields import anchor

bp = Blueprint("check", __name__)


@dataclass(frozen=True)
class Row:
    """One question with its answer. `state` is "given", "unsure", "skipped", "open", "needed" or "wrong".

    "open": the person did not go on from its page yet. `words` are the answer's; `problem` says what is
    wrong, in "needed" and "wrong".
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


@bp.post("/check")
def go_on() -> ResponseReturnValue:
    """On to the handing over; where there is nobody to hand anything to, to the result."""
    if not TokenForm().is_genuine():
        return _page(stale=True), 400
    seen = current_draft()
    was_seen = request.form.get("looked_at") == seen.digest and mark_reviewed(seen)
    draft = current_draft()
    other = submit.redirect_if_unready(draft)
    if other:
        return other
    if not was_seen:
        return redirect_to_review(draft)
    if not submit.can_submit():
        return submit.complete(submit.finish_unsent)
    return redirect(url_for("hand_over.show"), 303)


def _page(*, stale: bool = False) -> str:
    draft = current_draft()
    sections = [(section, _rows(draft, section)) for section in app_context().questionnaire.sections]
    told = "problems" in request.args
    is_changed = "changed" in request.args and not told
    every = [row for _, rows in sections for row in rows]
    wrong = [row for row in every if told and row.problem]
    blank = [row for row in every if row.state in ("skipped", "open")]
    return render_template(
        "patient/check_answers.html",
        form=TokenForm(),
        sections=[(section, rows) for section, rows in sections if rows],
        wrong=wrong,
        asked=len(every),
        blank=len(blank) if len(blank) > len(every) / 2 else 0,
        stale=stale,
        is_changed=is_changed,
        doubts=plausibility_remarks(draft),
        looked_at=draft.digest,
        hands_over=submit.can_submit(),
        back=draft.path.last_step(),
    )


def _rows(draft: Draft, section: Section) -> list[Row]:
    return [_row(draft, question) for question in section.questions if question.id in draft.path.due]


def _row(draft: Draft, question: Question) -> Row:
    typed = draft.content.typed.get(question.id, ())
    wrong = draft.error(question.id)
    words = () if wrong else _words(question, typed)
    page = SectionPage(app_context().questionnaire.section(question.section), destination="check")
    url = page.url(problems="1" if wrong else "", anchor=anchor(question.id))
    return Row(question, _state(draft, question, words, wrong), words, wrong, url)


def _state(draft: Draft, question: Question, words: tuple[str, ...], wrong: str) -> str:
    typed = draft.content.typed.get(question.id, ())
    if wrong:
        return "wrong" if any(typed) else "needed"
    if words:
        return "unsure" if is_unsure(question, typed) else "given"
    return "skipped" if question.id in draft.path.seen else "open"


def _words(question: Question, typed: Sequence[str]) -> tuple[str, ...]:
    """The answer as the person gave it: the labels that were chosen, or the number with its unit."""
    value = parse_answer(question, typed)
    if isinstance(value, int | Fraction):
        return (f"{format_number(value)} {unit_behind(question, write_number(value))}".strip(),)
    if value is None:
        return (unsure_label(question),) if is_unsure(question, typed) else ()
    chosen = value if isinstance(value, tuple) else (value,)
    return tuple(question.option(option).label for option in chosen)
