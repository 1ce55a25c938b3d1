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
from webapp.web.kit.kiosk_session import visit
from webapp.web.patient.answer_parsing import Typed, answers_of, is_asked, kept_of
from webapp.web.patient.draft import Sitting, give_cookie, keep, sitting, token_in_cookie, wrong_among
from webapp.web.patient.draft_content import Filled, Left
from webapp.web.patient.early_end import stopped
from webapp.web.patient.flow import progress
from webapp.web.patient.flow_redirects import At, at, follow, to
from webapp.web.patient.question_forms import TokenForm

bp = Blueprint("sections", __name__, url_prefix="/section")

AWAY = ("back", "leave")
"""The buttons that do not ask for right answers first."""


@bp.get("/<section>")
def show(section: str) -> ResponseReturnValue:
    """All questions of a section that are due."""
    page, now = at(section), sitting()
    asked = now.path.of(section) if now.path.is_open(section) else ()
    return _page(page, now, asked) if asked else to(now.path.resuming())


@bp.get("/<section>/more")
def more(section: str) -> ResponseReturnValue:
    """The questions that the answers of this section made due; once they were asked, the same again."""
    page, now = at(section, is_more=True), sitting()
    if not now.path.is_begun(section):
        return redirect(at(section).url(), 303)
    last = tuple(each for each in now.filled.more.get(section, ()) if each in now.path.due)
    asked = last if "problems" in request.args else now.path.pending(section) or last
    return _page(page, now, asked) if asked else redirect(at(section).url(), 303)


@bp.post("/<section>")
def save(section: str) -> ResponseReturnValue:
    """Keep what was typed, then go where the button says."""
    return _saved(at(section))


@bp.post("/<section>/more")
def save_more(section: str) -> ResponseReturnValue:
    """Keep what was typed as follow-ups, then go where the button says."""
    return _saved(at(section, is_more=True))


def _page(page: At, now: Sitting, asked: Sequence[str], typed: Typed | None = None) -> str:
    """`typed` is what came with a form whose token was too old; else the draft's own is shown."""
    app = app_context()
    form = app.forms.form(asked, now.filled.typed if typed is None else typed, now.answers)
    if "problems" in request.args and typed is None:
        form.check(only_typed=request.args["problems"] == "typed")
    how_far = progress(app.questionnaire, page.section.id)
    return render_template(
        "patient/section.html", page=page, form=form, stale=typed is not None, progress=how_far
    )


def _saved(page: At) -> ResponseReturnValue:
    shown = _shown(page.section)
    questions = app_context().questionnaire.questions
    typed = {each: kept_of(questions[each], request.form.getlist(each)) for each in shown}
    if not TokenForm().is_genuine():
        return _page(page, sitting(), shown, typed), 400
    kept = keep(token_in_cookie(), lambda filled: _merged(filled, page, typed))
    return give_cookie(stopped(kept, page.then) or _answered(page, kept, shown), kept.token)


def _button() -> str:
    """What was pressed. At a kiosk nobody leaves to come back."""
    pressed = request.form.get("do", "")
    return "" if pressed == "leave" and visit() else pressed


def _shown(section: Section) -> tuple[str, ...]:
    """The questions that the page held, as far as they are this section's and the patient's to answer."""
    named = request.form.get("shown", "").split()
    clinic = app_context().clinic
    return tuple(each.id for each in section.questions if each.id in named and is_asked(each, clinic))


def _merged(filled: Filled, page: At, typed: dict[str, tuple[str, ...]]) -> Filled:
    """Keep what the page held. Nobody is through with it who goes away, or has something to mend."""
    button = _button()
    passed = filled.with_page(typed, is_passed=True)
    is_passed = button not in AWAY and not wrong_among(passed, typed)
    merged = passed if is_passed else filled.with_page(typed, is_passed=False)
    left = Left(page.section.id, page.is_more, page.then) if button == "leave" else None
    merged = replace(merged, left=left, noted=_still_raised(merged))
    return merged.with_more(page.section.id, tuple(typed)) if page.is_more else merged


def _still_raised(filled: Filled) -> tuple[str, ...]:
    """The flags that were shown and stand: one that is raised a second time is shown a second time."""
    if not filled.noted:
        return ()
    app = app_context()
    stand = {flag.id for flag in raised(answers_of(app.questionnaire, app.clinic, filled.typed))}
    return tuple(flag for flag in filled.noted if flag in stand)


def _answered(page: At, kept: Sitting, shown: Sequence[str]) -> Response:
    button = _button()
    if button not in AWAY and any(kept.problem(question_id) for question_id in shown):
        return redirect(page.url(problems="1"), 303)
    return follow(page.towards(button), kept)
