"""Sending one mail: at most two at a time, each within some seconds, over TLS with a checked certificate."""

import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, make_msgid
from smtplib import SMTP, SMTP_SSL, SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused
from threading import BoundedSemaphore

from webapp.mail.server import MailServer

SECONDS = 10.0  # for each answer of the server: a person waits for the page
AT_A_TIME = 2  # each holds one of the server's threads
UNREACHABLE, SIGN_IN, RECIPIENT, REFUSED, BUSY = REASONS = (
    "unreachable", "sign-in", "recipient", "refused", "busy",
)  # fmt: skip

_places = BoundedSemaphore(AT_A_TIME)


class MailNotSent(Exception):  # noqa: N818  a state of the world, not a mistake
    """The mail was not taken. `reason` is one of REASONS; the message names no address and no content."""

    def __init__(self, reason: str, cause: BaseException | None = None) -> None:
        kind, code = type(cause).__name__ if cause else "", str(getattr(cause, "smtp_code", ""))
        super().__init__(" ".join(filter(None, (reason, kind, code))))
        self.reason = reason


def send_mail(server: MailServer, to: str, subject: str, body: str, now: datetime) -> None:
    """Hand a mail over to the server. Raise MailNotSent."""
    if not _places.acquire(timeout=SECONDS):
        raise MailNotSent(BUSY)
    try:
        _send(server, _message(server, to, subject, body, now))
    except SMTPRecipientsRefused as error:
        raise MailNotSent(RECIPIENT, error) from None  # its message has the address
    except SMTPAuthenticationError as error:
        raise MailNotSent(SIGN_IN, error) from error
    except SMTPException as error:
        raise MailNotSent(REFUSED, error) from error
    except OSError as error:  # no answer, or a certificate that is not right
        raise MailNotSent(UNREACHABLE, error) from error
    finally:
        _places.release()


def _message(server: MailServer, to: str, subject: str, body: str, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = server.sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    message.set_content(body)
    return message


def _send(server: MailServer, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    at = (server.host, server.port)
    smtp: SMTP = (
        SMTP_SSL(*at, timeout=SECONDS, context=context)
        if server.is_tls_from_start
        else SMTP(*at, timeout=SECONDS)
    )
    with smtp:
        if server.needs_tls and not server.is_tls_from_start:
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
        smtp.send_message(message)
