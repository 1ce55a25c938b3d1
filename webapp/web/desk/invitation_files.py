"""Files of invitations: slips to hand out, a poster for the door, and the visit for a calendar."""

from datetime import date, datetime, time
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.localization.typed_day import parse_day
from webapp.report.charts.qr import qr_code
from webapp.report.pdf.printable_text import clinic_on_paper
from webapp.report.times import zone_of
from webapp.report.views.documents import HtmlDocument
from webapp.storage import PatientInvitation
from webapp.web.auth.guards import require_staff
from webapp.web.desk.calendar_file import visit_file
from webapp.web.desk.invitation_keys import may_see_key, record_key_shown, shown_invitation
from webapp.web.desk.invitation_letter import invitation_link, public_address, slip
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.i18n import gettext
from webapp.web.kit.languages import in_language
from webapp.web.kit.pdf_response import file_response, pdf_response

bp = Blueprint("invitation_files", __name__, url_prefix="/invitations")
require_staff(bp)

SLIPS_A_SHEET = 4
MOST_SLIPS = 100


@bp.get("/slips.pdf")
def slips() -> ResponseReturnValue:
    """Return slips of the chosen invitations that are open and may be shown, four to a sheet."""
    found = [one for one in map(_open, dict.fromkeys(request.args.getlist("pick")[:MOST_SLIPS])) if one]
    if not found:
        return redirect(url_for("invitations.show", done="none"), 303)
    every = [slip(shown_invitation(one)) for one in found]
    sheets = [every[at : at + SLIPS_A_SHEET] for at in range(0, len(every), SLIPS_A_SHEET)]
    html = render_template(
        "desk/slips.html",
        sheets=sheets,
        paper=_paper(),
        clinic_on_paper=clinic_on_paper(app_context().clinic),
    )
    return pdf_response(app_context().render_pool.pdf(HtmlDocument(html)), "slips")


@bp.get("/poster.pdf")
def poster() -> ResponseReturnValue:
    """Return a poster with the clinic's address and its QR code."""
    address = public_address("start.show")
    html = render_template(
        "desk/poster.html",
        paper=_paper(),
        clinic_on_paper=clinic_on_paper(app_context().clinic),
        address=address.partition("://")[2].rstrip("/"),
        qr=qr_code(address),
    )
    return pdf_response(app_context().render_pool.pdf(HtmlDocument(html)), "poster")


@bp.get("/<invitation_id>/visit.ics")
def visit(invitation_id: str) -> ResponseReturnValue:
    """Return the day of the visit for the patient's calendar. It says nothing about health."""
    found = app_context().store.patient_invitations.get(invitation_id, app_context().clock())
    if found is None:
        abort(404)
    try:
        start = _visit_start(request.args.get("day", ""), request.args.get("time", ""))
    except ValueError:
        return redirect(url_for("invitations.one", invitation_id=invitation_id, done="no_visit"), 303)
    return file_response(_visit_file(found, start), "text/calendar", "attachment", "visit.ics")


def _visit_start(day: str, at: str) -> date | datetime:
    """Return the day of a visit, or its moment where a time was typed. Raise ValueError."""
    parsed = parse_day(day)
    if parsed is None or parsed < day_here(app_context().clock()):
        raise ValueError(day)
    zone = zone_of(app_context().clinic)
    return datetime.combine(parsed, time.fromisoformat(at), zone) if at else parsed


def _visit_file(invitation: PatientInvitation, start: date | datetime) -> bytes:
    """Write the visit in the language of the invitation."""
    clinic = app_context().clinic
    with in_language(invitation.invitee.language):
        name = clinic.name or gettext("The clinic")
        return visit_file(
            uid=f"{invitation.id}@{urlsplit(public_address('start.show')).hostname}",
            start=start,
            made_at=app_context().clock(),
            summary=gettext("Visit: %(clinic)s", clinic=name),
            place=", ".join(clinic.contact),
            note=_note(invitation),
        )


def _note(invitation: PatientInvitation) -> str:
    """Return the link in a sentence; nothing for a person who may not see it."""
    if not may_see_key(invitation):
        return ""
    record_key_shown(invitation)
    return gettext("Please fill in our form before: %(link)s", link=invitation_link(invitation))


def _open(invitation_id: str) -> PatientInvitation | None:
    found = app_context().store.patient_invitations.get(invitation_id, app_context().clock())
    return found if found and found.is_open and may_see_key(found) else None


def _paper() -> str:
    return "letter" if app_context().clinic.paper == "letter" else "A4"
