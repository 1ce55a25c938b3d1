"""Invitations by mail: over TLS, nothing about health; the page answers at once, and shows their fate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from flask import Flask

from tests.mail_server import UNKNOWN, Inbox, mail_server, trusting
from tests.web.app_factory import made, opened
from tests.web.device import Device
from tests.web.fakes import Clock, Printer, with_practitioner
from tests.web.invitations import invite
from tests.web.staff import app_context_of, put_on, signed_in, store_of
from webapp.cli.mail_sender import MailSender
from webapp.clinic import Clinic
from webapp.mail.server import MailServer, is_address
from webapp.settings import Settings
from webapp.storage import PatientInvitation

ClinicWith = Callable[[str], Flask]

KIM = "kim@example.org"
HEALTH = ("gut", "leak", "health", "factor", "symptom", "CN-7", "Ada Moss")


def without_random(text: str, made: PatientInvitation) -> str:
    """What is always in a text on an invitation: its token may have "gut" in it, and "factor" is a word."""
    for drawn in (made.invitee.token, made.invitee.words, made.id):
        text = text.replace(drawn, "")
    return text


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with mail_server(tmp_path) as inbox, trusting(tmp_path):
        yield inbox


@pytest.fixture
def clinic_with(tmp_path: Path) -> Iterator[ClinicWith]:
    """Make clinics, each with an instance of its own, that send by the mail server at an address."""
    with ExitStack() as stack:

        def make(url: str) -> Flask:
            instance = Path(mkdtemp(dir=tmp_path))
            settings = replace(Settings.for_instance(instance), mail_server=MailServer.parse(url))
            store = stack.enter_context(closing(opened(settings)))
            clinic = Clinic(name="Elm & Oak", contact=("12 River Road",), region="CA")
            app = made(settings, store=store, clinic=clinic, render_pool=Printer(), clock=Clock())
            return with_practitioner(app)

        yield make


def send(desk: Device, invitation_id: str, address: str = KIM) -> str:
    desk.open(f"/invitations/{invitation_id}")
    return desk.press("Send by the clinic", {"email": address}).text


def send_waiting(app: Flask, **later: float) -> bool:
    """Let a sender try what is due, some time later."""
    put_on(app, **later)
    server = app_context_of(app).settings.mail_server
    assert server is not None
    return MailSender(store_of(app), server, app_context_of(app).clock).send_next(app_context_of(app).clock())


def fate(desk: Device, invitation_id: str) -> str:
    """What the page says of its letters."""
    text = desk.client.get(f"/invitations/{invitation_id}/mails").text
    return " ".join(re.sub("<[^>]+>", " ", text).split())


def test_an_invitation_and_one_reminder_are_mailed(clinic_with: ClinicWith, inbox: Inbox) -> None:
    app = clinic_with(inbox.url())
    made, desk = invite(app), signed_in(app, "front_desk", "fay")
    assert "The mail is on its way." in send(desk, made.id)
    form = {one.get("name"): one.get("value") for one in desk.page.all("input")}
    again = {"csrf_token": form["csrf_token"], "mail": form["mail"]}
    assert "Mail waiting" in fate(desk, made.id)
    assert inbox.mails == []
    assert send_waiting(app)
    assert "Mail sent" in fate(desk, made.id)
    desk.open(f"/invitations/{made.id}")
    assert "The mail is on its way." in desk.press("Remind by mail").text
    assert desk.client.post(f"/invitations/{made.id}/send-reminder", data=again).status_code == 303
    while send_waiting(app):
        pass
    first, reminder = inbox.mails
    assert (first["From"], first["To"], first["Subject"]) == (
        "desk@clinic.example",
        KIM,
        "A form from Elm & Oak",
    )
    assert reminder["Subject"] == "A reminder from Elm & Oak"
    assert "This is a reminder: we have given you this link before." in reminder.get_content()
    assert first["Auto-Submitted"] == "auto-generated"
    body = first.get_content()
    assert "reminder" not in body
    assert f"http://localhost/invited/{made.invitee.token}" in body
    assert made.invitee.words in body
    told = without_random(f"{first['Subject']} {body} {reminder.get_content()}", made)
    assert not [word for word in HEALTH if word.casefold() in told.casefold()]
    assert inbox.were_encrypted == [True, True]


def test_two_clicks_send_one_mail_even_when_the_first_is_sent_already(
    clinic_with: ClinicWith, inbox: Inbox
) -> None:
    app = clinic_with(inbox.url())
    made, desk = invite(app), signed_in(app)
    desk.open(f"/invitations/{made.id}")
    sends = {one.get("name"): one.get("value") for one in desk.page.all("input")}
    form = {"csrf_token": sends["csrf_token"], "mail": sends["mail"], "email": KIM}
    for _ in range(2):
        assert desk.client.post(f"/invitations/{made.id}/send", data=form).status_code == 303
        send_waiting(app)
    assert len(inbox.mails) == 1
    assert desk.client.post(f"/invitations/{made.id}/send", data={**form, "mail": "x"}).status_code == 303
    assert not send_waiting(app)


def test_tls_from_the_first_byte_works_as_well(tmp_path: Path, clinic_with: ClinicWith) -> None:
    with mail_server(tmp_path, is_tls_from_start=True) as inbox, trusting(tmp_path):
        app = clinic_with(inbox.url("smtps"))
        made, desk = invite(app), signed_in(app)
        send(desk, made.id)
        assert send_waiting(app)
        assert fate(desk, made.id).startswith("Invitation by mail Mail sent")
    assert len(inbox.mails) == 1


def test_what_goes_wrong_is_said_and_logged_without_the_address(
    clinic_with: ClinicWith, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    app = clinic_with(inbox.url())
    made, desk = invite(app), signed_in(app)
    send(desk, made.id, UNKNOWN)
    assert send_waiting(app)
    assert "Mail not sent" in fate(desk, made.id)
    assert "does not take this address" in fate(desk, made.id)
    assert "Mail not sent" in desk.open("/invitations").text
    assert not send_waiting(app, minutes=2)
    assert "This is no mail address." in send(desk, made.id, "kim@example.org\r\nBcc: x@example.org")
    assert inbox.mails == []
    ours = [one.message for one in caplog.records if one.name == "gutfactors"]
    assert [line for line in ours if "mail" in line] == ["mail cannot be sent: recipient 550"]


def test_a_server_that_puts_a_mail_off_gets_it_later(clinic_with: ClinicWith, inbox: Inbox) -> None:
    app = clinic_with(inbox.url())
    made, desk = invite(app), signed_in(app)
    inbox.replies["RCPT"] = ["450 come again later", "421 too busy"]
    send(desk, made.id)
    assert send_waiting(app)
    assert "It is tried again" in fate(desk, made.id)
    assert not send_waiting(app, seconds=59)
    assert send_waiting(app, seconds=1)
    assert send_waiting(app, minutes=5)
    assert fate(desk, made.id).startswith("Invitation by mail Mail sent")
    assert len(inbox.mails) == 1


COMMANDS = ("STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "TEXT")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_temporary_reply_is_no_refusal(clinic_with: ClinicWith, inbox: Inbox, command: str) -> None:
    app = clinic_with(inbox.url())
    made, desk = invite(app), signed_in(app)
    inbox.replies[command] = ["451 not now"] * (3 if command == "AUTH" else 1)  # by three methods
    send(desk, made.id)
    assert send_waiting(app)
    assert "Mail waiting" in fate(desk, made.id)
    assert "asks to try again later. It is tried again" in fate(desk, made.id)
    assert send_waiting(app, minutes=1)
    assert fate(desk, made.id).startswith("Invitation by mail Mail sent")
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    ("command", "reply", "said"),
    [
        ("MAIL", "530 authentication required", "does not let us in"),
        ("MAIL", "553 this sender is not yours", "refused the mail"),
        ("RCPT", "530 authentication required", "does not let us in"),
        ("DATA", "554 no valid recipients", "refused the mail"),
        ("DATA", "250 what", "refused the mail"),
    ],
)
def test_a_reply_to_a_wrong_setting_ends_no_letter(
    clinic_with: ClinicWith, inbox: Inbox, command: str, reply: str, said: str
) -> None:
    """Somebody mends the setting, and the letter goes out."""
    app = clinic_with(inbox.url())
    made, desk = invite(app), signed_in(app)
    inbox.replies[command] = [reply] * 2
    send(desk, made.id)
    assert send_waiting(app)
    assert "Mail waiting" in fate(desk, made.id)
    assert said in fate(desk, made.id)
    assert "It is tried again" in fate(desk, made.id)
    assert send_waiting(app, minutes=1)
    assert inbox.mails == []
    assert send_waiting(app, minutes=5)
    assert fate(desk, made.id).startswith("Invitation by mail Mail sent")
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    ("command", "said"), [("RCPT", "does not take this address"), ("TEXT", "refused the mail")]
)
def test_a_permanent_reply_to_the_address_or_the_text_ends_the_attempts(
    clinic_with: ClinicWith, inbox: Inbox, command: str, said: str
) -> None:
    app = clinic_with(inbox.url())
    made, desk = invite(app), signed_in(app)
    inbox.replies[command] = ["554 no"]
    send(desk, made.id)
    assert send_waiting(app)
    assert fate(desk, made.id).startswith("Invitation by mail Mail not sent")
    assert said in fate(desk, made.id)
    assert not send_waiting(app, days=1)
    assert inbox.mails == []


def test_a_wrong_password_is_said_and_the_mail_waits_for_the_right_one(
    clinic_with: ClinicWith, inbox: Inbox
) -> None:
    app = clinic_with(inbox.url(password="wrong"))
    made, desk = invite(app), signed_in(app)
    send(desk, made.id)
    assert send_waiting(app)
    assert "does not let us in" in fate(desk, made.id)
    mended = MailSender(store_of(app), MailServer.parse(inbox.url()), app_context_of(app).clock)
    put_on(app, minutes=1)
    assert mended.send_next(app_context_of(app).clock())
    assert len(inbox.mails) == 1


def test_a_mail_that_nothing_sends_is_said_to_the_desk_and_to_the_operator(
    clinic_with: ClinicWith, inbox: Inbox
) -> None:
    app = clinic_with(inbox.url())
    made, desk = invite(app), signed_in(app)
    send(desk, made.id)
    put_on(app, minutes=6)
    assert "Nothing sends mail at the moment." in fate(desk, made.id)
    problems = Device(app).client.get("/health").get_json()["problems"]
    assert [each for each in problems if "mail waits for 6 minutes" in each]


def test_nothing_is_sent_without_tls_or_to_an_unknown_certificate(
    tmp_path: Path, clinic_with: ClinicWith, inbox: Inbox
) -> None:
    with mail_server(tmp_path, offers_tls=False) as plain:
        app = clinic_with(plain.url())
        made, desk = invite(app), signed_in(app)
        send(desk, made.id)
        assert send_waiting(app)
        assert "refused the mail" in fate(desk, made.id)
    app = clinic_with(inbox.url())  # whose certificate was replaced on the disk meanwhile
    made, desk = invite(app), signed_in(app)
    send(desk, made.id)
    assert send_waiting(app)
    assert "does not answer as it should" in fate(desk, made.id)
    assert plain.mails == inbox.mails == []


WRONG = (
    *("", "kim", "kim@", "@example.org", "kim@example", "a b@example.org", "kïm@example.org"),
    *(f"{'a' * 250}@x.org", "kim@example.org, x@example.org", "kim@example.org\n"),
)


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_address_is_not_taken_for_one(wrong: str) -> None:
    assert is_address(KIM)
    assert not is_address(wrong)
