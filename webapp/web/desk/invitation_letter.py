"""The words that go with an invitation: as a letter for a mail program, and on a slip."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import request, url_for

from webapp.cldr.direction import in_own_direction
from webapp.report.charts.qr import qr_code
from webapp.report.pdf.font_coverage import printable, printable_line
from webapp.report.views.model import QrCode
from webapp.storage import PatientInvitation
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import last_day
from webapp.web.kit.i18n import gettext, localizer
from webapp.web.kit.languages import in_language


@dataclass(frozen=True)
class Letter:
    """A letter to one patient: the link, the clinic's words, and nothing about health."""

    subject: str
    body: str

    def mailto(self, address: str) -> str:
        """Return the link that opens the letter in a mail program (RFC 6068)."""
        body = quote(self.body.replace("\n", "\r\n"), safe="")
        return f"mailto:{quote(address, safe='@')}?subject={quote(self.subject, safe='')}&body={body}"


@dataclass(frozen=True)
class Slip:
    """What a slip says. `where` is the short address at which the six words are typed."""

    language: str
    direction: str
    heading: str
    clinic: str
    ask: str
    until: str
    camera: str
    words_title: str
    where: str
    words: str
    qr: QrCode | None
    qr_name: str
    number: str


def public_address(endpoint: str, **values: str) -> str:
    """Return the address of a page of ours as patients reach it."""
    outside = app_context().settings.public_address
    path = url_for(endpoint, **values)  # type: ignore[arg-type]
    return f"{outside or request.host_url.rstrip('/')}{path}"


def invitation_link(invitation: PatientInvitation) -> str:
    """Return the address that opens an invitation."""
    return public_address("invited.show", token=invitation.invitee.token)


def letter(invitation: PatientInvitation, *, is_reminder: bool = False) -> Letter:
    """Write the letter in the language of the invitation."""
    app = app_context()
    with in_language(invitation.invitee.language):
        name = app.clinic.name or gettext("your clinic")
        subject = gettext("A reminder from %(clinic)s") if is_reminder else gettext("A form from %(clinic)s")
        own = app.policy.invitation_words or gettext("Hello,\n\nplease fill in our form:")
        rest = gettext(
            "The link is for you alone, and works until %(day)s.\nIf it does not open, go to %(address)s and "
            "type these six words: %(words)s",
            day=last_day(invitation.valid_until),
            address=public_address("invited.ask_words"),
            words=invitation.invitee.words,
        )
        signature = "\n".join((name, *app.clinic.contact))
        again = [gettext("This is a reminder: we have given you this link before.")] if is_reminder else []
        body = "\n\n".join((own, invitation_link(invitation), *again, rest, signature))
        return Letter(subject % {"clinic": name}, body)


def slip(invitation: PatientInvitation) -> Slip:
    """Write the slip in the language of the invitation."""
    app = app_context()
    number = invitation.invitee.number
    with in_language(invitation.invitee.language):
        words = localizer()
        return Slip(
            language=words.language,
            direction=words.direction,
            heading=gettext("Please fill in our form"),
            clinic=in_own_direction(printable_line(app.clinic.name)),
            ask=gettext("On your phone or computer, at home, in your own time."),
            until=gettext("Open until %(day)s", day=last_day(invitation.valid_until)),
            camera=gettext("Point your phone’s camera at the square."),
            words_title=gettext("Or type these six words at"),
            where=public_address("invited.ask_words").partition("://")[2],
            words=invitation.invitee.words,
            qr=qr_code(invitation_link(invitation)),
            qr_name=gettext("QR code of the link"),
            number=gettext("For number %(number)s", number=in_own_direction(printable(number))),
        )
