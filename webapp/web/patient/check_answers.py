"""The page "Check your answers"."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.questionnaire.model import Question
from webapp.web.kit.answer_parsing import is_unsure
from webapp.web.kit.app_context import app_context
from webapp.web.patient.completion import can_submit, complete, finish_unsent, redirect_if_unready
from webapp.web.patient.draft import Draft, current_draft, mark_reviewed, redirect_to_review
from webapp.web.patient.flow_redirects import SectionPage, change_links
from webapp.web.patient.last_time import taken_answers, uncounted
from webapp.web.patient.plausibility import plausibility_remarks
from webapp.web.patient.question_fields import anchor
from webapp.web.patient.typed_answer_words import typed_answer_words

bp = Blueprint("check_answers", __name__)


@dataclass(frozen=True)
class QuestionRow:
    """One question with its answer.

    `state`: "given", "unsure", "skipped", "open" (its page was not passed yet), "needed" or "wrong". `words`:
    the answer as text. `problem`: the error message in "needed" and "wrong".
    """

    question: Question
    state: str
    words: tuple[str, ...]
    problem: str
    url: str

    @property
    def name(self) -> str:
        return self.question.short_name

    @property
    def summary_line(self) -> tuple[str, str, str]:
        return self.url, self.name, self.problem


@bp.get("/check")
def show() -> ResponseReturnValue:
    """Show every question that is due, by section."""
    draft = current_draft()
    due = draft.path.due
    sections = [
        (section, [_row(draft, question) for question in section.questions if question.id in due])
        for section in app_context().questionnaire.sections
    ]
    shows_problems = "problems" in request.args
    remarks = plausibility_remarks(draft.assessment)
    is_changed = "changed" in request.args and not shows_problems
    every = [row for _, rows in sections for row in rows]
    wrong = [row for row in every if shows_problems and row.problem]
    blank = [row for row in every if row.state in ("skipped", "open")]
    return render_template(
        "patient/check_answers.html",
        sections=[(section, rows) for section, rows in sections if rows],
        wrong=wrong,
        asked=len(every),
        blank=len(blank) if len(blank) > len(every) / 2 else 0,
        is_changed=is_changed,
        remarks=[(one.text, change_links(draft, one.questions, "check")) for one in remarks],
        looked_at=draft.digest,
        can_submit=can_submit(),
        back=draft.path.last_step(),
        taken=list(taken_answers(draft)),
        uncounted=uncounted(draft),
    )


@bp.post("/check")
def go_on() -> ResponseReturnValue:
    """Redirect to the page for submitting, or to the result where nobody could read a submission."""
    shown = current_draft()
    is_reviewed = request.form.get("looked_at") == shown.digest and mark_reviewed(shown)
    draft = current_draft()
    first = redirect_if_unready(draft)
    if first:
        return first
    if not is_reviewed:
        return redirect_to_review(draft)
    if not can_submit():
        return complete(finish_unsent)
    return redirect(url_for("submit.show"), 303)


def _row(draft: Draft, question: Question) -> QuestionRow:
    typed = draft.typed(question.id)
    wrong = draft.error(question.id)
    words = () if wrong else typed_answer_words(question, typed)
    page = SectionPage(app_context().questionnaire.section(question.section), destination="check")
    url = page.url(problems="1" if wrong else "", anchor=anchor(question.id))
    return QuestionRow(question, _state(draft, question, words, wrong), words, wrong, url)


def _state(draft: Draft, question: Question, words: tuple[str, ...], wrong: str) -> str:
    typed = draft.typed(question.id)
    if wrong:
        return "wrong" if any(typed) else "needed"
    if words:
        return "unsure" if is_unsure(question, typed) else "given"
    return "skipped" if question.id in draft.path.seen else "open"
