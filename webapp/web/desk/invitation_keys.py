"""Who is shown the key of an invitation: its link, its QR code and its six words.

The key of a follow-up opens what the patient said last time, so it is shown to those alone who read answers,
and the audit log has to whom.
"""

from dataclasses import replace

from webapp.storage import PatientInvitation
from webapp.web.auth.guards import current_actor, current_practitioner
from webapp.web.kit.app_context import app_context


def may_see_key(invitation: PatientInvitation) -> bool:
    """Return whether the key is for the practitioner who is signed in."""
    return current_practitioner().reads_answers or not invitation.opens_answers


def shown_invitation(invitation: PatientInvitation) -> PatientInvitation:
    """Return the invitation for a page: with its key, which is logged, or without."""
    if not may_see_key(invitation):
        return replace(invitation, invitee=replace(invitation.invitee, token="", words=""))
    record_key_shown(invitation)
    return invitation


def record_key_shown(invitation: PatientInvitation) -> None:
    """Record that the practitioner who is signed in was shown a key that opens answers."""
    if invitation.opens_answers and invitation.is_open:
        app, subject = app_context(), f"invitation {invitation.id}"
        app.throttled_audit.record(current_actor(), "was shown an invitation", subject, app.clock())
