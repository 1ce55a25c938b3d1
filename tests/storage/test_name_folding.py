"""Names and numbers are found however the one who looks for them can type them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.storage.submissions import reload, rows_of, search_names, submit
from webapp.storage import Person, Store
from webapp.storage.database import Database
from webapp.storage.submissions.name_folding import words_of
from webapp.storage.submissions.person_index import NameQuery, PersonIndex, folded_number
from webapp.storage.tables import name_parts, submissions

FOUND = [
    ("Łukasz Żółć", ["lukasz", "zolc", "LUKASZ Z", "łukasz"]),
    ("Søren Ærø", ["soren", "aero", "soeren", "søren"]),
    ("I\u015f\u0131k", ["isik", "\u0131\u015f\u0131k"]),
    ("Đorđe Ðóra Þór", ["dorde", "dora", "thor"]),
    ("Straße", ["strasse", "straße"]),
    ("Jörg Müller", ["muller", "mueller", "joerg mueller", "müller"]),
    ("Mueller", ["müller", "mueller"]),
    ("Åsa", ["asa", "aasa"]),
    ("Sean O'Brien", ["obrien", "o'brien", "o’brien", "brien", "o brien"]),
    ("Sean OBrien", ["o'brien", "obrien"]),
    ("Anna-Lena", ["annalena", "anna-lena", "lena"]),
    ("王小明", ["王", "小明", "王小明", "王 小明"]),
    ("김철수", ["김", "철수"]),
    ("やまだ", ["やまだ", "や"]),
    ("Ｚｏë", ["zoe"]),
    ("Jo ٤٢", ["42"]),
]


@pytest.mark.parametrize(("name", "typed"), [(name, one) for name, all_typed in FOUND for one in all_typed])
def test_a_name_is_found_as_it_can_be_typed(store: Store, name: str, typed: str) -> None:
    submit(store, name)
    submit(store, "Vera Quast")
    assert search_names(store, typed) == [name]


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("42", "٤٢"),
        ("٤٢", "42"),
        ("४२", "\uff14\uff12"),
        ("0042", "42"),
        ("42", "0042"),
        ("A-007", "a 007"),
        ("0", "000"),
    ],
)
def test_a_number_is_found_in_the_digits_of_any_script_and_with_or_without_zeros(
    store: Store, kept: str, asked: str
) -> None:
    submit(store, "Ana", kept)
    submit(store, "Berta", "420")
    assert search_names(store, asked) == ["Ana"]


def test_the_same_number_in_other_digits_is_the_same_patient(store: Store) -> None:
    assert submit(store, number="0042").patient == submit(store, number="٤٢").patient


@pytest.mark.parametrize(("name", "typed"), [("Muller", "mueller"), ("Lukas", "łukasz"), ("王小明", "李")])
def test_what_is_another_name_is_not_found(name: str, typed: str) -> None:
    assert not NameQuery(typed).matches(name)


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert folded_number(folded_number(text)) == folded_number(text)


def test_rows_of_an_earlier_version_are_found_after_the_next_start(
    url: str, opening: Callable[[str], Store]
) -> None:
    store = opening(url)
    submit(store, "Łukasz Żółć", "0042")
    submit(store)
    with closing(Database(url)) as database, database.writing() as connection:
        connection.execute(submissions.update().values(index_form=None, number_index=None))
        connection.execute(name_parts.delete())
    assert search_names(store, "42") == search_names(store, "zolc") == []
    again_started = opening(url)
    assert search_names(again_started, "42") == search_names(again_started, "zolc") == ["Łukasz Żółć"]
    assert {row.index_form for row in rows_of(url, submissions)} == {PersonIndex.FORM}


def test_the_person_stays_what_was_typed(store: Store) -> None:
    submission = submit(store, "Łukasz Żółć", "0042")
    assert reload(store, submission).person == Person("Łukasz Żółć", "0042")
