"""Events wait in the outbox until they are delivered: each with its submission, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.storage.outbox import send
from tests.storage.submissions import NOW, PRACTITIONER, rows_of
from webapp.storage import Store
from webapp.storage.connections.outbox import LEASE, PAUSES, REPEATED
from webapp.storage.tables import api_tokens

SECOND = timedelta(seconds=1)


def test_an_event_comes_with_what_is_announced_and_goes_with_it(store: Store) -> None:
    send(store, is_announced=False)
    assert store.outbox.take(NOW) is None
    reference = send(store)
    event = store.outbox.take(NOW)
    assert event is not None
    assert (event.reference, event.channel, event.attempts) == (reference, "home", 0)
    store.submissions.delete(reference, PRACTITIONER, NOW)
    assert store.outbox.count() == 0


def test_an_event_whose_server_was_killed_is_due_again_under_its_id(store: Store) -> None:
    send(store)
    taken = store.outbox.take(NOW)
    assert store.outbox.take(NOW + LEASE - SECOND) is None
    again = store.outbox.take(NOW + LEASE)
    assert taken is not None
    assert again is not None
    assert again.id == taken.id


@pytest.mark.parametrize("attempts", [0, len(PAUSES)])
def test_a_server_that_is_late_takes_no_event_away_from_the_one_that_has_it_now(
    store: Store, attempts: int
) -> None:
    send(store)
    at = NOW
    for pause in PAUSES[:attempts]:
        event = store.outbox.take(at)
        assert event is not None
        assert store.outbox.failed(event, at)
        at += pause
    late, now = store.outbox.take(at), store.outbox.take(at + LEASE)
    assert late is not None
    assert now is not None
    store.outbox.failed(late, at + LEASE + SECOND)
    assert store.outbox.take(at + 2 * LEASE - SECOND) is None
    assert store.outbox.count() == 1
    store.outbox.delivered(late)
    assert store.outbox.count() == 0


def test_an_event_is_tried_again_after_longer_and_longer_pauses_and_then_given_up(store: Store) -> None:
    reference = send(store)
    at = NOW
    for pause in PAUSES:
        event = store.outbox.take(at)
        assert event is not None
        assert store.outbox.failed(event, at)
        assert store.outbox.take(at + pause - SECOND) is None
        at += pause
    event = store.outbox.take(at)
    assert event is not None
    assert not store.outbox.failed(event, at)
    assert store.outbox.count() == 0
    entry = store.audit.list(None, 1)[0]
    assert (entry.actor, entry.action) == ("server", "could not deliver an event")
    assert (entry.subject, entry.details) == (f"submission {reference}", {})
    assert not store.outbox.failed(event, at)  # an old sender changes nothing
    assert store.audit.list(None, 1)[0] == entry


def test_health_counts_what_was_tried_in_vain_again_and_again(store: Store) -> None:
    send(store)
    at = NOW
    for pause in PAUSES[:REPEATED]:
        assert store.health.report(at).failing_events == 0
        event = store.outbox.take(at)
        assert event is not None
        assert store.outbox.failed(event, at)
        at += pause
    assert (store.health.report(at).failing_events, store.outbox.count_failing()) == (1, 1)
    event = store.outbox.take(at)
    assert event is not None
    store.outbox.delivered(event)
    assert store.health.report(at).failing_events == 0


def test_of_several_servers_each_takes_another_event(url: str, opening: Callable[[str], Store]) -> None:
    stores = [opening(url), opening(url)]
    for _ in range(8):
        send(stores[0])
    with ThreadPoolExecutor(4) as servers:
        taken = list(servers.map(lambda number: stores[number % 2].outbox.take(NOW), range(8)))
    assert len({event.id for event in taken if event}) == 8


def test_a_token_is_found_by_its_secret_until_it_is_revoked(store: Store, url: str) -> None:
    secret = store.api_tokens.create("Jane", {"report"}, PRACTITIONER, NOW)
    (token,) = store.api_tokens.list()
    assert (token.name, token.scopes, token.used_at) == ("Jane", frozenset({"report"}), None)
    assert secret.startswith("gutfactors_")
    assert secret.removeprefix("gutfactors_") not in str(rows_of(url, api_tokens))
    assert store.api_tokens.use(secret, NOW) == replace(token, used_at=NOW)
    for wrong in ("", secret.removeprefix("gutfactors_"), f"{secret}x", "gutfactors_"):
        assert store.api_tokens.use(wrong, NOW) is None
    assert store.api_tokens.revoke(token.id, PRACTITIONER, NOW)
    assert not store.api_tokens.revoke(token.id, PRACTITIONER, NOW)
    assert store.api_tokens.use(secret, NOW) is None
    acts = [entry.action for entry in store.audit.list(None, 9, subject=token.actor)]
    assert acts == ["revoked a token", "made a token"]


def test_a_token_works_on_after_the_key_was_changed_and_the_old_one_retired(store: Store) -> None:
    secret = store.api_tokens.create("Jane", {"answers"}, PRACTITIONER, NOW)
    store.keys.rotate("command", NOW)
    assert store.api_tokens.use(secret, NOW)
    assert store.keys.retire("command", NOW).keys == 1
    assert store.api_tokens.use(secret, NOW)


def test_a_token_for_nothing_is_not_made(store: Store) -> None:
    for scopes in (set(), {"everything"}):
        with pytest.raises(ValueError, match="there are no scopes"):
            store.api_tokens.create("Jane", scopes, PRACTITIONER, NOW)
