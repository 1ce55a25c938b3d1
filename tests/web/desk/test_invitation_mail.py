"""Invitations by mail: over TLS, with nothing about health; and what is said when one is not sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.mail_server import UNKNOWN, Inbox, mail_server, trusting
from tests.web.app_factory import opened
from tests.web.device import Device
from tests.web.fakes import Clock, Printer, with_practitioner
from tests.web.patient.test_invited import invite
from tests.web.staff import app_context_of, signed_in, store_of
from webapp.application import create_app
from webapp.clinic import Clinic
from webapp.mail.server import MailServer, is_address
from webapp.settings import Settings

KIM = "kim@example.org"
HEALTH = ("gut", "leak", "health", "factor", "symptom", "CN-7", "Ada Moss")


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with mail_server(tmp_path) as inbox, trusting(tmp_path):
        yield inbox


def clinic_with(tmp_path: Path, url: str) -> Flask:
    """A clinic that sends by this mail server."""
    settings = replace(Settings.for_instance(tmp_path / "instance"), mail_server=MailServer.parse(url))
    store = opened(settings)
    clinic = Clinic(name="Elm & Oak", contact=("12 River Road",), region="CA")
    app = create_app(settings, store=store, clinic=clinic, render_pool=Printer(), clock=Clock())
    return with_practitioner(app)


def send(desk: Device, invitation_id: str, address: str = KIM) -> str:
    desk.open(f"/invitations/{invitation_id}")
    return desk.press("Send by the clinic", {"email": address}).text


def test_an_invitation_and_one_reminder_are_mailed(tmp_path: Path, inbox: Inbox) -> None:
    app = clinic_with(tmp_path, inbox.url())
    made, desk = invite(app), signed_in(app, "front_desk", "fay")
    assert "Sent." in send(desk, made.id)
    assert "the patient was reminded" in desk.press("Remind by mail").text
    token = {"csrf_token": desk.page.forms[0].sends["csrf_token"]}
    assert desk.client.post(f"/invitations/{made.id}/send-reminder", data=token).status_code == 303
    first, reminder = inbox.mails
    assert (first["From"], first["To"], first["Subject"]) == (
        "desk@clinic.example",
        KIM,
        "A form from Elm & Oak",
    )
    assert reminder["Subject"] == "A reminder from Elm & Oak"
    assert first["Auto-Submitted"] == "auto-generated"
    body = first.get_content()
    assert f"http://localhost/invited/{made.invitee.token}" in body
    assert made.invitee.words in body
    assert not [word for word in HEALTH if word.casefold() in f"{first['Subject']} {body}".casefold()]
    assert inbox.were_encrypted == [True, True]
    found = store_of(app).patient_invitations.get(made.id, app_context_of(app).clock())
    assert found is not None
    assert found.invitee.email == KIM


def test_tls_from_the_first_byte_works_as_well(tmp_path: Path) -> None:
    with mail_server(tmp_path, is_tls_from_start=True) as inbox, trusting(tmp_path):
        app = clinic_with(tmp_path, inbox.url("smtps"))
        assert "Sent." in send(signed_in(app), invite(app).id)
    assert len(inbox.mails) == 1


def test_what_goes_wrong_is_said_and_logged_once_without_the_address(
    tmp_path: Path, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    app = clinic_with(tmp_path, inbox.url())
    made, desk = invite(app), signed_in(app)
    for _ in range(2):
        assert "does not take this address" in send(desk, made.id, UNKNOWN)
    assert desk.page.value("email") == [UNKNOWN]
    assert "This is no mail address." in send(desk, made.id, "kim@example.org\r\nBcc: x@example.org")
    assert inbox.mails == []
    assert [line for line in caplog.messages if "mail" in line] == [
        "problem: mail cannot be sent: recipient SMTPRecipientsRefused"
    ]
    found = store_of(app).patient_invitations.get(made.id, app_context_of(app).clock())
    assert found is not None
    assert found.invitee.email == ""


def test_a_reminder_that_was_not_sent_can_be_sent_again(tmp_path: Path, inbox: Inbox) -> None:
    app = clinic_with(tmp_path, inbox.url(password="wrong"))
    made, desk = invite(app), signed_in(app)
    now = app_context_of(app).clock()
    store_of(app).patient_invitations.record_address(made.id, KIM, "practitioner 1", now)
    desk.open(f"/invitations/{made.id}")
    assert "does not let us in" in desk.press("Remind by mail").text
    assert "Remind by mail" in desk.page.text


def test_nothing_is_sent_without_tls_or_to_an_unknown_certificate(tmp_path: Path, inbox: Inbox) -> None:
    with mail_server(tmp_path, offers_tls=False) as plain:
        app = clinic_with(tmp_path / "one", plain.url())
        assert "refused it" in send(signed_in(app), invite(app).id)
    app = clinic_with(tmp_path / "other", inbox.url())  # whose certificate was replaced on the disk meanwhile
    assert "does not answer as it should" in send(signed_in(app), invite(app).id)
    assert plain.mails == inbox.mails == []


WRONG = (
    *("", "kim", "kim@", "@example.org", "kim@example", "a b@example.org", "kïm@example.org"),
    *(f"{'a' * 250}@x.org", "kim@example.org, x@example.org", "kim@example.org\n"),
)


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_address_is_not_taken_for_one(wrong: str) -> None:
    assert is_address(KIM)
    assert not is_address(wrong)
