"""Asking a patient again about the plan: what the short form would ask, and the slips of those asked."""

from datetime import date

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.follow_up import FollowUp, birth_years, choose
from webapp.localization.catalogues import plain_language
from webapp.storage import NewInvitation, Submission
from webapp.storage.invitations.invitation import FOLLOW_UP
from webapp.web.auth.guards import current_actor, require_practitioner
from webapp.web.desk.follow_up_slip import follow_up_slip
from webapp.web.desk.invitation_forms import DAY, LastDayForm, end_of, usual_day
from webapp.web.desk.list_query import current_list_query
from webapp.web.desk.submission_access import get_or_404, handle_damaged
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.dates import day_here

bp = Blueprint("ask_again", __name__, url_prefix="/desk/<reference>/ask-again")
require_practitioner(bp)
handle_damaged(bp)


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """Show what the short form would ask, and who was asked before."""
    submission = get_or_404(reference)
    return _page(submission, LastDayForm(until=_proposed_day(submission)))


@bp.post("")
@retry_form(lambda reference: _page(get_or_404(reference), LastDayForm()))
def ask(reference: str) -> ResponseReturnValue:
    """Make the slip of a follow-up, and show it."""
    submission, form, app = get_or_404(reference), LastDayForm(), app_context()
    if not form.validate() or form.until.data is None or app.policy.keeps_nothing:
        return _page(submission, form), 422
    person, until = submission.person, end_of(form.until.data)
    language = _language_of(submission)
    new = NewInvitation(
        person.number,
        person.name,
        until,
        FOLLOW_UP,
        reference,
        language=language,
        words_in=language or app.clinic.language,
    )
    app.store.patient_invitations.create(new, current_actor(), app.clock())
    return redirect(
        current_list_query().url_with_list("ask_again.show", reference=reference, done="asked"), 303
    )


def _page(submission: Submission, form: LastDayForm) -> str:
    app = app_context()
    asked = app.store.patient_invitations.for_submission(submission.reference, app.clock())
    short, newest = _chosen(submission), next((one for one in asked if one.is_open), None)
    questions = app.documents.for_staff(app.questionnaire).questions
    return render_template(
        "desk/ask_again.html",
        submission=submission,
        form=form,
        asked=asked,
        slip=follow_up_slip(submission),
        short=short,
        asks_year=bool(birth_years(app.documents.last_time(submission))),
        is_closed=bool(newest and not newest.years_left),
        questions=[questions[one].short_name for one in short.asked],
        policy=app.policy,
        done=request.args.get("done", ""),
        list_query=current_list_query(),
    )


def _chosen(submission: Submission) -> FollowUp:
    """Return what the short form would ask today."""
    app = app_context()
    about = submission.newest_plan.about if submission.newest_plan else ()
    last, today = app.documents.last_time(submission), day_here(app.clock())
    return choose(last, app.questionnaire, app.clinic, today, about)


def _proposed_day(submission: Submission) -> date:
    """Return the day before the patient comes back, if that is agreed and still to come."""
    back, today = submission.plan.come_back if submission.plan else None, day_here(app_context().clock())
    return back - DAY if back and back > today else usual_day()


def _language_of(submission: Submission) -> str:
    """Return the language that was answered in, in easy read or not, where it is offered."""
    app = app_context()
    language = plain_language(app.questionnaire_of(submission.digest).language)
    return language if language in app.offered_languages else ""
