"""Which submissions are proven to be of one patient: a number that somebody typed proves nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.storage.submissions import DIGEST, NOW, PRACTITIONER, audit_actions, new_submission, reload, submit
from webapp.storage import FOLLOW_UP, WHOLE, FollowUpOf, NewInvitation, Person, Store, Submission

DAY = timedelta(days=1)


def send_by_invitation(
    store: Store, number: str = "", about: str = "", *, is_whole: bool = False
) -> Submission:
    """Send answers by an invitation, to a follow-up as one or as a whole form."""
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', NOW)
    asks = NewInvitation(number, "", NOW + DAY, FOLLOW_UP if about else WHOLE, about)
    invitation = store.patient_invitations.create(asks, PRACTITIONER, NOW)
    assert invitation is not None
    follow_up = FollowUpOf(about, {}) if about and not is_whole else None
    new = replace(new_submission(), follow_up=follow_up)
    token = invitation.invitee.token
    sent = store.submissions.submit(store.drafts.create({}, NOW), 1, new, NOW, token)
    assert sent is not None
    return sent


def proven(store: Store, submission: Submission) -> list[str]:
    """Return the references of the others that are proven to be of the patient."""
    now_stored = reload(store, submission)
    found = (one.reference for one in store.visits.proven(now_stored, NOW))
    return [one for one in found if one != submission.reference]


def test_a_number_that_was_typed_proves_nothing(store: Store) -> None:
    one, two = submit(store, number="12"), submit(store, number="12")
    imported = store.submissions.add_imported(new_submission(number="12"), NOW, "", PRACTITIONER, NOW)
    assert len(store.visits.list(one.patient, NOW)) == 3
    assert [proven(store, each) for each in (one, two)] == [[], []]
    found = store.submissions.get(imported, NOW)
    assert found is not None
    assert proven(store, found) == []


def test_a_number_that_is_corrected_proves_nothing_and_ends_what_was_proven(store: Store) -> None:
    one, two, other = submit(store, number="12"), submit(store, number="12"), submit(store, number="13")
    store.visits.link(one.reference, two.reference, PRACTITIONER, NOW)
    two = reload(store, two)
    assert store.submissions.set_person(two.reference, two.version, Person("", "13"), PRACTITIONER, NOW)
    assert reload(store, two).patient == other.patient
    assert [proven(store, each) for each in (one, two, other)] == [[], [], []]


def test_a_first_number_takes_along_what_is_proven_and_proves_no_more(store: Store) -> None:
    one, two, other = submit(store), submit(store), submit(store, number="13")
    store.visits.link(one.reference, two.reference, PRACTITIONER, NOW)
    one = reload(store, one)
    assert store.submissions.set_person(one.reference, one.version, Person("", "13"), PRACTITIONER, NOW)
    assert len(store.visits.list(other.patient, NOW)) == 3
    assert [proven(store, each) for each in (one, two, other)] == [[two.reference], [one.reference], []]


def test_a_practitioner_proves_two_and_no_others_of_the_same_number(store: Store) -> None:
    one, two, three = (submit(store, number="12") for _ in range(3))
    assert store.visits.link(one.reference, two.reference, PRACTITIONER, NOW)
    assert [proven(store, each) for each in (one, two, three)] == [[two.reference], [one.reference], []]
    assert audit_actions(store, one.reference) == ["sent", "linked"]


def test_what_is_unlinked_is_proven_no_more(store: Store) -> None:
    one, two, three = (submit(store) for _ in range(3))
    store.visits.link(one.reference, two.reference, PRACTITIONER, NOW)
    store.visits.link(two.reference, three.reference, PRACTITIONER, NOW)
    assert store.visits.unlink(two.reference, PRACTITIONER, NOW)
    assert [proven(store, each) for each in (one, two, three)] == [[three.reference], [], [one.reference]]


def test_a_follow_up_is_proven_unless_it_is_answered_as_a_whole_form(store: Store) -> None:
    """A whole form can be had by the slip alone, without the year of birth."""
    earlier = submit(store, number="12")
    whole = send_by_invitation(store, "12", earlier.reference, is_whole=True)
    assert (whole.patient, proven(store, whole)) == (earlier.patient, [])
    asked = send_by_invitation(store, "12", earlier.reference)
    assert proven(store, asked) == [earlier.reference]


def test_two_invitations_for_one_number_prove_and_typed_numbers_beside_them_do_not(store: Store) -> None:
    typed = submit(store, number="12")
    first, second = send_by_invitation(store, "12"), send_by_invitation(store, "12")
    assert typed.patient == first.patient == second.patient
    assert proven(store, first) == [second.reference]
    assert proven(store, typed) == []


def test_an_invitation_is_not_joined_with_a_follow_up_on_a_typed_number(store: Store) -> None:
    typed = submit(store, number="12")
    asked = send_by_invitation(store, "12", typed.reference)
    assert proven(store, send_by_invitation(store, "12")) == []
    assert proven(store, asked) == [typed.reference]
