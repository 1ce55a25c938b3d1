"""Prints are made in parts: each is kept once, sealed, for a short time, no longer than who is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.storage.submissions import NOW, PRACTITIONER, rows_of, save_policy, submit
from webapp.clinic import Policy
from webapp.storage import PrintJob, PrintTask, Store
from webapp.storage.submissions.print_jobs import TERM
from webapp.storage.tables import print_members, print_parts, prints

INSTANT = timedelta(microseconds=1)
LEASE = timedelta(minutes=3)


def ordered(store: Store, *references: str, parts: int = 2) -> PrintJob:
    tasks = [PrintTask({"secret": "heliotrope", "number": number}, 10, references) for number in range(parts)]
    return store.print_jobs.create("report", tasks, PRACTITIONER, NOW)


def test_a_print_is_ready_when_each_of_its_parts_is(store: Store) -> None:
    made = ordered(store)
    first, second = made.parts
    assert (made.size, made.made, made.is_finished) == (20, 0, False)
    assert store.print_jobs.finish_part(first.id, b"%PDF 1", NOW)
    assert store.print_jobs.finish_part(second.id, b"%PDF 2", NOW)
    found = store.print_jobs.get(made.id, NOW)
    assert found
    assert (found.made, found.is_finished, found.by, found.what) == (20, True, PRACTITIONER, "report")
    assert store.print_jobs.get_file(made.id, 2, NOW) == (b"%PDF 2", ())


def test_a_part_is_kept_once_however_often_it_is_made(store: Store) -> None:
    made = ordered(store)
    part = made.parts[0].id
    assert store.print_jobs.finish_part(part, b"%PDF first", NOW)
    assert not store.print_jobs.finish_part(part, b"%PDF second", NOW)
    assert not store.print_jobs.finish_part(part, None, NOW)
    assert store.print_jobs.get_part(part, NOW) is None
    assert store.print_jobs.get_file(made.id, 1, NOW) == (b"%PDF first", ())


def test_what_cannot_be_made_has_no_file_and_is_over(store: Store) -> None:
    made = ordered(store, parts=1)
    assert store.print_jobs.finish_part(made.parts[0].id, None, NOW)
    found = store.print_jobs.get(made.id, NOW)
    assert found
    assert (found.is_finished, found.made, found.parts[0].state) == (True, 0, "failed")
    assert store.print_jobs.get_file(made.id, 1, NOW) is None


def test_a_part_is_taken_by_one_and_by_another_when_the_first_does_not_come_back(store: Store) -> None:
    made = ordered(store)
    taken = [store.print_jobs.claim_part(NOW, LEASE) for _ in range(3)]
    assert [one and one.content and one.content["number"] for one in taken] == [0, 1, None]
    assert store.print_jobs.claim_part(NOW + LEASE - INSTANT, LEASE) is None
    again = store.print_jobs.claim_part(NOW + LEASE, LEASE)
    assert again
    assert again.id == made.parts[0].id


def test_everything_ends_at_its_term(store: Store, url: str) -> None:
    made = ordered(store)
    store.print_jobs.finish_part(made.parts[0].id, b"%PDF", NOW)
    store.purge(NOW + TERM - INSTANT)
    assert store.print_jobs.get(made.id, NOW + TERM - INSTANT)
    assert store.print_jobs.get(made.id, NOW + TERM) is None
    assert store.print_jobs.get_file(made.id, 1, NOW + TERM) is None
    assert store.print_jobs.claim_part(NOW + TERM, LEASE) is None
    store.purge(NOW + TERM)
    assert rows_of(url, prints) == rows_of(url, print_parts) == []


@pytest.mark.parametrize("goes", ["deleted", "purged"])
def test_a_file_goes_with_whoever_is_in_it(store: Store, url: str, goes: str) -> None:
    save_policy(store, Policy(submission_days=1))
    gone, stays = submit(store, at=NOW - timedelta(hours=20)), submit(store)
    first, second = (ordered(store, one.reference, parts=1) for one in (gone, stays))
    for one in (first, second):
        store.print_jobs.finish_part(one.parts[0].id, b"%PDF", NOW)
    later = NOW + timedelta(hours=4)
    if goes == "deleted":
        store.submissions.delete(gone.reference, PRACTITIONER, NOW)
    else:
        store.purge(later)
    assert store.print_jobs.get(first.id, later) is None
    assert store.print_jobs.get_file(second.id, 1, later) == (b"%PDF", (stays.reference,))
    assert [row.reference for row in rows_of(url, print_members)] == [stays.reference]


def test_nothing_of_it_lies_open(store: Store, url: str) -> None:
    made = ordered(store)
    store.print_jobs.finish_part(made.parts[0].id, b"%PDF rosamund", NOW)
    told = repr(rows_of(url, print_parts))
    assert not any(word in told for word in ("heliotrope", "rosamund", "%PDF"))


def test_a_new_key_reads_what_was_sealed_with_the_old_one(
    store: Store, opening: Callable[[str], Store], url: str
) -> None:
    made = ordered(store)
    store.print_jobs.finish_part(made.parts[0].id, b"%PDF", NOW)
    store.keys.rotate(PRACTITIONER, NOW)
    assert store.keys.retire(PRACTITIONER, NOW).keys == 1
    again = opening(url)
    assert again.print_jobs.get_file(made.id, 1, NOW) == (b"%PDF", ())
    assert again.print_jobs.get_part(made.parts[1].id, NOW)


def test_the_newest_are_listed_first_and_those_of_others_not_at_all(store: Store) -> None:
    old = store.print_jobs.create("report", [PrintTask({}, 1)], PRACTITIONER, NOW - timedelta(hours=1))
    store.print_jobs.create("batch", [PrintTask({}, 1)], "command", NOW)
    new = ordered(store)
    assert [one.id for one in store.print_jobs.list_recent(("report",), NOW)] == [new.id, old.id]


def test_what_is_left_of_an_earlier_time_can_be_found(store: Store) -> None:
    made = ordered(store)
    store.print_jobs.finish_part(made.parts[0].id, b"%PDF", NOW)
    assert store.print_jobs.list_unfinished(NOW - INSTANT, NOW) == ()
    assert store.print_jobs.list_unfinished(NOW, NOW) == (made.parts[1].id,)


def test_what_is_ended_is_gone(store: Store, url: str) -> None:
    made = ordered(store, "7Q4K-XW")
    store.print_jobs.delete(made.id)
    assert rows_of(url, prints) == rows_of(url, print_parts) == rows_of(url, print_members) == []
    assert not store.print_jobs.finish_part(made.parts[0].id, b"%PDF", NOW)
