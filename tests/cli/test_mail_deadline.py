"""A mail server that speaks one byte at a time holds nobody for long, and cuts no other conversation off."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from tests.mail_server import mail_server, trusting
from tests.webhook_receiver import dripping_receiver
from webapp.mail.send import SECONDS_IN_ALL, SECONDS_TO_TAKE, Mail, MailNotSent, send_mail
from webapp.mail.server import MailServer
from webapp.storage.invitations.mails import LEASE

MAIL = Mail("1", "kim@example.org", "A form", "Please fill in our form.")
GREETINGS = b"220-One moment\r\n" * 999
HANDSHAKE = bytes.fromhex("16 03 03 40 00 02 00 3f fc") + bytes(9999)
STARTTLS = b"220 Here\r\n250-Here\r\n250 STARTTLS\r\n220 Go\r\n"


@pytest.mark.parametrize(
    ("scheme", "dripped"), [("smtp", GREETINGS), ("smtps", HANDSHAKE), ("smtp", STARTTLS + HANDSHAKE)]
)
def test_a_conversation_has_a_deadline_however_its_server_drips(scheme: str, dripped: bytes) -> None:
    with dripping_receiver(dripped) as port:
        server = MailServer.parse(f"{scheme}://desk:x@localhost:{port}?from=desk@clinic.example")
        began = time.monotonic()
        with pytest.raises(MailNotSent, match="unreachable") as found:
            send_mail(server, MAIL, datetime.now(UTC), lambda: True, seconds=1)
    assert 0.9 < time.monotonic() - began < 3
    assert not found.value.is_final


@contextmanager
def broken_off(said: bytes) -> Iterator[MailServer]:
    """Run a server that says all of this at once, and then nothing more."""
    with socket.create_server(("localhost", 0)) as listener:

        def speak() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(said)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(4096):
                    pass

        thread = Thread(target=speak)
        thread.start()
        port = listener.getsockname()[1]
        yield MailServer.parse(f"smtp://localhost:{port}?from=desk@clinic.example")
        thread.join()


@pytest.mark.parametrize(
    ("said", "reason", "is_final"),
    [
        (b"22", "unreachable", False),
        (b"220 a\r\n250 a\r\n55", "unreachable", False),
        (b"220 a\r\n250 a\r\n250 a\r\n250 a\r\n", "unreachable", False),
        (b"220 a\r\n250 a\r\n250 a\r\n250 a\r\n35", "unreachable", False),
        (b"220 a\r\n250 a\r\n250 a\r\n250 a\r\n354 a\r\n", "uncertain", True),
        (b"220 a\r\n250 a\r\n250 a\r\n250 a\r\n354 a\r\n25", "uncertain", True),
    ],
)
def test_half_a_reply_is_none(said: bytes, reason: str, is_final: bool) -> None:
    with broken_off(said) as server, pytest.raises(MailNotSent) as found:
        send_mail(server, MAIL, datetime.now(UTC), lambda: True)
    assert (found.value.reason, found.value.is_final) == (reason, is_final)


def test_nothing_is_handed_over_before_the_server_waits_for_the_text() -> None:
    with broken_off(b"220 a\r\n250 a\r\n250 a\r\n250 a\r\n") as server, pytest.raises(MailNotSent):
        send_mail(server, MAIL, datetime.now(UTC), lambda: pytest.fail("nobody waits for it"))


def test_lines_that_begin_with_a_point_arrive_as_they_were_written(tmp_path: Path) -> None:
    text = ".\n..two\nnone\n."
    with mail_server(tmp_path) as inbox, trusting(tmp_path):
        mail = Mail("1", "kim@example.org", "A form", text)
        assert send_mail(MailServer.parse(inbox.url()), mail, datetime.now(UTC), lambda: True)
    assert inbox.mails[0].get_content().split() == text.split()


@pytest.mark.parametrize(("host", "password"), [("a..b", "x"), ("localhost", "pässe")])
def test_what_a_server_cannot_be_told_is_a_failed_attempt(tmp_path: Path, host: str, password: str) -> None:
    with mail_server(tmp_path) as inbox, trusting(tmp_path):
        server = replace(MailServer.parse(inbox.url()), host=host, password=password)
        with pytest.raises(MailNotSent, match="refused UnicodeE") as found:
            send_mail(server, MAIL, datetime.now(UTC), lambda: pytest.fail("nobody waits for it"))
    assert not found.value.is_final, "it waits until somebody mends the setting"


def test_a_conversation_that_is_over_in_time_is_not_shut_down(tmp_path: Path) -> None:
    with mail_server(tmp_path) as inbox, trusting(tmp_path):
        server = MailServer.parse(inbox.url())
        for _ in range(2):
            assert send_mail(server, MAIL, datetime.now(UTC), lambda: True, seconds=5)
    assert len(inbox.mails) == 2


def test_a_slow_but_honest_server_has_the_time_that_it_needs_within_the_lease() -> None:
    assert SECONDS_TO_TAKE < SECONDS_IN_ALL < LEASE.total_seconds() / 2
