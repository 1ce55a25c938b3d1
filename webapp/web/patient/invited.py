"""What an invitation leads to: a page that says what it is for, and a draft that is sent by it."""

from dataclasses import replace
from http import HTTPStatus
from math import ceil

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.storage import UNKNOWN_INVITATION, PatientInvitation, Submission
from webapp.storage.invitations.invitation import FOLLOW_UP
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.language_choice import chosen_language, typed_language
from webapp.web.kit.rate_limit import MINUTE, RateLimit
from webapp.web.kit.response_headers import NO_REFERRER
from webapp.web.kit.safety_messages import default_region
from webapp.web.kit.throttled_audit import RETURNING
from webapp.web.patient.completion import can_submit
from webapp.web.patient.device_answers import create_draft, draft_invitation, is_keep_ticked
from webapp.web.patient.draft import current_draft, current_token, wants_persistence
from webapp.web.patient.draft_content import DraftContent
from webapp.web.patient.flow import progress
from webapp.web.patient.follow_up import follow_up_draft, submission_about
from webapp.web.patient.follow_up_content import FollowUpContent
from webapp.web.patient.language_change import set_chosen_language, show_in, shown_problem
from webapp.web.patient.passphrase import (
    count_words,
    redirect_to_link,
    shown_words_problem,
    typed_passphrase,
    words_problem,
)
from webapp.web.patient.switch_draft import ask_to_switch
from webapp.web.patient.year_of_birth import is_year_asked, typed_year, year_problem

bp = Blueprint("invited", __name__, url_prefix="/invited")

YEAR, WITHOUT = "year", "without"
"""The fields for the year of birth, and for a form without the answers of last time."""

WORDS_LIMIT = RateLimit("typed invitations", each=10, together=120)
"""Six words a minute that are tried: on one device, and on all."""


@bp.get("")
def ask_words() -> ResponseReturnValue:
    """Show the form for the six words of a slip."""
    return _words_page("", "")


@bp.post("")
@retry_form(lambda: _words_page(typed_passphrase(), "stale"))
def redeem() -> ResponseReturnValue:
    """Redirect to the invitation that six words belong to."""
    app, typed = app_context(), typed_passphrase()
    if typed_language():
        address = url_for("invited.ask_words")
        problem = shown_words_problem(typed, "unknown", "often", "stale")
        return show_in(typed_language(), address, typed or problem, lambda: _words_page(typed, problem))
    link, wrong = redirect_to_link(), words_problem(typed)
    if link or wrong:
        return link or (_words_page(typed, wrong), 422)
    if not WORDS_LIMIT.hit():
        app.throttled_audit.record("server", "was made to wait", RETURNING, app.clock())
        return _words_page(typed, "often"), 429, {"Retry-After": str(MINUTE.seconds)}
    found = app.store.patient_invitations.by_words(typed, app.clock())
    if found is None:
        WORDS_LIMIT.record_failure()
        return _words_page(typed, "unknown"), 422
    return redirect(url_for("invited.show", token=found.invitee.token), 303)


@bp.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """Show what the invitation is for, and a button: link previews must not change anything."""
    return _page(token)


@bp.post("/<token>")
@retry_form("invited.show")
def begin(token: str) -> ResponseReturnValue:
    """Begin the form, or go on with the one of this invitation that is on this device."""
    app = app_context()
    if typed_language():
        return _in_language(token)
    found = app.store.patient_invitations.by_token(token, app.clock())
    if found is None or not found.is_open or not can_submit():
        return _page(token)
    _read_as_invited(found)
    if draft_invitation() == token:
        language = chosen_language() or current_draft().content.language or _language_of(found)
        return set_chosen_language(redirect(url_for("start.resume"), 303), language)
    about = submission_about(found)
    begun = _begun(found, about)
    problem = year_problem(found, about) if begun.follow_up else ""
    if problem:
        return _page(token, problem)
    carried = {name: request.form.get(name, "") for name in (YEAR, WITHOUT)}
    asked = ask_to_switch(url_for("invited.begin", token=token), carried, is_new=True)
    if asked:
        return asked
    app.store.patient_invitations.begin(token, app.clock())
    if begun.follow_up:
        subject = f"submission {found.about}"
        app.throttled_audit.record("patient", "opened", subject, app.clock(), what=FOLLOW_UP)
    content = replace(begun, invitation=token, language=chosen_language() or _language_of(found))
    return create_draft(content, is_persistent=wants_persistence())


def _in_language(token: str) -> ResponseReturnValue:
    """Show the page in another language, with the year of birth that was typed and what is wrong with it."""
    address, year = url_for("invited.show", token=token), typed_year()
    problem = shown_problem("form", "wrong", "closed", *([] if year else ["empty"]))
    return show_in(typed_language(), address, year or problem, lambda: _page(token, problem))


def _begun(invitation: PatientInvitation, about: Submission | None) -> DraftContent:
    """Return the draft that begins: a follow-up, unless the patient goes without the old answers."""
    is_whole = invitation.asks != FOLLOW_UP or WITHOUT in request.form
    return DraftContent() if is_whole else follow_up_draft(about)


def _page(token: str, problem: str = "") -> ResponseReturnValue:
    """Render the page. `problem`: what is wrong with the year of birth, as `year_problem` says."""
    app = app_context()
    found = app.store.patient_invitations.by_token(token, app.clock())
    if found:
        _read_as_invited(found)
    is_open = bool(found and found.is_open and can_submit())
    about = submission_about(found) if found and is_open else None
    follow_up = follow_up_draft(about).follow_up
    page = render_template(
        "patient/invited.html",
        token=token,
        invitation=found,
        state=found.state if found else UNKNOWN_INVITATION,
        is_open=is_open,
        is_mine=draft_invitation() == token,
        is_sent_here=bool(found and found.reference and found.reference == _sent_reference()),
        keeps=is_keep_ticked(),
        follow_up=follow_up,
        minutes=_minutes(follow_up),
        whole_minutes=_minutes(None),
        asks_year=bool(follow_up and is_year_asked(about)),
        year=typed_year(),
        problem="closed" if problem and found and not found.years_left else problem,
        numbers=default_region(),
        policy=app.policy,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return page, status if is_open else HTTPStatus.GONE, NO_REFERRER


def _minutes(follow_up: FollowUpContent | None) -> int:
    asked = app_context().questionnaire
    return ceil(follow_up.minutes) if follow_up else progress(asked, asked.sections[0].id).minutes


def _language_of(invitation: PatientInvitation) -> str:
    """Return the language that the clinic chose, "" for none or one that is not offered now."""
    language = invitation.invitee.language
    return language if language in app_context().offered_languages else ""


def _read_as_invited(invitation: PatientInvitation) -> None:
    """Go on in the language of the invitation, where the patient chose none."""
    language = _language_of(invitation)
    if language and not (chosen_language() or typed_language()):
        g.language = language


def _sent_reference() -> str:
    """Return the reference of what this device sent, or ""."""
    return app_context().store.submissions.reference_by_draft(current_token(), app_context().clock())


def _words_page(typed: str, error: str) -> str:
    return render_template("patient/invited_words.html", typed=typed, count=count_words(typed), error=error)
