"""Sending one mail: each step and all of them within some seconds, over TLS with a checked certificate."""

import re
import ssl
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from smtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
)
from socket import socket

from webapp.mail.server import MailServer
from webapp.time_limit import time_limit

SECONDS = 10.0  # for each answer of the server
SECONDS_TO_TAKE = 60.0  # for its answer to the whole text, which it may examine first
SECONDS_IN_ALL = 120.0  # for the whole conversation, however slowly the server speaks

UNREACHABLE, SIGN_IN, LATER, RECIPIENT, REFUSED, UNCERTAIN = REASONS = (
    "unreachable", "sign-in", "later", "recipient", "refused", "uncertain",
)  # fmt: skip

_LINE_END = b"\r\n"

_REPLIES, _OK, _TEMPORARY = range(200, 600), range(200, 300), range(400, 500)
_GO_AHEAD, _PERMANENT = 354, 500
"""Replies of mail servers (RFC 5321, 4.2.1). Where the connection breaks off in one, its code may be "25"."""

_NOT_SIGNED_IN = (530, 534, 535, 538)
"""Replies to any command that speak of the sign-in and not of the mail (RFC 4954, 6)."""


@dataclass(frozen=True)
class Mail:
    """A mail to one address. `id` names it for mail servers, in each attempt alike."""

    id: str
    to: str
    subject: str
    body: str


class MailNotSent(Exception):  # noqa: N818  a state of the world, not a mistake
    """The mail was not taken. `reason` is one of REASONS; the message names no address and no content.

    `is_final`: it must not be tried again, because the server refused its address or its text, or may have
    taken it. Any other reply may be about a setting of the server, which somebody mends.
    """

    def __init__(self, reason: str, cause: str, *, is_final: bool = False) -> None:
        super().__init__(f"{reason} {cause}")
        self.reason = reason
        self.is_final = is_final


def send_mail(
    server: MailServer,
    mail: Mail,
    now: datetime,
    hand_over: Callable[[], bool],
    seconds: float = SECONDS_IN_ALL,
) -> bool:
    """Send a mail, or give up after so many `seconds`. Raise MailNotSent.

    `hand_over` is called when the server waits for the text, before its first byte is sent: the text is sent
    if it returns True. Otherwise nothing is sent, and False is returned.
    """
    message = _message(server, mail, now).as_bytes()
    try:
        with _connected(server, seconds) as smtp:
            return _hand_to(smtp, server.sender, mail.to, message, hand_over)
    except SMTPAuthenticationError as error:
        raise MailNotSent(_reason(SIGN_IN, error.smtp_code), _cause(error)) from error
    except SMTPResponseException as error:  # to the first words of the conversation
        raise MailNotSent(_reason(REFUSED, error.smtp_code), _cause(error)) from error
    except SMTPNotSupportedError as error:
        raise MailNotSent(REFUSED, _cause(error)) from error
    except (SMTPException, OSError) as error:  # no answer, or a certificate that is not right
        raise MailNotSent(UNREACHABLE, _cause(error)) from error
    except ValueError as error:  # what cannot be said to a server, such as a password with other letters
        raise MailNotSent(REFUSED, _cause(error)) from error


def _hand_to(smtp: SMTP, sender: str, to: str, message: bytes, hand_over: Callable[[], bool]) -> bool:
    _expect(_OK, REFUSED, smtp.mail(sender))
    _expect(_OK, RECIPIENT, smtp.rcpt(to), can_end=True)
    assert smtp.sock  # noqa: S101  it is connected
    smtp.sock.settimeout(SECONDS_TO_TAKE)
    _expect((_GO_AHEAD,), REFUSED, smtp.docmd("DATA"))
    if not hand_over():
        return False
    _send_text(smtp, message)
    with suppress(OSError, SMTPException):  # the mail is taken, however the server says goodbye
        smtp.quit()
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


class _Connection(SMTP):
    """A connection to a mail server whose socket is also given to `limit`, before TLS is put around it."""

    def __init__(self, server: MailServer, limit: Callable[[socket], object]) -> None:
        self._is_tls = server.is_tls_from_start
        self._limit = limit
        super().__init__(server.host, server.port, timeout=SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket:
        plain: socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # its types lack it
        self._limit(plain)
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=host) if self._is_tls else plain


@contextmanager
def _connected(server: MailServer, seconds: float) -> Iterator[SMTP]:
    """Connect and sign in. The connection is shut down after so many seconds."""
    with ExitStack() as stack:
        smtp = _Connection(server, lambda sock: stack.enter_context(time_limit(sock, seconds)))
        _sign_in(stack.enter_context(closing(smtp)), server)
        yield smtp


def _sign_in(smtp: SMTP, server: MailServer) -> None:
    if server.needs_tls and not server.is_tls_from_start:
        smtp.starttls(context=ssl.create_default_context())
    smtp.ehlo_or_helo_if_needed()
    if server.user:
        smtp.login(server.user, server.password)


def _expect(wanted: Container[int], reason: str, answer: tuple[int, bytes], *, can_end: bool = False) -> None:
    """Raise MailNotSent for another reply. With `can_end`, a permanent one ends the attempts."""
    code = answer[0]
    if code in _NOT_SIGNED_IN:
        raise MailNotSent(SIGN_IN, str(code))
    if code not in wanted:
        raise MailNotSent(_reason(reason, code), str(code), is_final=can_end and code >= _PERMANENT)


def _reason(reason: str, code: int) -> str:
    """Return why a mail is not sent. Neither a temporary reply nor half a one says what is wrong with it."""
    if code not in _REPLIES:
        return UNREACHABLE
    return LATER if code in _TEMPORARY else reason


def _send_text(smtp: SMTP, message: bytes) -> None:
    """Send the text, and wait until the server takes it. From the first byte on it may be taken unseen."""
    quoted = re.sub(rb"(?m)^\.", b"..", message)  # RFC 5321, 4.5.2
    try:
        smtp.send(quoted.removesuffix(_LINE_END) + _LINE_END + b"." + _LINE_END)
        answer = smtp.getreply()
    except (SMTPException, OSError) as error:
        raise MailNotSent(UNCERTAIN, _cause(error), is_final=True) from error
    if answer[0] not in _REPLIES:
        raise MailNotSent(UNCERTAIN, str(answer[0]), is_final=True)
    _expect(_OK, REFUSED, answer, can_end=True)


def _cause(error: BaseException) -> str:
    return " ".join(filter(None, (type(error).__name__, str(getattr(error, "smtp_code", "")))))
