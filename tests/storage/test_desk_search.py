"""The list of the desk: newest first, page after page, and found by what is on a patient's paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.storage.submissions import NOW, PRACTITIONER, search_names, submit
from webapp.storage import DeskQuery, DeskRow, Person, Store
from webapp.storage.submissions.name_folding import words_of
from webapp.storage.submissions.person_index import NameQuery

MINUTE = timedelta(minutes=1)


def references(store: Store, query: DeskQuery) -> list[str]:
    return [row.reference for row in store.desk.page(query, NOW + timedelta(days=1)).rows]


def test_a_row_tells_what_the_desk_shows(store: Store) -> None:
    submission = submit(store, "Ana Lima", "P-1", tier="1")
    page = store.desk.page(DeskQuery(), NOW)
    assert page.rows == (
        DeskRow(submission.reference, NOW, "home", "1", Person("Ana Lima", "P-1"), "new", 1),
    )
    assert page.next == ""


def test_an_empty_desk_has_an_empty_page(store: Store) -> None:
    page = store.desk.page(DeskQuery(), NOW)
    assert (page.rows, page.next) == ((), "")
    assert dict(store.desk.counts(NOW)) == {"new": 0, "seen": 0, "printed": 0, "closed": 0}


def test_the_newest_comes_first_and_of_one_moment_the_later_one(store: Store) -> None:
    old, *same = [submit(store, at=NOW + minutes * MINUTE).reference for minutes in (0, 5, 5, 5)]
    assert references(store, DeskQuery()) == [*reversed(same), old]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_the_pages_hold_every_row_once(store: Store, size: int) -> None:
    everything = [submit(store, at=NOW + number // 3 * MINUTE).reference for number in range(7)]
    found, before = [], ""
    while True:
        page = store.desk.page(DeskQuery(size=size, before=before), NOW + timedelta(days=1))
        found += [row.reference for row in page.rows]
        before = page.next
        if not before:
            break
    assert found == everything[::-1]


def test_a_submission_that_comes_between_two_pages_shifts_nothing(store: Store) -> None:
    first, second, third = [submit(store, at=NOW + number * MINUTE).reference for number in range(3)]
    page = store.desk.page(DeskQuery(size=2), NOW + timedelta(days=1))
    submit(store, at=NOW + timedelta(hours=1))
    assert [row.reference for row in page.rows] == [third, second]
    assert references(store, DeskQuery(size=2, before=page.next)) == [first]


@pytest.mark.parametrize(
    "before", ["x", "1-", "-", "9" * 30 + "-1", "1-1; DROP TABLE", "٣-٣", "1.5-2", "9" * 17 + "-" + "9" * 18]
)
def test_a_cursor_that_is_none_begins_at_the_first_page(store: Store, before: str) -> None:
    submission = submit(store)
    assert references(store, DeskQuery(before=before)) in ([submission.reference], [])


def test_rows_of_some_states_only(store: Store) -> None:
    new, seen, closed = [submit(store, at=NOW + number * MINUTE).reference for number in range(3)]
    store.submissions.view(seen, PRACTITIONER, NOW)
    store.submissions.set_state(closed, 1, "closed", PRACTITIONER, NOW)
    assert references(store, DeskQuery(states=frozenset({"new", "seen"}))) == [seen, new]
    assert references(store, DeskQuery(states=frozenset({"closed"}))) == [closed]
    assert references(store, DeskQuery(states=frozenset())) == []
    page = store.desk.page(DeskQuery(states=frozenset({"new", "closed"}), size=1), NOW + timedelta(days=1))
    assert [row.reference for row in page.rows] == [closed]
    assert references(store, DeskQuery(states=frozenset({"new", "closed"}), before=page.next)) == [new]


def test_rows_of_one_patient_only(store: Store) -> None:
    mine = submit(store, number="12")
    submit(store, number="13")
    page = store.desk.page(DeskQuery(patient=mine.patient), NOW)
    assert [row.reference for row in page.rows] == [mine.reference]


def test_a_reference_is_found_by_its_beginning_however_it_is_typed(store: Store) -> None:
    submission = submit(store, "Ana Lima")
    plain = submission.reference.replace("-", "")
    for typed in (submission.reference, plain.lower(), plain[:4], f" {plain[:5].lower()} ", plain[0]):
        assert submission.reference in references(store, DeskQuery(words=typed))


def test_a_number_is_found_whole_and_however_it_is_grouped(store: Store) -> None:
    submit(store, "Ana Lima", "P-1002")
    assert search_names(store, "p 1002") == search_names(store, "P1002") == ["Ana Lima"]
    assert search_names(store, "p-100") == search_names(store, "1002") == []


def test_a_name_is_found_by_the_beginnings_of_its_words(store: Store) -> None:
    for number, name in enumerate(["Zoë O'Neil", "Anna Zoellner", "Li Wei", "Łukasz Straße"]):
        submit(store, name, at=NOW + number * MINUTE)
    now = NOW + timedelta(days=1)
    assert search_names(store, "zoe", now) == ["Anna Zoellner", "Zoë O'Neil"]
    assert search_names(store, "neil ZOË", now) == ["Zoë O'Neil"]
    assert search_names(store, "zoelln", now) == ["Anna Zoellner"]
    assert search_names(store, "zoe o", now) == ["Zoë O'Neil"]
    assert search_names(store, "li", now) == ["Li Wei"]
    assert search_names(store, "strasse", now) == ["Łukasz Straße"]
    assert search_names(store, "oellner", now) == search_names(store, "zoe wei", now) == []


def test_words_are_looked_for_in_the_states_that_are_asked_for(store: Store) -> None:
    one = submit(store, "Ana Lima")
    submit(store, "Ana Pinto")
    store.submissions.set_state(one.reference, 1, "closed", PRACTITIONER, NOW)
    query = DeskQuery(words="ana", states=frozenset({"closed"}))
    assert [row.person.name for row in store.desk.page(query, NOW).rows] == ["Ana Lima"]


def test_whoever_is_found_twice_is_listed_once(store: Store) -> None:
    submission = submit(store, "777 Ana", "777")
    assert references(store, DeskQuery(words="777")) == [submission.reference]


def test_what_is_found_comes_in_pages_too(store: Store) -> None:
    everything = [submit(store, f"Ana {number}", at=NOW + number * MINUTE).reference for number in range(5)]
    submit(store, "Berta")
    page = store.desk.page(DeskQuery(words="ana", size=3), NOW + timedelta(days=1))
    rest = references(store, DeskQuery(words="ana", size=3, before=page.next))
    assert [row.reference for row in page.rows] + rest == everything[::-1]


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1 --", "\x00", "\ud800", "?", "*", "a" * 5000])
def test_hostile_words_find_nothing_and_break_nothing(store: Store, words: str) -> None:
    submit(store, "Ana Lima", "P-1")
    assert references(store, DeskQuery(words=words)) == []


def test_a_name_of_any_letters_is_kept_and_found(store: Store) -> None:
    for name in ("Ana \ud800 Lima", "李小龙", "محمد", "%_' --"):
        submit(store, name)
    assert search_names(store, "李小龙") == ["李小龙"]
    assert search_names(store, "محمد") == ["محمد"]
    assert len(search_names(store, "ana")) == 1


@given(st.text(max_size=30))
def test_a_name_is_meant_by_itself_and_by_each_beginning(name: str) -> None:
    words = words_of(name)
    assert NameQuery(name).matches(name)
    assert all(NameQuery(word[:length]).matches(name) for word in words for length in (1, 3, 9))
