"""The audit log is a chain: what was done to it is found out."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from tests.storage.accounts import NOW, in_transaction
from webapp.storage import AuditEntry, ChainBroken, Store, StoreUnavailable
from webapp.storage.lifecycle.audit import MAX_DETAILS, _digest
from webapp.storage.tables import audit, audit_ends


def written(store: Store, count: int = 5) -> Store:
    for number in range(count):
        store.audit.record("practitioner 1", "opened", f"submission {number}", NOW + timedelta(days=number))
    return store


def test_an_entry_tells_who_did_what_and_when(store: Store) -> None:
    store.audit.record("practitioner 3", "printed", "submission 7Q4K-XW", NOW, pages=2)
    entry = AuditEntry(1, NOW, "practitioner 3", "printed", "submission 7Q4K-XW", {"pages": 2})
    assert store.audit.list(None, 10) == (entry,)


def test_entries_come_newest_first_and_in_pages(store: Store) -> None:
    written(store)
    first = store.audit.list(None, 2)
    assert [entry.number for entry in first] == [5, 4]
    assert [entry.number for entry in store.audit.list(first[-1].number, 9)] == [3, 2, 1]
    assert [entry.number for entry in store.audit.list(subject="submission 2")] == [3]


def test_a_chain_that_nobody_touched_is_whole(store: Store) -> None:
    assert store.audit.verify().is_whole
    verdict = written(store).audit.verify()
    assert (verdict.is_whole, verdict.entries) == (True, 5)
    assert len(verdict.digest) == 64


def unguarded(connection: Connection) -> None:
    """What somebody with all rights on the database can do: take the trigger away."""
    dialect = connection.dialect.name
    where = "" if dialect == "sqlite" else " ON audit"
    connection.execute(text(f"DROP TRIGGER audit_is_only_added_to{where}"))


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "practitioner 2"},
        {"action": "printed"},
        {"subject": "submission 9"},
        {"details": '{"by":"mistake"}'},
        {"at": NOW},
        {"digest": "0" * 64},
    ],
)
def test_a_changed_entry_is_found(store: Store, url: str, change: dict[str, object]) -> None:
    written(store)
    in_transaction(url, unguarded)
    in_transaction(url, lambda it: it.execute(update(audit).where(audit.c.number == 3).values(**change)))
    verdict = store.audit.verify()
    assert (verdict.is_whole, verdict.message) == (False, "entry 3 was changed")


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        ([3], "entry 3 is missing"),
        ([1], "entry 1 is missing"),
        ([1, 2], "entry 1 is missing"),
        ([5], "the entries from 5 to 5 are missing"),
        ([4, 5], "the entries from 4 to 5 are missing"),
        ([1, 2, 3, 4, 5], "the entries from 1 to 5 are missing"),
    ],
)
def test_an_entry_that_was_taken_out_is_found(store: Store, url: str, gone: list[int], message: str) -> None:
    written(store)
    in_transaction(url, lambda it: it.execute(delete(audit).where(audit.c.number.in_(gone))))
    verdict = store.audit.verify()
    assert (verdict.is_whole, verdict.message) == (False, message)


def _forged(connection: Connection, first: int) -> None:
    """Write the chain again from an entry on, each digest as it must be."""
    rows = connection.execute(select(audit).order_by(audit.c.number)).all()
    connection.execute(delete(audit).where(audit.c.number >= first))
    previous = rows[first - 2].digest if first > 1 else ""
    for row in rows[first - 1 :]:
        entry = {**row._mapping, "actor": "nobody"}
        entry["digest"] = previous = _digest(previous, entry)
        connection.execute(insert(audit).values(**entry))


@pytest.mark.parametrize("first", [1, 4, 5])
def test_a_chain_that_was_written_anew_without_the_key_is_found(store: Store, url: str, first: int) -> None:
    written(store)
    in_transaction(url, lambda it: _forged(it, first))
    verdict = store.audit.verify()
    assert not verdict.is_whole
    assert "without the instance's key" in verdict.message


def test_an_entry_that_was_added_without_the_key_is_found(store: Store, url: str) -> None:
    last = written(store).audit.verify().digest
    entry = {"number": 6, "at": NOW, "actor": "x", "action": "opened", "subject": "y", "details": "{}"}
    in_transaction(url, lambda it: it.execute(insert(audit).values(**entry, digest=_digest(last, entry))))
    assert "without the instance's key" in store.audit.verify().message


@pytest.mark.parametrize("name", ["first", "last"])
def test_an_end_that_is_missing_or_forged_is_found_and_nothing_is_added(
    store: Store, url: str, name: str
) -> None:
    written(store)
    in_transaction(
        url, lambda it: it.execute(update(audit_ends).where(audit_ends.c.name == name).values(sealed=b"x"))
    )
    assert f"the {name} end of the chain" in store.audit.verify().message
    in_transaction(url, lambda it: it.execute(delete(audit_ends)))
    assert not store.audit.verify().is_whole
    with pytest.raises(ChainBroken):
        written(store)


def test_one_end_does_not_pass_for_the_other(store: Store, url: str) -> None:
    written(store)
    first = select(audit_ends.c.sealed).where(audit_ends.c.name == "first").scalar_subquery()
    in_transaction(url, lambda it: it.execute(delete(audit)))
    in_transaction(url, lambda it: it.execute(update(audit_ends).values(sealed=first)))
    assert not store.audit.verify().is_whole


def test_the_ends_are_not_made_anew_at_the_next_start(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    written(store)
    in_transaction(url, lambda it: (it.execute(delete(audit)), it.execute(delete(audit_ends))))
    assert not opening(url).audit.verify().is_whole


def test_the_database_itself_refuses_to_change_an_entry(store: Store, url: str) -> None:
    written(store)
    with pytest.raises(Exception, match="audit entries are never changed"):
        in_transaction(url, lambda it: it.execute(update(audit).values(actor="nobody")))
    assert store.audit.verify().is_whole


def purged(store: Store, url: str, days: int) -> int:
    """Let the log end as the purge does."""
    gone = []
    before = NOW + timedelta(days=days)
    in_transaction(url, lambda it: gone.append(store.audit.purge(it, before, NOW + timedelta(days=99))))
    return gone[0]


def test_old_entries_go_and_the_chain_stays_whole(store: Store, url: str) -> None:
    written(store)
    assert purged(store, url, 3) == 3
    assert [entry.number for entry in store.audit.list()] == [5, 4]
    written(store)
    assert store.audit.verify().is_whole
    assert purged(store, url, 99) == 7
    assert purged(store, url, 99) == 0
    assert store.audit.verify().is_whole


def test_a_head_that_was_cut_after_a_purge_is_found(store: Store, url: str) -> None:
    written(store)
    purged(store, url, 2)
    in_transaction(url, lambda it: it.execute(delete(audit).where(audit.c.number == 3)))
    assert store.audit.verify().message == "entry 3 is missing"


def test_a_purge_does_not_hide_what_is_missing(store: Store, url: str) -> None:
    written(store)
    in_transaction(url, lambda it: it.execute(delete(audit).where(audit.c.number == 3)))
    with pytest.raises(ChainBroken):
        purged(store, url, 3)


def test_an_entry_is_there_only_if_what_it_tells_of_is(store: Store, url: str) -> None:
    def fail(connection: Connection) -> None:
        store.audit.append(connection, "patient", "sent", "submission 1", NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        in_transaction(url, fail)
    assert store.audit.list() == ()


def test_many_writers_make_one_chain(store: Store, url: str, opening: Callable[[str], Store]) -> None:
    workers = [store, opening(url)]

    def write(number: int) -> None:
        workers[number % 2].audit.record("patient", "sent", f"submission {number}", NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    verdict = store.audit.verify()
    assert (verdict.is_whole, verdict.entries) == (True, 40)


def test_only_words_of_the_list_and_short_details_are_taken(store: Store) -> None:
    with pytest.raises(ValueError, match="not an action"):
        store.audit.record("patient", "frobnicated", "submission 1", NOW)
    with pytest.raises(ValueError, match="at most"):
        store.audit.record("patient", "sent", "submission 1", NOW, note="x" * MAX_DETAILS)
    assert store.audit.list() == ()


def test_the_digest_covers_every_column(store: Store) -> None:
    store.audit.record("patient", "sent", "submission 1", NOW, channel="home")
    entry = store.audit.list()[0]
    details = json.dumps(entry.details, separators=(",", ":"))
    assert _digest("", {**vars(entry), "details": details}) == store.audit.verify().digest
    assert {column.name for column in audit.c} == {*vars(entry), "digest"}


def test_a_log_that_cannot_be_reached_is_unavailable(store: Store, url: str) -> None:
    in_transaction(url, lambda it: it.execute(text("DROP TABLE audit")))
    with pytest.raises(StoreUnavailable):
        store.audit.verify()
