"""Letters of invitations wait until they are sent: each once, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.storage.submissions import NOW, PRACTITIONER, rows_of
from tests.storage.test_patient_invitations import LATER, invite
from webapp.storage import (
    INVITATION,
    REMINDER,
    AddressedLetter,
    NewMail,
    OutgoingMail,
    PatientInvitation,
    Store,
)
from webapp.storage.invitations.mails import LEASE, PAUSES, REPEATED, UNCERTAIN
from webapp.storage.tables import invitation_mails

SECOND = timedelta(seconds=1)
LETTER = AddressedLetter("ada@example.org", "A form", "Please fill it in.")


def queue(store: Store, made: PatientInvitation, mail_id: str = "1" * 32, kind: str = INVITATION) -> bool:
    return store.invitation_mails.queue(made.id, NewMail(mail_id, kind, LETTER), PRACTITIONER, NOW)


def take(store: Store) -> OutgoingMail:
    mail = store.invitation_mails.take(NOW)
    assert mail is not None
    return mail


def state(store: Store, made: PatientInvitation) -> tuple[str, str]:
    (mail,) = store.invitation_mails.list(made.id)
    return mail.state, mail.problem


def acts(store: Store, count: int = 2) -> list[tuple[str, str]]:
    return [(entry.actor, entry.action) for entry in store.audit.list(None, count)]


def test_a_letter_is_queued_with_its_address_and_its_text_is_forgotten_when_it_is_sent(
    store: Store, url: str
) -> None:
    made = invite(store)
    assert queue(store, made)
    found = store.patient_invitations.by_words(made.invitee.words, NOW)
    assert found is not None
    assert found.invitee.email == LETTER.address
    mail = take(store)
    assert mail.letter == LETTER
    handed = store.invitation_mails.hand_over(mail, NOW)
    assert handed is not None
    store.invitation_mails.sent(handed, NOW)
    assert state(store, made) == ("sent", "")
    assert store.invitation_mails.newest([made.id])[made.id].state == "sent"
    assert [row.sealed for row in rows_of(url, invitation_mails)] == [None]
    assert acts(store, 1) == [(PRACTITIONER, "sent an invitation")]


def test_however_often_a_form_is_sent_there_is_one_letter(store: Store) -> None:
    made, other = invite(store), invite(store, "CN-8")
    assert queue(store, made)
    assert not queue(store, made)
    assert not queue(store, made, "2" * 32)  # one waits
    store.invitation_mails.sent(take(store), NOW)
    assert not queue(store, made)
    assert queue(store, made, "2" * 32)
    assert queue(store, other, "3" * 32)
    assert queue(store, other, "4" * 32, REMINDER)
    assert not queue(store, other, "5" * 32, REMINDER)  # the patient is reminded once
    assert store.patient_invitations.by_token(other.invitee.token, NOW).reminded_at == NOW  # type: ignore[union-attr]


def test_a_letter_whose_sender_was_killed_before_it_handed_it_over_is_due_again(store: Store) -> None:
    queue(store, invite(store))
    mail = take(store)
    assert store.invitation_mails.take(NOW + LEASE - SECOND) is None
    again = store.invitation_mails.take(NOW + LEASE)
    assert again is not None
    assert again.id == mail.id
    assert store.invitation_mails.hand_over(mail, NOW + LEASE) is None  # it is another sender's now
    assert store.invitation_mails.hand_over(again, NOW + LEASE)


def test_a_letter_whose_sender_was_killed_after_that_is_not_sent_again(store: Store) -> None:
    made = invite(store)
    queue(store, made, kind=REMINDER)
    handed = store.invitation_mails.hand_over(take(store), NOW)
    assert handed is not None
    assert store.invitation_mails.take(NOW + LEASE) is None
    assert state(store, made) == ("failed", UNCERTAIN)
    assert acts(store, 1) == [("server", "could not remind of an invitation")]
    assert not queue(store, made, "2" * 32, REMINDER)
    store.invitation_mails.sent(handed, NOW + LEASE)  # it was slow, not killed
    assert state(store, made) == ("sent", "")


def test_a_letter_is_tried_for_a_day_and_then_a_reminder_can_be_sent_again(store: Store) -> None:
    made, at = invite(store), NOW
    queue(store, made, kind=REMINDER)
    for pause in PAUSES:
        mail = store.invitation_mails.take(at)
        assert mail is not None
        assert store.invitation_mails.failed(mail, "unreachable", at)
        assert state(store, made) == ("waiting", "unreachable")
        assert store.health.report(at).failing_mails == (mail.attempts + 1 >= REPEATED)
        assert store.invitation_mails.take(at + pause - SECOND) is None
        at += pause
    mail = store.invitation_mails.take(at)
    assert mail is not None
    assert not store.invitation_mails.failed(mail, "unreachable", at)
    assert state(store, made) == ("failed", "unreachable")
    assert store.health.report(at).failing_mails == 0
    assert acts(store) == [
        ("server", "could not remind of an invitation"),
        (PRACTITIONER, "reminded of an invitation"),
    ]
    assert queue(store, made, "2" * 32, REMINDER)
    assert not store.invitation_mails.failed(mail, "unreachable", at)  # an old sender changes nothing
    assert store.invitation_mails.take(at)


@pytest.mark.parametrize("is_taken", [True, False])
def test_no_letter_is_sent_of_an_invitation_that_was_withdrawn_meanwhile(
    store: Store, *, is_taken: bool
) -> None:
    made = invite(store)
    queue(store, made)
    mail = take(store) if is_taken else None
    store.patient_invitations.withdraw(made.id, PRACTITIONER, NOW)
    if mail:
        assert store.invitation_mails.hand_over(mail, NOW) is None
    assert store.invitation_mails.take(NOW) is None
    assert not queue(store, made, "2" * 32)
    assert store.health.report(LATER).mail_seconds == 0


def test_health_says_how_long_a_letter_is_late(store: Store) -> None:
    assert store.health.report(NOW).mail_seconds == 0
    queue(store, invite(store))
    assert store.health.report(NOW + 400 * SECOND).mail_seconds == 400
    take(store)
    assert store.health.report(NOW + 400 * SECOND).mail_seconds == 0


def test_of_several_senders_each_takes_another_letter(url: str, opening: Callable[[str], Store]) -> None:
    stores = [opening(url), opening(url)]
    for number in range(8):
        queue(stores[0], invite(stores[0], f"CN-{number}"), f"{number}" * 32)
    with ThreadPoolExecutor(4) as senders:
        taken = list(senders.map(lambda number: stores[number % 2].invitation_mails.take(NOW), range(8)))
    assert len({mail.id for mail in taken if mail}) == 8


def test_two_clicks_at_once_queue_one_letter(url: str, opening: Callable[[str], Store]) -> None:
    stores = [opening(url), opening(url)]
    made = invite(stores[0])
    with ThreadPoolExecutor(4) as browsers:
        queued = list(
            browsers.map(lambda number: queue(stores[number % 2], made, f"{number}" * 32), range(4))
        )
    assert sum(queued) == 1


def test_a_letter_opens_after_a_rotation_under_the_new_key_alone(store: Store) -> None:
    queue(store, invite(store))
    store.keys.rotate("command", NOW)
    assert store.keys.retire("command", NOW).keys == 1
    assert take(store).letter == LETTER
