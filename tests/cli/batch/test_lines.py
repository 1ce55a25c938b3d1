"""What a line of a file of answers may be, and what is said of one that is not."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.batch.people import read
from tests.unit.exchange.people import FIRST, NOON, record
from tests.unit.questionnaire.small import SMALL
from webapp.assessment import AnswerErrors, validate_answers
from webapp.cli.batch.lines import DIGEST, TIME, LineWordings, count_lines, read_lines
from webapp.cli.batch.text_rows import LONGEST_LINE, MOST_LINES, FileRefused
from webapp.exchange import as_csv
from webapp.questionnaire.load import load


def test_each_line_is_one_person_and_blank_lines_are_nobody() -> None:
    first, second = read('{"veg": 2, "reference": "A 7"}\n\n   \n{"ill": "no"}')
    assert (first.number, first.reference, first.values) == (1, "A 7", {"veg": 2})
    assert (second.number, second.reference, second.values) == (4, "", {"ill": "no"})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"veg": 2', "this is not JSON that can be read"),
        (b"[2]", "a line is one JSON object"),
        (b'{"veg": 1, "veg": 2}', '"veg" is there twice'),
        (b'{"ill": "\xff"}', "this is not UTF-8 text"),
        (b"{}", "nothing is answered in this line"),
        (b'{"reference": "A 7"}', "nothing is answered in this line"),
        (b'{"reference": ["a"]}', "reference must be text"),
        (b'{"submission.reference": "LOL", "veg": 1}', "submission.reference must be a code such as 7Q4K-XW"),
        (b'{"submission.time": "noon", "veg": 1}', "submission.time must be a time such as"),
        (b'{"questionnaire.digest": "x"}', "these answers are to another questionnaire (version unknown)"),
        (b'"' + b"a" * LONGEST_LINE + b'"', "this line is longer than 1,000,000 signs"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_the_next_one_is_read(line: bytes, problem: str) -> None:
    bad, good = read(line + b'\n{"veg": 2}')
    assert (bad.number, good.number, good.values) == (1, 2, {"veg": 2})
    assert problem in bad.problems[0]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_has_question_ids_for_columns_however_it_was_saved(mark: str, between: str, end: str) -> None:
    rows = (["reference", "veg", "ill"], ["A", '"2,5"', "yes"], ["B", "", "?"])
    first, second = read(mark + end.join(between.join(row) for row in rows) + end, is_table=True)
    assert (first.number, first.reference, first.values) == (2, "A", {"veg": "2,5", "ill": "yes"})
    assert second.values == {"ill": None}


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("cell", ["1,000", "1.000", "1 000", "1\N{NARROW NO-BREAK SPACE}000", "1'000"])
def test_a_mark_for_thousands_in_a_cell_is_refused(between: str, cell: str) -> None:
    (line,) = read(f'veg{between}ill\n"{cell}"{between}no', is_table=True)
    with pytest.raises(AnswerErrors, match="Type the number without a mark for thousands"):
        validate_answers(FIRST, line.values)


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
        ("1,yes,,,more", "this line has 5 cells, and the heading has 3"),
        (f"{'1' * 131_073},yes,", "a cell of this line is longer than 131,072 signs"),
        ('"1,yes,', "the quotation marks of this line do not fit together"),
        ("1,yes,more", "there is something in a column that has no name"),
    ],
)
def test_a_row_that_does_not_fit_its_heading_is_told(row: str, problem: str) -> None:
    bad, good = read(f"veg,ill,\n{row}\n2,no,", is_table=True)
    assert (bad.number, bad.problems) == (2, (problem,))
    assert good.values == {"veg": "2", "ill": "no"}


def test_a_column_with_a_dot_in_its_name_is_passed_over() -> None:
    (line,) = read("veg,fibre_g.low,my.remark\n2,4,=1+1", is_table=True)
    assert line.values == {"veg": "2"}


def table(text: str | bytes) -> list[tuple[int, str, dict[str, object]]]:
    """What the rows tell; all of them can be read."""
    lines = read(text, is_table=True)
    assert [line.problems for line in lines] == [()] * len(lines)
    return [(line.number, line.reference, dict(line.values)) for line in lines]


@pytest.mark.parametrize("blank", [";;;;", ";", " ; ;", '"";"";""', "\t"])
def test_a_row_of_nothing_but_separators_is_nobody(blank: str) -> None:
    assert table(f"reference;veg;ill\n{blank}\nA;1;no\n{blank}\n") == [(3, "A", {"veg": "1", "ill": "no"})]
    assert count_lines(io.BytesIO(f"reference;veg\n{blank}\nA;1\n".encode()), is_table=True) == 1


def test_a_row_with_nothing_but_its_name_says_that_nothing_was_answered() -> None:
    (line,) = read("reference;veg;ill\nA;;", is_table=True)
    assert line.problems == ("nothing is answered in this line",)


@pytest.mark.parametrize("row", ["A,1", "A,1,", "A,1,,", "A,1,,,,,", "A,1, , "])
def test_empty_cells_at_the_end_may_be_missing_or_too_many(row: str) -> None:
    assert table(f"reference,veg,ill\n{row}\nB,2,no\n") == [
        (2, "A", {"veg": "1"}),
        (3, "B", {"veg": "2", "ill": "no"}),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_cell_in_quotation_marks_goes_over_several_lines(end: str) -> None:
    text = end.join(['reference,veg,"my', 'note.x"', 'A,1,"one', "", 'two ""three"""', "B,2,x", ""])
    assert table(text) == [(3, "A", {"veg": "1"}), (6, "B", {"veg": "2"})]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line() -> None:
    rows = "".join(f"{number},2,\n" for number in range(MOST_LINES + 5))
    first, *others = read(f'reference,veg,ill\nA,"1,\n{rows}', is_table=True)
    assert first.problems == ("the quotation marks of this line do not fit together",)
    assert len(others) == MOST_LINES + 5
    assert all(line.values == {"veg": "2"} for line in others)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_tells_excel_the_separator_is_no_heading(first: str) -> None:
    assert table(f"\ufeff{first}\r\nreference;veg\r\nA;2,5\r\n") == [(3, "A", {"veg": "2,5"})]
    assert table("sep=\t\nveg\till\n1\tno\n") == [(3, "", {"veg": "1", "ill": "no"})]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str, end: str) -> None:
    text = end.join(["reference\tveg\till", "Ж\t1\tno", ""])
    assert table(text.encode(encoding)) == [(2, "Ж", {"veg": "1", "ill": "no"})]


