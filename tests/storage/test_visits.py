"""Visits: whose submissions they are, by clinic number or as a practitioner says."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import psycopg

from tests.storage.postgres import PostgresServer
from tests.storage.submissions import NOW, PRACTITIONER, audit_actions, new_submission, reload, submit
from webapp.storage import DeskQuery, Store

DAY = timedelta(days=1)


def test_submissions_with_the_same_number_are_of_one_patient_oldest_first(store: Store) -> None:
    first = submit(store, "Ana Lima", "P-12")
    second = submit(store, "A. Lima", "p 12", at=NOW + DAY)
    other = submit(store, "Ana Lima", "P-13", at=NOW + DAY)
    assert store.visits.list(first.patient, NOW + DAY) == (first, second)
    assert other.patient != first.patient
    assert [row.visits for row in store.desk.page(DeskQuery(), NOW + DAY).rows] == [1, 2, 2]


def test_without_a_number_everybody_is_a_patient_of_their_own(store: Store) -> None:
    one, two = submit(store, "Ana Lima"), submit(store, "Ana Lima", " - ")
    assert one.patient != two.patient


def test_a_number_whose_submissions_have_all_ended_begins_anew(store: Store) -> None:
    old = submit(store, number="12")
    assert submit(store, number="12", at=NOW + 365 * DAY).patient != old.patient


def test_many_submits_with_one_number_at_the_same_moment_are_of_one_patient(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    submit(store)
    stores, tokens = [store, opening(url)], [store.drafts.create({}, NOW) for _ in range(12)]

    def send(number: int) -> str:
        made = stores[number % 2].submissions.submit(tokens[number], 1, new_submission(number="P-12"), NOW)
        assert made is not None
        return made.patient

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(send, range(12)))) == 1


def test_a_submit_waits_for_the_one_before_it_with_the_same_number(
    postgres: PostgresServer, opening: Callable[[str], Store]
) -> None:
    url = postgres.new_database()
    store = opening(url)
    submit(store)
    with psycopg.connect(url) as slow, ThreadPoolExecutor(2) as pool:
        slow.execute("LOCK TABLE audit_ends")
        both = [pool.submit(submit, store, number="P-12") for _ in range(2)]
        sleep(0.5)
        slow.rollback()
        assert both[0].result().patient == both[1].result().patient


def test_linking_makes_one_patient_of_both_and_of_all_linked_with_them(store: Store) -> None:
    one, two = submit(store, number="12"), submit(store, number="12")
    three, four = submit(store, number="13"), submit(store, number="13")
    assert store.visits.link(one.reference, three.reference, PRACTITIONER, NOW)
    found = store.visits.list(one.patient, NOW)
    assert [each.reference for each in found] == [each.reference for each in (one, two, three, four)]
    assert store.audit.list(None, 1)[0].details == {"other": f"submission {three.reference}"}


def test_linking_again_is_fine_and_not_told_again(store: Store) -> None:
    one, two = submit(store), submit(store)
    assert store.visits.link(one.reference, two.reference, PRACTITIONER, NOW)
    assert store.visits.link(two.reference, one.reference, PRACTITIONER, NOW)
    assert audit_actions(store, one.reference) == ["sent", "linked"]
    assert audit_actions(store, two.reference) == ["sent"]


def test_nothing_is_linked_with_what_is_not_there(store: Store) -> None:
    one = submit(store)
    assert not store.visits.link(one.reference, "3333-33", PRACTITIONER, NOW)
    assert not store.visits.link("3333-33", one.reference, PRACTITIONER, NOW)
    assert not store.visits.unlink("3333-33", PRACTITIONER, NOW)
    assert reload(store, one) == one


def test_unlinking_makes_a_patient_of_its_own_and_leaves_the_others_together(store: Store) -> None:
    one, two, three = (submit(store, number="12") for _ in range(3))
    assert store.visits.unlink(two.reference, PRACTITIONER, NOW)
    assert [each.reference for each in store.visits.list(one.patient, NOW)] == [
        one.reference,
        three.reference,
    ]
    assert len(store.visits.list(reload(store, two).patient, NOW)) == 1
    assert audit_actions(store, two.reference) == ["sent", "unlinked"]


def test_a_visit_that_outlived_its_term_is_not_among_them(store: Store) -> None:
    old, new = submit(store, number="12"), submit(store, number="12", at=NOW + 300 * DAY)
    assert store.visits.list(old.patient, NOW + 365 * DAY) == (new,)
    (row,) = store.desk.page(DeskQuery(), NOW + 365 * DAY).rows
    assert row.visits == 1
