"""The questions, one section a page, and the follow-ups that its answers make due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.assessment.assess import raised
from webapp.questionnaire.model import Section
from webapp.web.kit.app_context import app_context
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.kiosk_session import kiosk_request
from webapp.web.patient.answer_parsing import Typed, clean_answer, is_asked, parse_answers
from webapp.web.patient.draft import (
    Draft,
    any_invalid,
    current_draft,
    current_token,
    set_draft_cookie,
    update_draft,
)
from webapp.web.patient.draft_content import DraftContent, LastPage
from webapp.web.patient.early_end import redirect_if_ended
from webapp.web.patient.flow import progress
from webapp.web.patient.flow_redirects import SectionPage, redirect_after_save, redirect_to_step, section_page

bp = Blueprint("sections", __name__, url_prefix="/section")

AWAY = ("back", "leave")
"""The buttons that do not ask for right answers first."""


@bp.get("/<section>")
def show(section: str) -> ResponseReturnValue:
    """All questions of a section that are due."""
    page, draft = section_page(section), current_draft()
    asked = draft.path.due_in(section) if draft.path.is_open(section) else ()
    return _page(page, draft, asked) if asked else redirect_to_step(draft.path.resume())


@bp.get("/<section>/more")
def more(section: str) -> ResponseReturnValue:
    """The questions that the answers of this section made due; once they were asked, the same again."""
    page, draft = section_page(section, is_follow_up=True), current_draft()
    if not draft.path.is_started(section):
        return redirect(section_page(section).url(), 303)
    last = tuple(each for each in draft.content.follow_ups.get(section, ()) if each in draft.path.due)
    asked = last if "problems" in request.args else draft.path.pending(section) or last
    return _page(page, draft, asked) if asked else redirect(section_page(section).url(), 303)


@bp.post("/<section>")
def save(section: str) -> ResponseReturnValue:
    """Keep what was typed, then go where the button says."""
    return _saved(section_page(section))


@bp.post("/<section>/more")
def save_more(section: str) -> ResponseReturnValue:
    """Keep what was typed as follow-ups, then go where the button says."""
    return _saved(section_page(section, is_follow_up=True))


def _page(page: SectionPage, draft: Draft, asked: Sequence[str], typed: Typed | None = None) -> str:
    """`typed` is what came with a form whose token was too old; else the draft's own is shown."""
    app = app_context()
    form = app.forms.form(asked, draft.content.typed if typed is None else typed, draft.answers)
    if "problems" in request.args and typed is None:
        form.check(only_typed=request.args["problems"] == "typed")
    how_far = progress(app.questionnaire, page.section.id)
    return render_template(
        "patient/section.html", page=page, form=form, stale=typed is not None, progress=how_far
    )


def _saved(page: SectionPage) -> ResponseReturnValue:
    shown = _shown(page.section)
    questions = app_context().questionnaire.questions
    typed = {each: clean_answer(questions[each], request.form.getlist(each)) for each in shown}
    if not TokenForm().is_genuine():
        return _page(page, current_draft(), shown, typed), 400
    draft = update_draft(current_token(), lambda content: _merged(content, page, typed))
    return set_draft_cookie(
        redirect_if_ended(draft, page.destination) or _answered(page, draft, shown), draft.token
    )


def _button() -> str:
    """What was pressed. At a kiosk nobody leaves to come back."""
    pressed = request.form.get("do", "")
    return "" if pressed == "leave" and kiosk_request() else pressed


def _shown(section: Section) -> tuple[str, ...]:
    """The questions that the page held, as far as they are this section's and the patient's to answer."""
    named = request.form.get("shown", "").split()
    clinic = app_context().clinic
    return tuple(each.id for each in section.questions if each.id in named and is_asked(each, clinic))


def _merged(content: DraftContent, page: SectionPage, typed: dict[str, tuple[str, ...]]) -> DraftContent:
    """Keep what the page held. Nobody is through with it who goes away, or has something to mend."""
    button = _button()
    passed = content.with_page(typed, is_passed=True)
    is_passed = button not in AWAY and not any_invalid(passed, typed)
    merged = passed if is_passed else content.with_page(typed, is_passed=False)
    last_page = LastPage(page.section.id, page.is_follow_up, page.destination) if button == "leave" else None
    merged = replace(merged, last_page=last_page, acknowledged=_still_raised(merged))
    return merged.with_follow_ups(page.section.id, tuple(typed)) if page.is_follow_up else merged


def _still_raised(content: DraftContent) -> tuple[str, ...]:
    """The flags that were shown and stand: one that is raised a second time is shown a second time."""
    if not content.acknowledged:
        return ()
    app = app_context()
    stand = {flag.id for flag in raised(parse_answers(app.questionnaire, app.clinic, content.typed))}
    return tuple(flag for flag in content.acknowledged if flag in stand)


def _answered(page: SectionPage, draft: Draft, shown: Sequence[str]) -> Response:
    button = _button()
    if button not in AWAY and any(draft.error(question_id) for question_id in shown):
        return redirect(page.url(problems="1"), 303)
    return redirect_after_save(page.after_button(button), draft)
