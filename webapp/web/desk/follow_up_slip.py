"""The slip of a follow-up: link, QR code and six words, for the page of the plan."""

from webapp.report import FollowUpSlip
from webapp.report.charts.qr import qr_code
from webapp.storage import PatientInvitation, Submission
from webapp.web.desk.invitation_keys import record_key_shown
from webapp.web.desk.invitation_letter import invitation_link
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import last_day
from webapp.web.kit.languages import in_language


def follow_up_slip(submission: Submission) -> FollowUpSlip | None:
    """Return the way to the newest follow-up that is open, in the patient's language, or None.

    The audit log has who was shown it.
    """
    app = app_context()
    asked = app.store.patient_invitations.for_submission(submission.reference, app.clock())
    newest = next((one for one in asked if one.is_open), None)
    return _slip(newest) if newest else None


def _slip(invitation: PatientInvitation) -> FollowUpSlip:
    record_key_shown(invitation)
    link = invitation_link(invitation)
    with in_language(invitation.invitee.language):
        return FollowUpSlip(link, qr_code(link), invitation.invitee.words, last_day(invitation.valid_until))
