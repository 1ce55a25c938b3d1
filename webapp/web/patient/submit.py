"""The page on which the patient sends the answers to the clinic, or only takes the report along."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.report.pdf.font_coverage import unshown
from webapp.storage import InvitationClosed, Person
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.i18n import gettext
from webapp.web.kit.kiosk_session import kiosk_request
from webapp.web.kit.language_choice import typed_language
from webapp.web.kit.person_fields import typed_person
from webapp.web.patient.completion import (
    Action,
    can_submit,
    closed_invitation,
    complete,
    finish_unsent,
    save_choice,
    submit,
    submitted_person,
)
from webapp.web.patient.draft import Draft, current_draft, redirect_to_review
from webapp.web.patient.language_change import show_in, shown_problem

bp = Blueprint("submit", __name__)
ACTIONS: Mapping[str, Action] = {"send": submit, "download": finish_unsent}  # what each choice does


@bp.get("/hand-over")
def show() -> ResponseReturnValue:
    """Show what each choice means. Nothing is chosen beforehand."""
    draft = current_draft()
    if not draft.is_complete:
        return redirect(url_for("check_answers.show", problems="1"), 303)
    if not can_submit():
        return redirect(url_for("check_answers.show"), 303)
    return _page(draft) if draft.is_reviewed else redirect_to_review(draft)


@bp.post("/hand-over")
@retry_form(lambda: _page(current_draft(), problem="stale"))
def choose() -> ResponseReturnValue:
    """Do what was chosen. Choosing once more leads to the same result."""
    if not can_submit():
        return redirect(url_for("check_answers.show"), 303)
    language, way = typed_language(), _typed_way()
    if language:
        save_choice(way, submitted_person())
        return _in_language(language)
    if request.form.get("do") == "back":
        save_choice(way, submitted_person())
        return redirect(url_for("check_answers.show"), 303)
    action = ACTIONS.get(way)
    if not action:
        return _page(current_draft(), problem="choice"), 422
    typed = submitted_person() if action is submit else Person()
    if _lost_on_paper(typed) and request.form.get("shown") != _lost_on_paper(typed):
        return _page(current_draft(), problem="signs"), 422
    # What was typed is still there when the patient has to do something else first and comes back. But who
    # wanted to send other answers, before one changed, chooses again.
    save_choice("", typed)
    try:
        return complete(action)
    except InvitationClosed:
        return _page(current_draft(), problem="invitation"), 409


def _in_language(language: str) -> ResponseReturnValue:
    """Show the page in another language, with what was chosen and what is wrong."""
    known = ["stale", "invitation"]
    known += [] if _typed_way() else ["choice"]
    known += ["signs"] if _lost_on_paper(typed_person()) else []
    problem, draft = shown_problem(*known), current_draft()
    kept = problem or closed_invitation(draft)
    return show_in(language, url_for("submit.show"), kept, lambda: _page(current_draft(), problem=problem))


def _typed_way() -> str:
    """Return what was chosen, "" for nothing."""
    way = request.form.get("way", "")
    return way if way in ACTIONS else ""


def _lost_on_paper(person: Person) -> str:
    """Return the signs of name and number that no font of the report has."""
    return unshown(person.name + person.number)


def _page(draft: Draft, *, problem: str = "") -> str:
    """Render the page.

    `problem`: "stale" (the form was too old), "choice" (nothing was chosen), "invitation" (it was closed
    meanwhile), "signs" (paper cannot show all of what was typed) or "".
    """
    closed = closed_invitation(draft)
    is_typed = request.method == "POST"
    person = typed_person() if is_typed else Person(**draft.content.person)
    return render_template(
        "patient/submit.html",
        way=_way(draft, is_closed=bool(closed)),
        person=person,
        lost=_lost_on_paper(person),
        problem=problem,
        closed=closed,
        is_invited=bool(draft.content.invitation) and not closed,
        policy=app_context().policy,
        kept_until=draft.expires_at if draft.finished_at else None,
        sends_plan=bool(draft.content.follow_up and draft.content.follow_up.planned),
        has_words=bool(draft.content.passphrase),
        download_label=_download_label(),
    )


def _way(draft: Draft, *, is_closed: bool) -> str:
    """Return what is chosen on the page. What was sent by an invitation is not sent without one unasked."""
    if request.method == "POST" and (not is_closed or "uninvited" in request.form):
        return _typed_way()
    way = draft.content.way
    return "" if is_closed and way == "send" else way


def _download_label() -> str:
    at_kiosk = kiosk_request()
    if at_kiosk is None:
        return gettext("Only download my report")
    return gettext("Only take my report along") if at_kiosk.takes_report else gettext("Send nothing")
