"""Invitations at the desk: inviting a patient, and what became of it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.mail.send import REASONS
from webapp.mail.server import is_address
from webapp.report.charts.qr import qr_code
from webapp.storage import INVITATION_STATES, InvitationQuery, PatientInvitation
from webapp.web.auth.guards import current_actor, require_staff
from webapp.web.desk.invitation_forms import InvitationForm, LastDayForm, end_of, usual_day
from webapp.web.desk.invitation_letter import invitation_link, letter
from webapp.web.desk.invitation_mail import mail_letter
from webapp.web.desk.search_encryption import decrypt_search, encrypt_search
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.practitioner_names import practitioner_names

bp = Blueprint("invitations", __name__, url_prefix="/invitations")
require_staff(bp)

DONE = ("invited", "sent", "reminded", "not_reminded", "extended", "withdrawn", "none", "too_late", *REASONS)
"""The messages of these pages."""


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the form to invite somebody, and the list."""
    return _list_page(InvitationForm(until=usual_day()))


@bp.post("")
@retry_form(lambda: _list_page(InvitationForm()))
def invite() -> ResponseReturnValue:
    """Make an invitation, and show it."""
    form, app = InvitationForm(), app_context()
    if not form.validate() or app.policy.keeps_nothing:
        return _list_page(form), 422
    made = app.store.patient_invitations.create(form.new(), current_actor(), app.clock())
    assert made is not None  # noqa: S101  only a follow-up asks about something that may be gone
    return _to(made.id, "invited")


@bp.post("/search")
def search() -> ResponseReturnValue:
    """Search for a clinic number, which is in no address."""
    find = encrypt_search(request.form.get("words", ""))
    return redirect(url_for("invitations.show", find=find or None), 303)


@bp.get("/<invitation_id>")
def one(invitation_id: str) -> ResponseReturnValue:
    """Show one invitation: its link, its words, and what became of it."""
    return _page(_found(invitation_id), LastDayForm())


@bp.post("/<invitation_id>/remind")
@retry_form(one)
def remind(invitation_id: str) -> ResponseReturnValue:
    """Note that the patient was reminded, which is done once."""
    app = app_context()
    done = app.store.patient_invitations.record_reminder(invitation_id, current_actor(), app.clock())
    return _to(invitation_id, "reminded" if done else "not_reminded")


@bp.post("/<invitation_id>/send")
@retry_form(one)
def send(invitation_id: str) -> ResponseReturnValue:
    """Send the invitation by the clinic's mail server."""
    app, found, address = app_context(), _found(invitation_id), request.form.get("email", "").strip()
    if not is_address(address):
        return _page(found, LastDayForm(), address, "address"), 422
    if not found.is_open:
        return _to(invitation_id, "too_late")
    problem = mail_letter(address, letter(found))
    if problem:
        return _page(found, LastDayForm(), address, problem), 503
    app.store.patient_invitations.record_address(invitation_id, address, current_actor(), app.clock())
    return _to(invitation_id, "sent")


@bp.post("/<invitation_id>/send-reminder")
@retry_form(one)
def send_reminder(invitation_id: str) -> ResponseReturnValue:
    """Remind by mail, once: it is noted first, so that two clicks send one."""
    app, found, by, now = app_context(), _found(invitation_id), current_actor(), app_context().clock()
    if not found.invitee.email or not app.store.patient_invitations.record_reminder(invitation_id, by, now):
        return _to(invitation_id, "not_reminded")
    problem = mail_letter(found.invitee.email, letter(found, is_reminder=True))
    if problem:
        app.store.patient_invitations.revert_reminder(invitation_id, by, now)
    return _to(invitation_id, problem or "reminded")


@bp.post("/<invitation_id>/extend")
@retry_form(one)
def extend(invitation_id: str) -> ResponseReturnValue:
    """Give the invitation another last day."""
    app, form = app_context(), LastDayForm()
    if not form.validate() or form.until.data is None:
        return _page(_found(invitation_id), form), 422
    until = end_of(form.until.data)
    done = app.store.patient_invitations.extend(invitation_id, until, current_actor(), app.clock())
    return _to(invitation_id, "extended" if done else "too_late")


@bp.post("/<invitation_id>/withdraw")
@retry_form(one)
def withdraw(invitation_id: str) -> ResponseReturnValue:
    """Let nothing be sent by the invitation any more."""
    app = app_context()
    done = app.store.patient_invitations.withdraw(invitation_id, current_actor(), app.clock())
    return _to(invitation_id, "withdrawn" if done else "too_late")


def _to(invitation_id: str, done: str) -> ResponseReturnValue:
    return redirect(url_for("invitations.one", invitation_id=invitation_id, done=done), 303)


def _found(invitation_id: str) -> PatientInvitation:
    found = app_context().store.patient_invitations.get(invitation_id, app_context().clock())
    if found is None:
        raise NotFound
    return found


def _done() -> str:
    done = request.args.get("done", "")
    return done if done in DONE else ""


def _list_page(form: InvitationForm) -> str:
    app, now = app_context(), app_context().clock()
    find, state = request.args.get("find", ""), request.args.get("state", "")
    number = decrypt_search(find)
    states = frozenset({state} if state in INVITATION_STATES else INVITATION_STATES)
    query = InvitationQuery(states, number, request.args.get("before", ""))
    with app.store.shared_reading():
        page = app.store.patient_invitations.list(query, now)
        counts = app.store.patient_invitations.counts(query, now)
    return render_template(
        "desk/invitations.html",
        form=form,
        page=page,
        counts=counts,
        states=INVITATION_STATES,
        state=state if state in INVITATION_STATES else "",
        number=number,
        find=find,
        done=_done(),
        policy=app.policy,
    )


def _page(
    invitation: PatientInvitation, form: LastDayForm, typed: str | None = None, problem: str = ""
) -> str:
    link = invitation_link(invitation)
    return render_template(
        "desk/invitation.html",
        one=invitation,
        form=form,
        link=link,
        can_send=app_context().settings.mail_server is not None,
        address=invitation.invitee.email if typed is None else typed,
        problem=problem or (_done() if _done() in REASONS else ""),
        qr=qr_code(link),
        letter=letter(invitation, is_reminder=invitation.reminded_at is not None),
        others=[each for each in _open_ones(invitation) if each.id != invitation.id],
        people=practitioner_names(),
        done=_done(),
    )


def _open_ones(invitation: PatientInvitation) -> tuple[PatientInvitation, ...]:
    """Return what the patient of this number is asked for at the moment."""
    number = invitation.invitee.number
    query = InvitationQuery(frozenset({"invited", "begun"}), number)
    return app_context().store.patient_invitations.list(query, app_context().clock()).rows if number else ()
