"""`gutfactors deliver` sends what waits beside another server, and a killed one loses and repeats nothing."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.command import line_of, run, started
from tests.mail_server import Inbox, mail_server, trusting
from tests.storage.outbox import send
from tests.webhook_receiver import SECRET, webhook_receiver
from webapp.cli.mail_sender import MailSender
from webapp.mail.server import MailServer
from webapp.settings import Settings
from webapp.storage import INVITATION, WHOLE, AddressedLetter, NewInvitation, NewMail, Store, open_store
from webapp.storage.invitations.mails import LEASE

LETTER = AddressedLetter("kim@example.org", "A form", "¿Puede rellenarlo? 请填写。")


def opened(folder: Path) -> Store:
    settings = Settings.for_instance(folder / "instance")
    settings.instance.mkdir(exist_ok=True)
    return open_store(settings.database_url, settings.key_file)


def queue(store: Store) -> str:
    """Queue a letter, and return the id of its invitation."""
    now = datetime.now(UTC)
    made = store.patient_invitations.create(
        NewInvitation("CN-7", "", now + timedelta(days=9), WHOLE), "jo", now
    )
    assert made is not None
    assert store.invitation_mails.queue(made.id, NewMail("a" * 32, INVITATION, LETTER), "jo", now)
    return made.id


def test_once_sends_everything_that_is_due(tmp_path: Path) -> None:
    with (
        mail_server(tmp_path) as inbox,
        trusting(tmp_path),
        webhook_receiver() as received,
        closing(opened(tmp_path)) as store,
    ):
        queue(store)
        send(store)
        ways = {"SMTP_URL": inbox.url(), "WEBHOOK": f"{received.address}/ {SECRET}"}
        assert run("deliver", "--once", cwd=tmp_path, **ways).returncode == 0
        assert run("deliver", "--once", cwd=tmp_path, **ways).returncode == 0
    assert [mail.get_content().strip() for mail in inbox.mails] == [LETTER.body]
    assert len(received.events) == 1


def test_without_a_way_to_send_it_says_so(tmp_path: Path) -> None:
    opened(tmp_path).close()
    done = run("deliver", "--once", cwd=tmp_path)
    assert done.returncode == 2
    assert "GUTFACTORS_SMTP_URL" in done.stderr


def kill_at(where: str, inbox: Inbox, folder: Path) -> None:
    """Let a process send, and kill it at this point of the conversation with the mail server."""
    inbox.stalls_at = where
    with started("deliver", cwd=folder, SMTP_URL=inbox.url()) as process:
        assert line_of(process) == "Sending what waits.\n"
        assert inbox.has_stalled.wait(20)
        process.kill()
        process.wait()
    inbox.stalls_at = ""


@pytest.mark.parametrize(("where", "end"), [("recipient", ("sent", "")), ("text", ("failed", "uncertain"))])
def test_a_sender_that_is_killed_loses_no_mail_and_sends_none_twice(
    tmp_path: Path, where: str, end: tuple[str, str]
) -> None:
    with mail_server(tmp_path) as inbox, trusting(tmp_path), closing(opened(tmp_path)) as store:
        invitation = queue(store)
        kill_at(where, inbox, tmp_path)
        sender = MailSender(store, MailServer.parse(inbox.url()))
        later = datetime.now(UTC) + LEASE
        assert sender.send_next(later) == (where == "recipient")
        assert not sender.send_next(later + timedelta(days=1))
        (mail,) = store.invitation_mails.list(invitation)
    assert (mail.state, mail.problem) == end
    assert len(inbox.mails) == 1
