"""The letters of an invitation that the clinic's mail server sends in the background."""

import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request

from webapp.storage import REMINDER, AddressedLetter, InvitationMail, NewMail, PatientInvitation
from webapp.web.auth.guards import current_actor
from webapp.web.desk.invitation_letter import letter
from webapp.web.kit.app_context import app_context

LATE = timedelta(minutes=5)
"""A letter that should have been tried so long ago waits because nothing sends."""

_MAIL_ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class MailStatus:
    """What became of a letter, as the desk shows it. `again_at` is when it is tried again."""

    kind: str
    state: str
    problem: str
    at: datetime
    again_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.state in ("waiting", "late")


def new_mail_id() -> str:
    """Return the id of the letter that a form may queue: two clicks send one."""
    return os.urandom(16).hex()


def queue_letter(invitation: PatientInvitation, address: str, kind: str) -> bool:
    """Queue a letter. Return False where there is no mail server, or the letter is not to be sent."""
    app, mail_id = app_context(), request.form.get("mail", "")
    if app.settings.mail_server is None or not _MAIL_ID.fullmatch(mail_id):
        return False
    text = letter(invitation, is_reminder=kind == REMINDER)
    new = NewMail(mail_id, kind, AddressedLetter(address, text.subject, text.body))
    return app.store.invitation_mails.queue(invitation.id, new, current_actor(), app.clock())


def mails_of(invitation: PatientInvitation) -> tuple[MailStatus, ...]:
    """Return what became of the letters of an invitation, the newest first."""
    app = app_context()
    found = app.store.invitation_mails.list(invitation.id)
    shown = [each for each in found if invitation.is_open or not each.is_waiting]
    return tuple(_status(each, app.clock()) for each in shown)


def _status(mail: InvitationMail, now: datetime) -> MailStatus:
    if not mail.is_waiting:
        return MailStatus(mail.kind, mail.state, mail.problem, mail.next_at, None)
    is_late = mail.next_at + LATE < now
    again_at = mail.next_at if mail.problem and mail.next_at > now else None
    return MailStatus(mail.kind, "late" if is_late else "waiting", mail.problem, mail.created_at, again_at)