def test_another_encoding_is_named_or_told_with_what_to_do() -> None:
    with pytest.raises(FileRefused, match="this is UTF-32 text: save it as “CSV UTF-8”"):
        read("veg\n1".encode("utf-32"), is_table=True)
    with pytest.raises(FileRefused, match="UTF-16 text that is damaged"):
        read("veg\n1".encode("utf-16")[:-1], is_table=True)
    (line,) = read("reference,veg\nJosé,1".encode("cp1252"), is_table=True)
    assert line.problems == ("this is not UTF-8 text: save the file as “CSV UTF-8”",)


@pytest.mark.parametrize(("cell", "taken"), [("1.0", "1"), ("0.0", "0"), ("1.5", "1.5"), ("1.00", "1.00")])
def test_a_whole_number_is_known_as_programs_write_it_that_keep_decimals(cell: str, taken: str) -> None:
    asked = load(SMALL)
    table, lines = f"drinks,fruit\n{cell},{cell}", f'{{"drinks": {cell}, "fruit": {cell}}}'
    for text, is_table in ((table, True), (lines, False)):
        (line,) = read_lines(io.BytesIO(text.encode()), LineWordings(asked), is_table=is_table)
        assert {name: str(value) for name, value in line.values.items()} == {
            "drinks": taken,
            "fruit": taken,
        }


@given(st.fixed_dictionaries({}, optional={"veg": st.integers(0, 15), "ill": st.sampled_from(["yes", "no"])}))
def test_our_own_table_comes_back_as_it_went_out(answers: dict[str, object]) -> None:
    (line,) = read(as_csv([record("7Q4K-XW", channel="home", **answers)]), is_table=True)
    assert validate_answers(FIRST, line.values) == validate_answers(FIRST, answers)
    assert (line.reference, line.code, line.at) == ("7Q4K-XW", "7Q4K-XW", NOON)


def test_answers_to_another_version_in_our_own_table_are_refused_and_not_judged_by_this_one() -> None:
    own, other = read(as_csv([record(veg=1), record(greens=1)]).replace("greens", "x.y"), is_table=True)
    assert own.problems == ()
    assert "another questionnaire" in other.problems[0]


def test_a_time_is_told_in_utc_whatever_its_zone() -> None:
    (line,) = read(f'{{"veg": 1, "{TIME}": "2026-11-24T00:30:00+01:00", "{DIGEST}": "{FIRST.digest}"}}')
    assert line.at == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("told", ["2025-05-01", "2025-05", "2025"])
def test_less_than_a_time_is_told_as_it_is(told: str) -> None:
    (line,) = read(f'{{"veg": 1, "{TIME}": "{told}"}}')
    assert (line.at, line.partial_date) == (None, told)


def test_our_own_table_comes_back_as_a_spreadsheet_program_saves_it() -> None:
    own = as_csv([record("7Q4K-XW", veg=1, ill="no"), record("7Q4K-XY", veg=2, ill="yes")])
    rows = list(csv.reader(io.StringIO(own.removeprefix("\ufeff"))))
    del rows[1]
    width = len(rows[0])
    saved = "\ufeff" + "\r\n".join(";".join(row) for row in [*rows, [""] * width, [""] * width]) + "\r\n"
    assert [reference for _, reference, _ in table(saved)] == ["7Q4K-XY"]
