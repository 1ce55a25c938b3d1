"""Kiosks, sittings and pick-ups as the store keeps them, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.storage.submissions import DIGEST, NOW, new_submission
from webapp.storage import KioskConfig, Store, claimed_token, pickup_token
from webapp.storage.crypto.tokens import join_tokens, new_token

LATER = NOW + timedelta(seconds=80)


def enrolled(store: Store, name: str = "Window") -> tuple[int, str]:
    """A kiosk, and the token of its device."""
    kiosk = store.kiosks.create(KioskConfig(name), "command", NOW)
    token = store.kiosks.enrol(store.kiosks.issue_code(kiosk, "command", NOW) or "", NOW)
    assert token is not None
    return kiosk, token


def test_a_kiosk_is_enrolled_by_one_of_many_at_once(store: Store) -> None:
    kiosk = store.kiosks.create(KioskConfig("Window"), "command", NOW)
    code = store.kiosks.issue_code(kiosk, "command", NOW) or ""
    with ThreadPoolExecutor(4) as pool:
        tokens = [token for token in pool.map(lambda _: store.kiosks.enrol(code, NOW), range(8)) if token]
    assert len(tokens) == 1
    found = store.kiosks.by_token(tokens[0])
    assert found is not None
    assert (found.id, found.config, found.is_enrolled, found.seen_at) == (
        kiosk,
        KioskConfig("Window"),
        True,
        NOW,
    )


def test_an_earlier_code_is_good_no_more(store: Store) -> None:
    kiosk = store.kiosks.create(KioskConfig("Window"), "command", NOW)
    first, second = (store.kiosks.issue_code(kiosk, "command", NOW) or "" for _ in range(2))
    assert store.kiosks.enrol(first, NOW) is None
    assert store.kiosks.enrol(second, NOW)


def test_what_is_no_kiosk_behaves_like_one_revoked(store: Store) -> None:
    assert store.kiosks.issue_code(7, "command", NOW) is None
    assert store.kiosks.by_token("") is store.kiosks.by_token("x") is store.kiosks.get(7) is None
    assert not store.kiosks.revoke(7, "command", NOW)
    assert store.kiosk_sessions.start(7, new_token(lambda count: b"x" * count), {}, NOW, LATER) == ""


def test_the_draft_of_a_session_needs_the_device_and_the_secret(store: Store) -> None:
    kiosk, device = enrolled(store)
    secret = store.kiosk_sessions.start(kiosk, device, {"typed": "x"}, NOW, LATER)
    found = store.kiosk_sessions.get(kiosk, device, secret, NOW)
    assert found is not None
    draft = store.drafts.open(found.token, NOW)
    assert draft is not None
    assert draft.content == {"typed": "x"}
    assert store.drafts.open(secret, NOW) is store.drafts.open(device, NOW) is None
    other, its_device = enrolled(store, "Door")
    for wrong in ((other, its_device, secret), (kiosk, its_device, secret), (kiosk, device, device)):
        assert store.kiosk_sessions.get(*wrong, NOW) is None


def test_a_new_session_ends_the_one_before_with_its_draft(store: Store) -> None:
    kiosk, device = enrolled(store)
    first = store.kiosk_sessions.start(kiosk, device, {}, NOW, LATER)
    second = store.kiosk_sessions.start(kiosk, device, {}, NOW, LATER)
    assert store.kiosk_sessions.get(kiosk, device, first, NOW) is None
    assert store.drafts.open(join_tokens(device, first), NOW) is None
    assert store.kiosk_sessions.get(kiosk, device, second, NOW)


def test_many_who_begin_at_once_leave_one_session(store: Store) -> None:
    kiosk, device = enrolled(store)
    with ThreadPoolExecutor(4) as pool:
        secrets = list(
            pool.map(lambda _: store.kiosk_sessions.start(kiosk, device, {}, NOW, LATER), range(8))
        )
    assert len([one for one in secrets if store.kiosk_sessions.get(kiosk, device, one, NOW)]) == 1
    assert store.purge(NOW + timedelta(days=8)).drafts == 0, "no draft is left"


def test_a_session_is_over_to_the_second_and_comes_never_back(store: Store) -> None:
    kiosk, device = enrolled(store)
    secret = store.kiosk_sessions.start(kiosk, device, {}, NOW, LATER)
    assert store.kiosk_sessions.get(kiosk, device, secret, LATER - timedelta(seconds=1))
    assert store.kiosk_sessions.get(kiosk, device, secret, LATER) is None
    assert not store.kiosk_sessions.extend(kiosk, LATER, LATER + timedelta(hours=1))
    assert not store.kiosk_sessions.finish(kiosk, LATER, LATER + timedelta(hours=1))


def test_what_is_over_is_deleted_and_what_was_sent_stays(store: Store) -> None:
    store.questionnaires.save(DIGEST, "0.1", "text", NOW)
    kiosk, device = enrolled(store)
    sent = join_tokens(device, store.kiosk_sessions.start(kiosk, device, {}, NOW, LATER))
    submission = store.submissions.submit(sent, 1, new_submission(), NOW)
    assert submission is not None
    assert store.kiosk_sessions.finish(kiosk, NOW, LATER)
    assert not store.kiosk_sessions.finish(kiosk, NOW, LATER), "only the first time"
    other, its_device = enrolled(store, "Door")
    left = join_tokens(its_device, store.kiosk_sessions.start(other, its_device, {}, NOW, LATER))
    store.kiosk_sessions.end_expired(LATER)
    assert store.drafts.open(left, NOW) is None
    assert store.kiosk_sessions.active_kiosks(NOW) == frozenset()
    assert store.submissions.get(submission.reference, LATER)


@pytest.mark.parametrize("act", ["lock", "revoke", "enrol anew", "purge"])
def test_these_end_a_session_at_once(store: Store, act: str) -> None:
    kiosk, device = enrolled(store)
    token = join_tokens(device, store.kiosk_sessions.start(kiosk, device, {}, NOW, LATER))
    if act == "enrol anew":
        assert store.kiosks.enrol(store.kiosks.issue_code(kiosk, "command", NOW) or "", NOW)
    elif act == "purge":
        store.purge(LATER)
    else:
        assert getattr(store.kiosks, act)(kiosk, "command", NOW)
    assert store.drafts.open(token, NOW) is None
    assert store.kiosk_sessions.active_kiosks(NOW) == frozenset()


def test_a_report_is_picked_up_once_within_ten_minutes(store: Store) -> None:
    token = pickup_token(new_token(lambda count: b"a" * count))
    store.pickups.create(token, {"age_years": 41}, NOW)
    last = NOW + timedelta(minutes=10)
    assert store.pickups.get(token, last - timedelta(seconds=1)) == {"age_years": 41}
    assert store.pickups.get(token, last) is None
    assert not store.pickups.claim(token, last)
    with ThreadPoolExecutor(4) as pool:
        (secret,) = filter(None, pool.map(lambda _: store.pickups.claim(token, NOW), range(8)))
    assert store.pickups.get(token, NOW) is None
    assert store.pickups.get(claimed_token(token, secret), last - timedelta(seconds=1)) == {"age_years": 41}
    assert store.pickups.get(claimed_token(token, secret), last) is None
    assert claimed_token(token, "") == ""
    assert store.pickups.get("x", NOW) is None


def test_a_report_that_nobody_picked_up_is_deleted(store: Store) -> None:
    token = pickup_token(new_token(lambda count: b"b" * count))
    store.pickups.create(token, {}, NOW)
    store.purge(NOW + timedelta(minutes=10))
    assert store.pickups.get(token, NOW) is None
