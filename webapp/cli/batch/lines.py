"""The lines of a file of answers, one person each: newline-delimited JSON, or a table (CSV).

What is wrong with one line is told of that line; what is wrong with the heading of a table, of the file.
Lines are read one by one, so the length of the file does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import BinaryIO

from webapp.cli.batch.text_rows import FileRefused, LineRefused, Rows, Text, read_text_lines
from webapp.exchange.csv_export import BETWEEN_PICKS, SUBMISSION_COLUMNS, UNKNOWN
from webapp.exchange.fhir.parse_response import parse_partial_date
from webapp.exchange.strict_json import parse_json
from webapp.questionnaire.model import Question, Questionnaire
from webapp.storage.submissions.references import is_reference

REFERENCE = "reference"
"""The column, or the key, after which a report's file is named."""

CODE, TIME, _CHANNEL, VERSION, DIGEST = SUBMISSION_COLUMNS

WHOLE = re.compile(r"(\d+)\.0")
"""A whole number as programs write it that keep all numbers of a column as decimals."""

NOTHING = "nothing is answered in this line"


@dataclass(frozen=True)
class AnswerLine:
    """What one line tells; with `problems`, why it tells nothing.

    `outside` are values for `accept`. `code` and `at` are those of a submission, where it tells them:
    then it is a line of our own export. Where less than a time is told, `told` has the day, month or year.
    """

    number: int
    values: Mapping[str, object]
    reference: str = ""
    code: str = ""
    at: datetime | None = None
    partial_date: str = ""
    problems: tuple[str, ...] = ()


def read_lines(file: BinaryIO, questionnaire: Questionnaire, *, is_table: bool) -> Iterator[AnswerLine]:
    """Every line that is not blank, in order. Raises FileRefused."""
    return (
        _of_table(Rows(file), questionnaire) if is_table else _of_lines(read_text_lines(file), questionnaire)
    )


def count_lines(file: BinaryIO, *, is_table: bool) -> int:
    """How many lines tell of somebody. Raises FileRefused."""
    if not is_table:
        return sum(1 for _ in read_text_lines(file))
    rows = Rows(file)
    _heading_of(rows)
    return sum(1 for _ in rows)


def _of_lines(texts: Iterator[tuple[int, Text]], questionnaire: Questionnaire) -> Iterator[AnswerLine]:
    for number, text in texts:
        try:
            if isinstance(text, LineRefused):
                raise text
            yield _of_json(number, text, questionnaire)
        except ValueError as error:
            yield AnswerLine(number, {}, problems=(str(error),))


def _of_table(rows: Rows, questionnaire: Questionnaire) -> Iterator[AnswerLine]:
    columns = _heading_of(rows)
    problems = _heading_problems(columns, questionnaire)
    if problems:
        raise FileRefused(*problems)
    for number, cells in rows:
        try:
            if isinstance(cells, LineRefused):
                raise cells
            yield _of_row(number, columns, cells, questionnaire)
        except ValueError as error:
            yield AnswerLine(number, {}, problems=(str(error),))


def _heading_of(rows: Rows) -> list[str]:
    try:
        return [name.strip() for name in rows.heading()]
    except LineRefused as error:
        raise FileRefused(f"the heading cannot be read: {error}") from error


def _of_json(number: int, text: str, questionnaire: Questionnaire) -> AnswerLine:
    found = parse_json(text)
    if not isinstance(found, dict):
        raise LineRefused('a line is one JSON object, such as {"age_years": 41, "sex": "female"}')
    told = {
        key: found.pop(key)
        for key in (*SUBMISSION_COLUMNS, REFERENCE)
        if key in found and not _asks(questionnaire, key)
    }
    for key, value in told.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise LineRefused(f"{key} must be text")
    outside = {
        name: _plain(questionnaire.questions[name], value) if _asks(questionnaire, name) else value
        for name, value in found.items()
    }
    return _line(number, outside, {key: str(value) for key, value in told.items()}, questionnaire)


def _heading_problems(columns: Sequence[str], questionnaire: Questionnaire) -> list[str]:
    """A column that nobody knows would be answers that nobody looks at: it is refused."""
    problems = [
        _strange(name, questionnaire)
        for name in columns
        if name and "." not in name and name != REFERENCE and not _asks(questionnaire, name)
    ]
    named = [name for name in columns if name]
    problems += [
        f"column {name}: it is there twice" for name in dict.fromkeys(named) if named.count(name) > 1
    ]
    if not any(_asks(questionnaire, name) for name in columns):
        problems.append("the first line must name the columns, and none of them is the id of a question")
    return problems


def _strange(name: str, questionnaire: Questionnaire) -> str:
    close = get_close_matches(name, questionnaire.questions, n=1)
    hint = f"did you mean {close[0]}?" if close else "take the column out, or put a dot before its name"
    return f"column {name[:60]}: no question has this id; {hint}"


def _of_row(
    number: int, columns: Sequence[str], cells: Sequence[str], questionnaire: Questionnaire
) -> AnswerLine:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise LineRefused(f"this line has {len(cells)} cells, and the heading has {len(columns)}")
    # Spreadsheet programs leave empty cells out at the end of a row, or add some.
    given = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    if given.pop("", None):
        raise LineRefused("there is something in a column that has no name")
    outside = {
        name: _value(name, cell, questionnaire) for name, cell in given.items() if _asks(questionnaire, name)
    }
    return _line(
        number, outside, {name: cell for name, cell in given.items() if name not in outside}, questionnaire
    )


def _value(name: str, cell: str, questionnaire: Questionnaire) -> object:
    """The cell as `accept` takes it; UNKNOWN as our own export writes it."""
    if cell == UNKNOWN:
        return None
    question = questionnaire.questions[name]
    if question.kind == "multi":
        return [_plain(question, pick.strip()) for pick in cell.split(BETWEEN_PICKS.strip())]
    return _plain(question, cell)


def _plain(question: Question, value: object) -> object:
    """An option or whole number in its own form, where a program wrote it as a decimal: 1.0 for 1."""
    if isinstance(value, list):
        return [_plain(question, one) for one in value]
    if not isinstance(value, str | Decimal) or (question.kind == "number" and question.decimals):
        return value
    whole = WHOLE.fullmatch(str(value))
    return whole[1] if whole and not question.has_option(str(value)) else value


def _line(
    number: int, outside: Mapping[str, object], told: Mapping[str, str], questionnaire: Questionnaire
) -> AnswerLine:
    """With what is told besides the answers. Raises ValueError."""
    if told.get(DIGEST, questionnaire.digest) != questionnaire.digest:
        version = told.get(VERSION, "")[:60] or "unknown"
        raise LineRefused(
            f"these answers are to another questionnaire (version {version}): name it with --questions"
        )
    if not outside:
        raise LineRefused(NOTHING)
    code = told.get(CODE, "")
    if code and not is_reference(code):
        raise LineRefused(f"{CODE} must be a code such as 7Q4K-XW")
    day = parse_partial_date(told.get(TIME, ""))
    at = _time(told[TIME]) if told.get(TIME) and not day else None
    return AnswerLine(number, outside, told.get(REFERENCE) or code, code, at, day)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LineRefused(
            f"{TIME} must be a time such as 2026-03-01T09:30:00+00:00, or a day such as 2026-03-01"
        ) from error


def _asks(questionnaire: Questionnaire, name: str) -> bool:
    return name in questionnaire.questions
