"""What practitioners decide: whose a submission is, who may print it, and that many go at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.statements import asked_statements
from tests.storage.submissions import (
    ANSWERS,
    DIGEST,
    NOW,
    PRACTITIONER,
    audit_actions,
    reload,
    search_names,
    submit,
)
from webapp.storage import DeskQuery, NewSubmission, Person, Store

HOUR = timedelta(hours=1)

ON_MANY: dict[str, Callable[[Store, list[str]], object]] = {
    "closed": lambda store, codes: store.bulk.close(codes, PRACTITIONER, NOW),
    "closed all": lambda store, _: store.bulk.close_matching(DeskQuery(), PRACTITIONER, NOW),
    "deleted": lambda store, _: store.bulk.delete_matching(DeskQuery(), PRACTITIONER, NOW),
    "viewed": lambda store, codes: store.submissions.record_viewed(codes, PRACTITIONER, NOW),
    "printed": lambda store, codes: store.submissions.record_printed(codes, PRACTITIONER, NOW, "report"),
    "exported": lambda store, codes: store.submissions.record_exported(codes, PRACTITIONER, NOW, "csv"),
}
"""Acts on many submissions at once, by what is done."""


@pytest.mark.parametrize("act", ON_MANY)
def test_an_act_on_many_takes_no_more_statements_and_is_logged_for_each(store: Store, act: str) -> None:
    counts = []
    for many in (2, 6):
        codes = [submit(store).reference for _ in range(many)]
        before = len(store.audit.list(None, 100))
        with asked_statements() as asked:
            ON_MANY[act](store, codes)
        counts.append(len(asked))
        entries = store.audit.list(None, 100)[:-before]
        assert sorted(entry.subject for entry in entries) == sorted(f"submission {code}" for code in codes)
    assert counts[0] == counts[1]
    assert store.audit.verify().is_whole


def call(store: Store, reference: str, name: str, number: str) -> bool:
    found = store.submissions.get(reference, NOW)
    assert found
    return store.submissions.set_person(reference, found.version, Person(name, number), PRACTITIONER, NOW)


def test_a_name_that_is_added_is_found_and_stands_in_the_log_without_its_value(store: Store) -> None:
    submission = submit(store, tier="2")
    assert call(store, submission.reference, "Łucja Żółć", "0042")
    assert search_names(store, "zolc") == search_names(store, "42") == ["Łucja Żółć"]
    now = reload(store, submission)
    assert (now.person, now.tier, now.answers) == (Person("Łucja Żółć", "0042"), "2", submission.answers)
    (entry,) = (one for one in store.audit.list() if one.action == "named")
    assert (entry.subject, entry.details) == (f"submission {now.reference}", {"changed": ["name", "number"]})


def test_a_name_that_was_corrected_is_found_by_the_new_one_only(store: Store) -> None:
    submission = submit(store, "Ana Lima", "No-7")  # a "7" alone may begin the code
    assert call(store, submission.reference, "Anna Lima", "No-8")
    assert search_names(store, "anna") == search_names(store, "No-8") == ["Anna Lima"]
    assert search_names(store, "ana") == search_names(store, "No-7") == []


def test_naming_what_was_taken_in_keeps_what_its_time_is(store: Store) -> None:
    submit(store)
    entry = NewSubmission("import", DIGEST, ANSWERS, "1", partial_date="day")
    reference = store.submissions.add_imported(entry, NOW, "", PRACTITIONER, NOW)
    assert call(store, reference, "Ana Lima", "7")
    (row,) = store.desk.page(DeskQuery(words="ana"), NOW).rows
    assert (row.partial_date, row.tier, row.person) == ("day", "1", Person("Ana Lima", "7"))


def test_naming_over_an_older_version_changes_nothing(store: Store) -> None:
    submission = submit(store, "Ana Lima")
    assert call(store, submission.reference, "Anna Lima", "")
    assert not store.submissions.set_person(
        submission.reference, submission.version, Person("Ada"), PRACTITIONER, NOW
    )
    assert not store.submissions.set_person("3333-33", 1, Person("Ada"), PRACTITIONER, NOW)
    assert reload(store, submission).person.name == "Anna Lima"


def test_naming_with_what_stands_there_is_no_act(store: Store) -> None:
    submission = submit(store, "Ana Lima")
    assert call(store, submission.reference, "Ana Lima", "")
    assert audit_actions(store, submission.reference) == ["sent"]


def test_a_number_that_is_added_joins_the_visits_and_those_linked_by_hand(store: Store) -> None:
    known, one, other = submit(store, number="12"), submit(store), submit(store)
    assert store.visits.link(one.reference, other.reference, PRACTITIONER, NOW)
    assert call(store, one.reference, "", "12")
    assert reload(store, one).patient == reload(store, other).patient == known.patient


def test_a_wrong_number_that_is_corrected_leaves_the_visits_of_the_other(store: Store) -> None:
    other, mine, wrong = submit(store, number="12"), submit(store, number="13"), submit(store, number="12")
    assert wrong.patient == other.patient
    assert call(store, wrong.reference, "", "13")
    assert reload(store, wrong).patient == mine.patient
    assert reload(store, other).patient == other.patient


@pytest.mark.parametrize("number", ["", "99"])
def test_a_wrong_number_that_nobody_else_has_stands_alone(store: Store, number: str) -> None:
    other, wrong = submit(store, number="12"), submit(store, number="12")
    assert call(store, wrong.reference, "", number)
    assert reload(store, wrong).patient not in {other.patient, ""}


def test_a_number_that_is_written_otherwise_changes_no_visits(store: Store) -> None:
    other, same = submit(store, number="12"), submit(store, number="12")
    assert call(store, same.reference, "", "0 012")
    assert reload(store, same).patient == other.patient


def test_a_release_is_given_taken_back_and_in_the_log(store: Store) -> None:
    submission = submit(store)
    assert store.submissions.set_released(submission.reference, 1, PRACTITIONER, NOW, is_released=True)
    assert reload(store, submission).released_at == NOW
    assert not store.submissions.set_released(submission.reference, 1, PRACTITIONER, NOW, is_released=False)
    assert store.submissions.set_released(submission.reference, 2, PRACTITIONER, NOW, is_released=False)
    assert reload(store, submission).released_at is None
    assert audit_actions(store, submission.reference) == ["sent", "released", "took back"]


def test_several_are_closed_at_once_and_each_is_in_the_log(store: Store) -> None:
    one, two, closed = submit(store), submit(store), submit(store)
    store.submissions.set_state(closed.reference, 1, "closed", PRACTITIONER, NOW)
    references = [one.reference, two.reference, closed.reference, "3333-33"]
    assert store.bulk.close(references, PRACTITIONER, NOW) == 2
    assert [reload(store, each).state for each in (one, two, closed)] == ["closed"] * 3
    assert [audit_actions(store, each.reference)[-1] for each in (one, two)] == ["marked", "marked"]


def test_all_that_came_between_two_times_from_one_channel_without_a_name_go(store: Store) -> None:
    before, after = submit(store, at=NOW - HOUR), submit(store, at=NOW + HOUR)
    flood = [submit(store, at=NOW + timedelta(minutes=minute)) for minute in range(3)]
    known, numbered = submit(store, "Ana", at=NOW), submit(store, number="4", at=NOW)
    end = NOW + 2 * HOUR
    query = DeskQuery(since=NOW, until=NOW + HOUR, channel="home", is_nameless=True)
    assert store.bulk.count(query, end) == 3
    assert store.bulk.count(DeskQuery(since=NOW, until=NOW + HOUR, channel="kiosk"), end) == 0
    assert store.bulk.delete_matching(query, PRACTITIONER, end) == 3
    assert store.submissions.get_many([one.reference for one in flood], end) == ()
    left = {row.reference for row in store.desk.page(DeskQuery(), end).rows}
    assert left == {one.reference for one in (before, after, known, numbered)}
    assert [audit_actions(store, one.reference)[-1] for one in flood] == ["deleted"] * 3
    assert store.bulk.delete_matching(query, PRACTITIONER, end) == 0


def test_all_that_came_between_two_times_are_closed(store: Store) -> None:
    early, late = submit(store), submit(store, at=NOW + HOUR)
    end = NOW + 2 * HOUR
    assert store.bulk.close_matching(DeskQuery(since=NOW + HOUR), PRACTITIONER, end) == 1
    assert reload(store, late, end).state == "closed"
    assert reload(store, early, end).state == "new"
