"""A real mail server for tests: it takes mail over TLS, with a certificate of an authority of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "desk", "geese on ice"
UNKNOWN = "nobody@example.org"
"""An address that the server does not take."""


@dataclass
class Inbox:
    """What the server took, and where it listens.

    `replies` are what it says in place of obeying, by command, or TEXT where the text has come, each once. At
    `stalls_at`, "recipient" or "text", it answers nothing more; the text is taken before that.
    """

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    were_encrypted: list[bool] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    stalls_at: str = ""
    has_stalled: Event = field(default_factory=Event)

    def url(self, scheme: str = "smtp", password: str = PASSWORD) -> str:
        login = f"{USER}:{password.replace(' ', '%20')}@" if password else ""
        return f"{scheme}://{login}localhost:{self.port}?from=desk@clinic.example"


class _Handler:
    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def handle_RCPT(  # noqa: N802  the library's name
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        await self._stall("recipient")
        if address == UNKNOWN:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        assert isinstance(envelope.content, bytes)
        if self._inbox.replies.get("TEXT"):
            return self._inbox.replies["TEXT"].pop(0)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self._inbox.mails.append(mail)
        self._inbox.were_encrypted.append(session.ssl is not None)
        await self._stall("text")
        return "250 OK"

    async def _stall(self, where: str) -> None:
        while self._inbox.stalls_at == where:
            self._inbox.has_stalled.set()
            await asyncio.sleep(0.01)


class _Server(SMTP):
    """A server that refuses the commands for which the inbox has a reply."""

    inbox: Inbox

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802  as above, and so on
        await self._obey("STARTTLS", super().smtp_STARTTLS, arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        await self._obey("AUTH", super().smtp_AUTH, arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        await self._obey("MAIL", super().smtp_MAIL, arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        await self._obey("RCPT", super().smtp_RCPT, arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        await self._obey("DATA", super().smtp_DATA, arg)

    async def _obey(self, command: str, obey: Callable[[Any], Awaitable[None]], arg: str | None) -> None:
        if self.inbox.replies.get(command):
            await self.push(self.inbox.replies[command].pop(0))
        else:
            await obey(arg)


class _Controller(Controller):
    """Runs a server with an inbox."""

    def __init__(self, inbox: Inbox, **options: Any) -> None:  # noqa: ANN401  the library's
        super().__init__(_Handler(inbox), hostname="127.0.0.1", port=inbox.port, **options)
        self._inbox = inbox
        self._servers: list[_Server] = []  # one for each connection

    def factory(self) -> _Server:
        server = _Server(self.handler, **self.SMTP_kwargs)
        server.inbox = self._inbox
        self._servers.append(server)
        return server

    def stop(self, no_assert: bool = False) -> None:
        """Hang up on everybody, which the library leaves to the garbage collector, and stop."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result()
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        for server in self._servers:
            if server.transport:
                server.transport.close()
        await asyncio.sleep(0.01)  # the loop closes them


def _login(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
    is_login = isinstance(data, LoginPassword)
    return AuthResult(
        success=is_login and data == LoginPassword(USER.encode(), PASSWORD.encode()), handled=False
    )


@contextmanager
def mail_server(folder: Path, *, is_tls_from_start: bool = False, offers_tls: bool = True) -> Iterator[Inbox]:
    """Run a mail server on a free port of this machine; its authority is trusted meanwhile."""
    inbox = Inbox(_free_port())  # the library cannot choose one itself
    context = _certificate(folder)
    has_start = offers_tls and not is_tls_from_start
    controller = _Controller(
        inbox,
        ssl_context=context if is_tls_from_start else None,
        authenticator=_login,
        auth_require_tls=False,
        tls_context=context if has_start else None,
        require_starttls=has_start,
    )
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


@contextmanager
def trusting(folder: Path) -> Iterator[None]:
    """Let this process trust the authority, as it trusts those of the machine."""
    before = os.environ.get("SSL_CERT_FILE")
    os.environ["SSL_CERT_FILE"] = str(folder / "mail.pem")
    try:
        yield
    finally:
        del os.environ["SSL_CERT_FILE"]
        if before is not None:
            os.environ["SSL_CERT_FILE"] = before


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _certificate(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "mail.pem").write_bytes(made.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "mail.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "mail.pem", folder / "mail.key")
    return context
