"""What a line of a file of answers may be, and what is said of one that is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.batch.people import read
from tests.unit.exchange.people import FIRST, NOON, record
from webapp.assessment import AnswerErrors, accept
from webapp.cli.batch.lines import DIGEST, LONGEST_LINE, TIME, FileRefused
from webapp.exchange import as_csv


def test_each_line_is_one_person_and_blank_lines_are_nobody() -> None:
    first, second = read('{"veg": 2, "reference": "A 7"}\n\n   \n{"ill": "no"}')
    assert (first.number, first.reference, first.outside) == (1, "A 7", {"veg": 2})
    assert (second.number, second.reference, second.outside) == (4, "", {"ill": "no"})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"veg": 2', "this is not JSON that can be read"),
        (b"[2]", "a line is one JSON object"),
        (b'{"veg": 1, "veg": 2}', '"veg" is there twice'),
        (b'{"ill": "\xff"}', "this is not UTF-8 text"),
        (b'{"reference": ["a"]}', "reference must be text"),
        (b'{"submission.reference": "LOL"}', "submission.reference must be a code such as 7Q4K-XW"),
        (b'{"submission.time": "noon"}', "submission.time must be a time such as"),
        (b'{"questionnaire.digest": "x"}', "these answers are to another questionnaire (version unknown)"),
        (b'"' + b"a" * LONGEST_LINE + b'"', "this line is longer than 1,000,000 bytes"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_the_next_one_is_read(line: bytes, problem: str) -> None:
    bad, good = read(line + b'\n{"veg": 2}')
    assert (bad.number, good.number, good.outside) == (1, 2, {"veg": 2})
    assert problem in bad.problems[0]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_has_question_ids_for_columns_however_it_was_saved(mark: str, between: str, end: str) -> None:
    rows = (["reference", "veg", "ill"], ["A", '"2,5"', "yes"], ["B", "", "?"])
    first, second = read(mark + end.join(between.join(row) for row in rows) + end, is_table=True)
    assert (first.number, first.reference, first.outside) == (2, "A", {"veg": "2,5", "ill": "yes"})
    assert second.outside == {"ill": None}


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("cell", ["1,000", "1.000", "1 000", "1\N{NARROW NO-BREAK SPACE}000", "1'000"])
def test_a_mark_for_thousands_in_a_cell_is_refused(between: str, cell: str) -> None:
    (line,) = read(f'veg{between}ill\n"{cell}"{between}no', is_table=True)
    with pytest.raises(AnswerErrors, match="Type the number without a mark for thousands"):
        accept(FIRST, line.outside)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("veg,il\n1,yes", "column il: no question has this id; did you mean ill?"),
        ("veg,colour\n1,red", "column colour: no question has this id; take the column out"),
        ("veg,veg\n1,2", "column veg: it is there twice"),
        ("reference\nA", "none of them is the id of a question"),
        ("", "none of them is the id of a question"),
        ('veg,"ill\n1,2', "the heading cannot be read: the quotation marks"),
    ],
)  # fmt: skip
def test_a_heading_that_would_lose_answers_refuses_the_whole_table(table: str, problem: str) -> None:
    with pytest.raises(FileRefused, match=problem.replace("?", "[?]")):
        read(table, is_table=True)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1", "this line has 1 cells, and the heading has 3"),
        ("1,yes,,", "this line has 4 cells, and the heading has 3"),
        ('"1,yes,', "the quotation marks of this line do not fit together"),
        ("1,yes,more", "there is something in a column that has no name"),
    ],
)
def test_a_row_that_does_not_fit_its_heading_is_told(row: str, problem: str) -> None:
    bad, good = read(f"veg,ill,\n{row}\n2,no,", is_table=True)
    assert (bad.number, bad.problems) == (2, (problem,))
    assert good.outside == {"veg": "2", "ill": "no"}


def test_a_column_with_a_dot_in_its_name_is_passed_over() -> None:
    (line,) = read("veg,fibre_g.low,my.remark\n2,4,=1+1", is_table=True)
    assert line.outside == {"veg": "2"}


def test_text_in_another_encoding_of_windows_is_refused_with_what_to_do() -> None:
    with pytest.raises(FileRefused, match="CSV UTF-8"):
        read("veg\n1".encode("utf-16"), is_table=True)


@given(st.fixed_dictionaries({}, optional={"veg": st.integers(0, 15), "ill": st.sampled_from(["yes", "no"])}))
def test_our_own_table_comes_back_as_it_went_out(answers: dict[str, object]) -> None:
    (line,) = read(as_csv([record("7Q4K-XW", channel="home", **answers)]), is_table=True)
    assert accept(FIRST, line.outside) == accept(FIRST, answers)
    assert (line.reference, line.code, line.at) == ("7Q4K-XW", "7Q4K-XW", NOON)


def test_answers_to_another_version_in_our_own_table_are_refused_and_not_judged_by_this_one() -> None:
    own, other = read(as_csv([record(veg=1), record(greens=1)]).replace("greens", "x.y"), is_table=True)
    assert own.problems == ()
    assert "another questionnaire" in other.problems[0]


def test_a_time_is_told_in_utc_whatever_its_zone() -> None:
    (line,) = read(f'{{"{TIME}": "2026-11-24T00:30:00+01:00", "{DIGEST}": "{FIRST.digest}"}}')
    assert line.at == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
