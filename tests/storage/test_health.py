"""The pulse: whether the store does its work, and counts that tell how it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.storage.accounts import in_transaction
from tests.storage.postgres import PostgresServer
from tests.storage.submissions import NOW, PRACTITIONER, rows_of
from webapp.prints.queue_dispatcher import QueueDispatcher
from webapp.storage import PrintTask, Store, StoreUnavailable
from webapp.storage.tables import drafts, probes


def test_a_probe_writes_where_forms_lie_and_leaves_nothing(store: Store, url: str) -> None:
    store.health.probe()
    assert rows_of(url, drafts) == rows_of(url, probes) == []
    in_transaction(url, lambda it: it.execute(text("ALTER TABLE drafts RENAME TO elsewhere")))
    with pytest.raises(StoreUnavailable):
        store.health.probe()


def test_what_waits_is_counted_and_for_how_long(store: Store, url: str) -> None:
    assert (store.health.report(NOW).waiting, store.health.report(NOW).waiting_seconds) == (0, 0)
    store.print_jobs.create("report", [PrintTask({}, 1, ())] * 3, PRACTITIONER, NOW)
    store.print_jobs.create("report", [PrintTask({}, 1, ())], PRACTITIONER, NOW + timedelta(seconds=50))
    vitals = store.health.report(NOW + timedelta(seconds=90))
    assert (vitals.waiting, vitals.waiting_seconds, vitals.workers) == (4, 90, None)
    assert (vitals.free_bytes or 0) > 0 if url.startswith("sqlite") else vitals.free_bytes is None


def test_workers_count_as_long_as_they_give_signs_of_life(
    postgres: PostgresServer, opening: Callable[[str], Store]
) -> None:
    url = postgres.new_database()
    store = opening(url)
    QueueDispatcher(url).prepare(store)
    assert store.health.report(NOW).workers == 0
    silent = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes')"
    in_transaction(url, lambda it: it.execute(text(silent)))
    assert store.health.report(NOW).workers == 0
    in_transaction(url, lambda it: it.execute(text("INSERT INTO procrastinate_workers DEFAULT VALUES")))
    assert store.health.report(NOW).workers == 1
