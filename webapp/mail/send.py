"""Sending one mail: each step within some seconds, over TLS with a checked certificate."""

import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
)

from webapp.mail.server import MailServer

SECONDS = 10.0  # for each answer of the server
SECONDS_TO_TAKE = 60.0  # for its answer to the whole text, which it may examine first

UNREACHABLE, SIGN_IN, LATER, RECIPIENT, REFUSED, UNCERTAIN = REASONS = (
    "unreachable", "sign-in", "later", "recipient", "refused", "uncertain",
)  # fmt: skip

_OK, _TEMPORARY = range(200, 300), range(400, 500)
_PERMANENT = 500
"""Replies of mail servers (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class Mail:
    """A mail to one address. `id` names it for mail servers, in each attempt alike."""

    id: str
    to: str
    subject: str
    body: str


class MailNotSent(Exception):  # noqa: N818  a state of the world, not a mistake
    """The mail was not taken. `reason` is one of REASONS; the message names no address and no content.

    `is_final`: the server would refuse it again, or may have taken it, so it must not be tried again.
    """

    def __init__(self, reason: str, cause: str, *, is_final: bool = False) -> None:
        super().__init__(f"{reason} {cause}")
        self.reason = reason
        self.is_final = is_final


def send_mail(server: MailServer, mail: Mail, now: datetime, hand_over: Callable[[], bool]) -> bool:
    """Send a mail. Raise MailNotSent.

    `hand_over` is called when the server has accepted the recipient and waits for the text: the text is sent
    if it returns True. Otherwise nothing is sent, and False is returned.
    """
    message = _message(server, mail, now).as_bytes()
    try:
        with closing(_connected(server)) as smtp:
            _expect_ok(REFUSED, smtp.mail(server.sender))
            _expect_ok(RECIPIENT, smtp.rcpt(mail.to))
            if not hand_over():
                return False
            _send_text(smtp, message)
            with suppress(OSError, SMTPException):  # the mail is taken, however the server says goodbye
                smtp.quit()
    except SMTPAuthenticationError as error:
        raise MailNotSent(_reason(SIGN_IN, error.smtp_code), _cause(error)) from error
    except SMTPResponseException as error:  # to the first words of the conversation
        raise MailNotSent(_reason(REFUSED, error.smtp_code), _cause(error)) from error
    except SMTPNotSupportedError as error:
        raise MailNotSent(REFUSED, _cause(error)) from error
    except (SMTPException, OSError) as error:  # no answer, or a certificate that is not right
        raise MailNotSent(UNREACHABLE, _cause(error)) from error
    return True


def _message(server: MailServer, mail: Mail, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP_POLICY.clone(cte_type="7bit"))  # any server passes it on unchanged
    message["From"] = server.sender
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.id}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    message.set_content(mail.body)
    return message


def _connected(server: MailServer) -> SMTP:
    context = ssl.create_default_context()
    at = (server.host, server.port)
    if server.is_tls_from_start:
        smtp: SMTP = SMTP_SSL(*at, timeout=SECONDS, context=context)
    else:
        smtp = SMTP(*at, timeout=SECONDS)
    try:
        if server.needs_tls and not server.is_tls_from_start:
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _expect_ok(reason: str, answer: tuple[int, bytes]) -> None:
    code = answer[0]
    if code not in _OK:
        raise MailNotSent(_reason(reason, code), str(code), is_final=code >= _PERMANENT)


def _reason(reason: str, code: int) -> str:
    """Return why a mail is not sent: a temporary reply says nothing of what it replies to."""
    return LATER if code in _TEMPORARY else reason


def _send_text(smtp: SMTP, message: bytes) -> None:
    assert smtp.sock  # noqa: S101  it is connected
    smtp.sock.settimeout(SECONDS_TO_TAKE)
    try:
        answer = smtp.data(message)
    except SMTPDataError as error:  # the server does not want the text now, and did not get it
        answer = (error.smtp_code, b"")
    except (SMTPException, OSError) as error:
        raise MailNotSent(UNCERTAIN, _cause(error), is_final=True) from error
    _expect_ok(REFUSED, answer)


def _cause(error: BaseException) -> str:
    return " ".join(filter(None, (type(error).__name__, str(getattr(error, "smtp_code", "")))))
