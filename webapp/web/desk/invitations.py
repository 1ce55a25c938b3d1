"""Invitations at the desk: inviting a patient, and what became of it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.mail.server import is_address
from webapp.report.charts.qr import qr_code
from webapp.storage import INVITATION, INVITATION_STATES, REMINDER, InvitationQuery, PatientInvitation
from webapp.web.auth.guards import current_actor, passive, require_staff
from webapp.web.desk.invitation_forms import InvitationForm, LastDayForm, end_of, usual_day
from webapp.web.desk.invitation_keys import may_see_key, shown_invitation
from webapp.web.desk.invitation_letter import invitation_link, letter
from webapp.web.desk.invitation_mail import mails_of, new_mail_id, queue_letter
from webapp.web.desk.search_encryption import decrypt_search, encrypt_search
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.practitioner_names import practitioner_names

bp = Blueprint("invitations", __name__, url_prefix="/invitations")
require_staff(bp)

DONE = (
    *("invited", "queued", "not_queued", "reminded", "not_reminded"),
    *("extended", "withdrawn", "none", "too_late", "no_visit"),
)
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
    """Queue the letter of the invitation for the clinic's mail server.

    A person who is not shown its key can send it to the address alone that another chose before.
    """
    found = _found(invitation_id)
    address = request.form.get("email", "").strip() if may_see_key(found) else found.invitee.email
    if not is_address(address):
        return _page(found, LastDayForm(), address, is_wrong=True), 422
    is_queued = queue_letter(found, address, INVITATION)
    return _to(invitation_id, "queued" if is_queued else "not_queued")


@bp.post("/<invitation_id>/send-reminder")
@retry_form(one)
def send_reminder(invitation_id: str) -> ResponseReturnValue:
    """Queue a reminder, once. The reminder is recorded as it is queued, so that two clicks send one."""
    found = _found(invitation_id)
    address = found.invitee.email
    is_queued = bool(address) and queue_letter(found, address, REMINDER)
    return _to(invitation_id, "queued" if is_queued else "not_reminded")


@bp.get("/<invitation_id>/mails")
@passive
def mails(invitation_id: str) -> ResponseReturnValue:
    """Return what became of the letters alone, for the script that replaces it in the page."""
    return render_template("desk/invitation_mails.html", mails=mails_of(_found(invitation_id)))


@bp.post("/<invitation_id>/extend")
@retry_form(one)
def extend(invitation_id: str) -> ResponseReturnValue:
    """Change the last day of the invitation."""
    app, form = app_context(), LastDayForm()
    if not form.validate() or form.until.data is None:
        return _page(_found(invitation_id), form), 422
    until = end_of(form.until.data)
    done = app.store.patient_invitations.extend(invitation_id, until, current_actor(), app.clock())
    return _to(invitation_id, "extended" if done else "too_late")


@bp.post("/<invitation_id>/withdraw")
@retry_form(one)
def withdraw(invitation_id: str) -> ResponseReturnValue:
    """Withdraw the invitation: no answers can be sent by it any more."""
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
        mails = app.store.invitation_mails.newest([one.id for one in page.rows])
    return render_template(
        "desk/invitations.html",
        form=form,
        page=page,
        counts=counts,
        mails=mails,
        states=INVITATION_STATES,
        state=state if state in INVITATION_STATES else "",
        number=number,
        find=find,
        done=_done(),
        policy=app.policy,
    )


def _page(
    found: PatientInvitation, form: LastDayForm, typed: str | None = None, *, is_wrong: bool = False
) -> str:
    invitation = shown_invitation(found)
    link = invitation_link(invitation) if may_see_key(found) else ""
    return render_template(
        "desk/invitation.html",
        one=invitation,
        form=form,
        link=link,
        may_see_key=may_see_key(found),
        can_send=app_context().settings.mail_server is not None,
        address=invitation.invitee.email if typed is None else typed,
        is_wrong_address=is_wrong,
        mails=mails_of(invitation),
        new_mail_id=new_mail_id(),
        qr=qr_code(link) if link else None,
        letter=letter(invitation, is_reminder=invitation.reminded_at is not None) if link else None,
        others=[each for each in _open_ones(invitation) if each.id != invitation.id],
        people=practitioner_names(),
        done=_done(),
    )


def _open_ones(invitation: PatientInvitation) -> tuple[PatientInvitation, ...]:
    """Return what the patient of this number is asked for at the moment."""
    number = invitation.invitee.number
    query = InvitationQuery(frozenset({"invited", "begun"}), number)
    return app_context().store.patient_invitations.list(query, app_context().clock()).rows if number else ()
