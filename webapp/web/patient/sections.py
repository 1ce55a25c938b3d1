"""The pages of questions: one for each section, and one for the follow-ups that its answers make due."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.assessment import Answers
from webapp.assessment.acknowledged import still_raised
from webapp.assessment.asked import is_asked
from webapp.assessment.page_checks import page_checks_on
from webapp.questionnaire.model import PageCheck, Section
from webapp.web.kit.answer_parsing import TypedValues, clean_answer, is_valid, parse_answers
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.kiosk_session import kiosk_request
from webapp.web.kit.language_choice import typed_language
from webapp.web.patient.draft import Draft, current_draft, current_token, set_draft_cookie, update_draft
from webapp.web.patient.draft_content import DraftContent, LastPage
from webapp.web.patient.flow_redirects import (
    SectionPage,
    redirect_after_save,
    redirect_if_ended,
    redirect_to_step,
    section_page,
)
from webapp.web.patient.language_change import shown_problem
from webapp.web.patient.last_time import last_time
from webapp.web.patient.plausibility import misfit_remark
from webapp.web.patient.question_forms import section_forms

bp = Blueprint("sections", __name__, url_prefix="/section")
PageValues = Mapping[str, tuple[str, ...]]  # the cleaned form values of one page, by question id
ALL, TYPED, MISFIT = "1", "typed", "misfit"
"""The `problems` of a page: of every question, of what was typed, or answers that do not fit together."""

LANGUAGE = "language"
AWAY = ("back", "leave", LANGUAGE)  # the buttons that leave the page without validating it


@bp.get("/<section>")
def show(section: str) -> ResponseReturnValue:
    """Show all due questions of a section, and the one that `ask` names, which a follow-up took as it was."""
    page, draft = section_page(section), current_draft()
    asked = draft.due_or_named(section, request.args.get("ask", "")) if draft.path.is_open(section) else ()
    return _page(page, draft, asked) if asked else redirect_to_step(draft.path.resume())


@bp.get("/<section>/more")
def more(section: str) -> ResponseReturnValue:
    """Show the questions that the answers of this section made due; later, those last shown."""
    page, draft = section_page(section, is_follow_up=True), current_draft()
    if not draft.path.is_started(section):
        return redirect(section_page(section).url(), 303)
    last = tuple(each for each in draft.content.follow_ups.get(section, ()) if each in draft.path.due)
    asked = last if "problems" in request.args else draft.path.pending(section) or last
    return _page(page, draft, asked) if asked else redirect(section_page(section).url(), 303)


@bp.post("/<section>")
@retry_form(lambda section: _typed_again(section_page(section)))
def save(section: str) -> ResponseReturnValue:
    """Save what was typed, and redirect to where the button leads."""
    return _save(section_page(section))


@bp.post("/<section>/more")
@retry_form(lambda section: _typed_again(section_page(section, is_follow_up=True)))
def save_more(section: str) -> ResponseReturnValue:
    """Save the follow-ups, and redirect to where the button leads."""
    return _save(section_page(section, is_follow_up=True))


def _page(page: SectionPage, draft: Draft, asked: Sequence[str], typed: TypedValues | None = None) -> str:
    """Render the page, with the `typed` values of a form that was too old, or with those of the draft."""
    form = section_forms().form_for(asked, draft.content.typed if typed is None else typed, draft.answers)
    problems = request.args.get("problems", "") if typed is None else ""
    for field in form.questions:
        field.last_time = last_time(draft.content.follow_up, field.question)
    if problems:
        form.validate_fields(only_typed=problems == TYPED)
    steps = draft.progress(page.section.id)
    checks = list(page_checks_on(draft.answers, page.section, asked)) if problems == MISFIT else []
    return render_template(
        "patient/section.html",
        page=page,
        form=form,
        progress=steps,
        problems=problems,
        misfits=[misfit_remark(draft.answers, check, asked) for check in checks],
        read_checks=" ".join(_key(page.section, check) for check in checks),
    )


def _key(section: Section, check: PageCheck) -> str:
    return str(section.checks.index(check))


def _unread_checks(answers: Answers, section: Section, shown: Sequence[str]) -> bool:
    """Return whether answers do not fit together and the patient has not read so on this page."""
    read = request.form.get("read_checks", "").split()
    return any(_key(section, check) not in read for check in page_checks_on(answers, section, shown))


def _save(page: SectionPage) -> ResponseReturnValue:
    shown = _shown(page.section)
    typed = _typed(shown)
    draft = update_draft(current_token(), lambda content: _with_page(content, page, typed))
    language = typed_language() if _button() == LANGUAGE else ""
    return set_draft_cookie(_destination(page, draft, shown), draft.token, language=language)


def _typed_again(page: SectionPage) -> str:
    """Render the page with what was typed; none of it was saved."""
    shown = _shown(page.section)
    return _page(page, current_draft(), shown, _typed(shown))


def _typed(shown: Sequence[str]) -> PageValues:
    questions = app_context().questionnaire.questions
    return {each: clean_answer(questions[each], request.form.getlist(each)) for each in shown}


def _button() -> str:
    """Return the button that was pressed. At a kiosk nobody leaves to come back."""
    if LANGUAGE in request.form:
        return LANGUAGE if typed_language() else ""
    pressed = request.form.get("do", "")
    return "" if pressed == "leave" and kiosk_request() else pressed


def _shown(section: Section) -> tuple[str, ...]:
    """Return the questions that the page held, as far as they belong to the section and to the patient."""
    named = request.form.get("shown", "").split()
    clinic = app_context().clinic
    return tuple(each.id for each in section.questions if each.id in named and is_asked(each, clinic))


def _with_page(content: DraftContent, page: SectionPage, typed: PageValues) -> DraftContent:
    """Merge the values of a page. It is passed when the patient goes on and all its answers are valid."""
    app, button = app_context(), _button()
    passed = content.with_page(typed, is_passed=True)
    answers = parse_answers(app.questionnaire, app.clinic, passed.typed)
    questions = app.questionnaire.questions
    is_passed = (
        button not in AWAY
        and all(is_valid(questions[each], values, answers) for each, values in typed.items())
        and not _unread_checks(answers, page.section, tuple(typed))
    )
    saved = passed if is_passed else content.with_page(typed, is_passed=False)
    last_page = LastPage(page.section.id, page.is_follow_up, page.destination) if button == "leave" else None
    saved = replace(saved, last_page=last_page, acknowledged=still_raised(content.acknowledged, answers))
    saved = replace(saved, follow_up=content.follow_up and content.follow_up.asking(typed))
    saved = replace(saved, language=typed_language() if button == LANGUAGE else saved.language)
    return saved.with_follow_ups(page.section.id, tuple(typed)) if page.is_follow_up else saved


def _destination(page: SectionPage, draft: Draft, shown: Sequence[str]) -> Response:
    """Redirect to the early end, back to a page with invalid answers, or to where the button leads."""
    ended, button = redirect_if_ended(draft, page.destination), _button()
    if button == LANGUAGE:
        return ended or redirect(page.url(problems=shown_problem(ALL, TYPED, MISFIT)), 303)
    if button not in AWAY and not all(draft.is_valid(question_id) for question_id in shown):
        return ended or redirect(page.url(problems=ALL), 303)
    if button not in AWAY and _unread_checks(draft.answers, page.section, shown):
        return ended or redirect(page.url(problems=MISFIT), 303)
    return ended or redirect_after_save(page.after_button(button), draft)
