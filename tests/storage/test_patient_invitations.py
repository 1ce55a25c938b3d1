"""Invitations for patients: one invitation, at most one submission, and never under another number."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest

from tests.storage.submissions import (
    DIGEST,
    NOW,
    PRACTITIONER,
    believe_and_purge,
    new_submission,
    reload,
    rows_of,
    save_policy,
    submit,
)
from webapp.clinic import Policy
from webapp.storage import (
    FOLLOW_UP,
    WHOLE,
    InvitationClosed,
    InvitationQuery,
    NewInvitation,
    PatientInvitation,
    Person,
    Store,
    Submission,
)
from webapp.storage.invitations.invitations import KEPT_AFTER
from webapp.storage.tables import patient_invitations

WEEK = timedelta(days=7)
LATER = NOW + WEEK


def invite(store: Store, number: str = "CN-7", about: str = "") -> PatientInvitation:
    new = NewInvitation(number, "Ada Moss", LATER, FOLLOW_UP if about else WHOLE, about)
    made = store.patient_invitations.create(new, PRACTITIONER, NOW)
    assert made is not None
    return made


def send_by(store: Store, invitation: PatientInvitation, draft: str = "") -> Submission | None:
    """Send answers that name somebody else, by an invitation."""
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', NOW)
    draft = draft or store.drafts.create({}, NOW)
    return store.submissions.submit(
        draft, 1, new_submission("Somebody Else", "CN-1"), NOW, invitation.invitee.token
    )


def state(store: Store, invitation: PatientInvitation) -> str:
    found = store.patient_invitations.get(invitation.id, NOW)
    return found.state if found else ""


def test_answers_stand_under_the_number_of_the_invitation_and_no_other(store: Store) -> None:
    earlier, made = submit(store, number="cn 7"), invite(store)
    sent = send_by(store, made)
    assert sent is not None
    assert (sent.person, sent.patient) == (Person("Ada Moss", "CN-7"), earlier.patient)
    after = store.patient_invitations.get(made.id, NOW)
    assert after is not None
    assert (after.state, after.reference) == ("done", sent.reference)


def test_a_follow_up_joins_the_patient_it_asks_about(store: Store) -> None:
    earlier = submit(store)
    sent = send_by(store, invite(store, "", earlier.reference))
    assert sent is not None
    assert sent.patient == reload(store, earlier).patient
    assert [one.state for one in store.patient_invitations.for_submission(earlier.reference, NOW)] == ["done"]


def test_a_link_and_six_words_lead_to_the_same_invitation(store: Store) -> None:
    made, other = invite(store), invite(store, "CN-8")
    words = made.invitee.words
    assert store.patient_invitations.by_token(made.invitee.token, NOW) == made
    assert store.patient_invitations.by_words(f" {words.upper().replace(' ', ' - ')}", NOW) == made
    assert store.patient_invitations.by_words(other.invitee.words, NOW) == other
    for typed in ("", "  ", words.rsplit(" ", 1)[0]):
        assert store.patient_invitations.by_words(typed, NOW) is None
    assert store.patient_invitations.by_token("nonsense", NOW) is None


def test_the_states_follow_what_happens(store: Store) -> None:
    made, invitations = invite(store), store.patient_invitations
    assert made.state == "invited"
    begun = invitations.begin(made.invitee.token, NOW)
    assert begun is not None
    assert (begun.state, begun.begun_at) == ("begun", NOW)
    late = invitations.get(made.id, LATER)
    assert late is not None
    assert late.state == "late"
    assert invitations.begin(made.invitee.token, LATER) is None
    assert invitations.withdraw(made.id, PRACTITIONER, NOW)
    assert state(store, made) == "withdrawn"
    assert invitations.extend(made.id, LATER + WEEK, PRACTITIONER, NOW)
    assert state(store, made) == "begun"
    assert send_by(store, made)
    assert not invitations.withdraw(made.id, PRACTITIONER, NOW)
    assert state(store, made) == "done"
    acts = [entry.action for entry in store.audit.list(None, 9, subject=f"invitation {made.id[:8]}")]
    assert acts == ["extended an invitation", "withdrew an invitation", "made an invitation"]


def test_a_closed_invitation_brings_nothing_and_takes_nothing_of_the_draft(store: Store) -> None:
    done, withdrawn, deleted = invite(store), invite(store), invite(store)
    first = send_by(store, done)
    assert first is not None
    store.patient_invitations.withdraw(withdrawn.id, PRACTITIONER, NOW)
    gone = send_by(store, deleted)
    assert gone is not None
    store.submissions.delete(gone.reference, PRACTITIONER, NOW)
    for invitation, why in ((done, "done"), (withdrawn, "withdrawn"), (deleted, "unknown")):
        draft = store.drafts.create({"typed": "all of it"}, NOW)
        with pytest.raises(InvitationClosed) as closed:
            send_by(store, invitation, draft)
        assert closed.value.state == why
        kept = store.drafts.open(draft, NOW)
        assert kept is not None
        assert kept.content == {"typed": "all of it"}


def test_sending_again_with_one_draft_leads_to_its_submission(store: Store) -> None:
    made, draft = invite(store), store.drafts.create({}, NOW)
    assert send_by(store, made, draft) == send_by(store, made, draft) is not None


def test_what_cannot_be_an_invitation_is_not_made(store: Store) -> None:
    for wrong in (
        NewInvitation("", "Ada", LATER, WHOLE),
        NewInvitation("CN-7", "Ada", NOW, WHOLE),
        NewInvitation("CN-7", "Ada", NOW + timedelta(days=367), WHOLE),
        NewInvitation("CN-7", "Ada", LATER, WHOLE, "3333-33"),
        NewInvitation("CN-7", "Ada", LATER, "half"),
    ):
        with pytest.raises(ValueError, match="an invitation"):
            store.patient_invitations.create(wrong, PRACTITIONER, NOW)
    missing = NewInvitation("CN-7", "Ada", LATER, FOLLOW_UP, "3333-33")
    assert store.patient_invitations.create(missing, PRACTITIONER, NOW) is None


def test_the_list_goes_page_by_page_and_counts_every_state(store: Store) -> None:
    made = [invite(store, f"CN-{number}") for number in range(5)]
    store.patient_invitations.withdraw(made[0].id, PRACTITIONER, NOW)
    shown: list[str] = []
    page = store.patient_invitations.list(InvitationQuery(size=2), NOW)
    while True:
        shown += [row.id for row in page.rows]
        if not page.next:
            break
        page = store.patient_invitations.list(InvitationQuery(size=2, before=page.next), NOW)
    assert sorted(shown) == sorted(one.id for one in made)
    found = store.patient_invitations.list(InvitationQuery(frozenset({"invited"}), number="cn 3"), NOW)
    assert [row.invitee.number for row in found.rows] == ["CN-3"]
    counts = store.patient_invitations.counts(InvitationQuery(frozenset({"done"})), NOW)
    assert counts == {"invited": 4, "begun": 0, "done": 0, "late": 0, "withdrawn": 1}


def test_a_patient_is_reminded_once_and_only_of_an_open_invitation(store: Store) -> None:
    made, invitations = invite(store), store.patient_invitations
    assert not invitations.record_reminder(made.id, PRACTITIONER, LATER)
    assert invitations.record_reminder(made.id, PRACTITIONER, NOW)
    assert not invitations.record_reminder(made.id, PRACTITIONER, NOW)
    after = invitations.get(made.id, NOW)
    assert after is not None
    assert after.reminded_at == NOW


def test_a_purge_deletes_what_brought_nothing_a_month_after_its_end(store: Store, url: str) -> None:
    save_policy(store, Policy(draft_days=1, audit_days=3000))
    invite(store)
    assert send_by(store, invite(store))
    believe_and_purge(store, LATER + KEPT_AFTER - timedelta(seconds=1))
    assert len(rows_of(url, patient_invitations)) == 2
    believe_and_purge(store, LATER + KEPT_AFTER)
    assert len(rows_of(url, patient_invitations)) == 1
    believe_and_purge(store, NOW + timedelta(days=366))
    assert rows_of(url, patient_invitations) == []


def test_an_invitation_is_found_after_a_rotation_under_the_new_key_alone(store: Store) -> None:
    made = invite(store)
    store.keys.rotate("command", NOW)
    assert store.keys.retire("command", NOW).keys == 1
    assert store.patient_invitations.by_token(made.invitee.token, NOW) == made
    assert store.patient_invitations.by_words(made.invitee.words, NOW) == made
    assert len(store.patient_invitations.list(InvitationQuery(number="CN-7"), NOW).rows) == 1


def test_no_answer_comes_under_a_wrong_number_from_many_devices_at_once(
    url: str, opening: Callable[[str], Store]
) -> None:
    store, other = opening(url), opening(url)
    random = Random(20)  # noqa: S311  an order that a failure can be repeated with
    made = [invite(store, f"CN-{number}") for number in range(1, 61)]
    withdrawn = made[::6]
    uses = random.sample(made * 2, 120)
    for one in withdrawn[:5]:
        store.patient_invitations.withdraw(one.id, PRACTITIONER, NOW)

    def use(number_and_invitation: tuple[int, PatientInvitation]) -> str:
        number, invitation = number_and_invitation
        if invitation in withdrawn[5:]:
            store.patient_invitations.withdraw(invitation.id, PRACTITIONER, NOW)
        try:
            sent = send_by((store, other)[number % 2], invitation)
        except InvitationClosed as closed:
            return closed.state
        assert sent is not None
        assert sent.person.number == invitation.invitee.number
        return "sent"

    with ThreadPoolExecutor(4) as devices:
        ends = list(devices.map(use, enumerate(uses)))
    for invitation in made:
        was_sent = [end for end, used in zip(ends, uses, strict=True) if used is invitation and end == "sent"]
        now = store.patient_invitations.get(invitation.id, NOW)
        assert now is not None
        assert (len(was_sent), now.state) == ((0, "withdrawn") if invitation in withdrawn else (1, "done"))
        if now.reference:
            kept = store.submissions.get(now.reference, NOW)
            assert kept is not None
            assert kept.person == invitation.person
