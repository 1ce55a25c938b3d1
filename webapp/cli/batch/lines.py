"""The lines of a file of answers, one person each: newline-delimited JSON, or a table (CSV).

A faulty line yields its problems; a faulty heading of a table refuses the file. Lines are read one by one,
so the length of the file does not matter.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import BinaryIO

from webapp.cli.batch.text_rows import FileRefused, LineOrRefused, LineRefused, Rows, read_text_lines
from webapp.exchange.csv_export import BETWEEN_PICKS, SUBMISSION_COLUMNS, UNKNOWN
from webapp.exchange.fhir.parse_response import parse_partial_date
from webapp.exchange.strict_json import parse_json
from webapp.questionnaire.model import Question, Questionnaire
from webapp.storage.submissions.references import is_reference

REFERENCE = "reference"  # the column, or the key, that names the file of the report
CODE, TIME, _CHANNEL, VERSION, DIGEST = SUBMISSION_COLUMNS
WHOLE = re.compile(r"(\d+)\.0")  # a whole number as a program writes it that stores a column as decimals
NOTHING = "nothing is answered in this line"


@dataclass(frozen=True)
class BatchLine:
    """One parsed line, or its `problems`.

    `values` are for `validate_answers`. A line of our own export has the `code` and the time `at` of its
    submission, or in `partial_date` the day, month or year if there is no time; and it names the wording that
    was answered, `asked`.
    """

    number: int
    values: Mapping[str, object]
    reference: str = ""
    code: str = ""
    at: datetime | None = None
    partial_date: str = ""
    problems: tuple[str, ...] = ()
    asked: Questionnaire | None = None


@dataclass(frozen=True)
class LineWordings:
    """The questionnaire that lines answer, `asked`, and those of the same meaning in other words.

    `of_digest` returns a questionnaire, or None where nobody has it.
    """

    asked: Questionnaire
    of_digest: Callable[[str], Questionnaire | None] = lambda _digest: None

    def of(self, digest: str, version: str) -> Questionnaire:
        """Return the wording with this digest. Raise LineRefused for a questionnaire of another meaning."""
        if digest == self.asked.digest:
            return self.asked
        found = self.of_digest(digest)
        if found is None or found.meaning != self.asked.meaning:
            shown = version[:60] or "unknown"
            raise LineRefused(
                f"these answers are to another questionnaire (version {shown}): name it with --questions"
            )
        return found


def read_lines(file: BinaryIO, wordings: LineWordings, *, is_table: bool) -> Iterator[BatchLine]:
    """Yield every line that is not blank. Raise FileRefused."""
    return _of_table(Rows(file), wordings) if is_table else _of_lines(read_text_lines(file), wordings)


def count_lines(file: BinaryIO, *, is_table: bool) -> int:
    """Return the number of lines that are not blank. Raise FileRefused."""
    if not is_table:
        return sum(1 for _ in read_text_lines(file))
    rows = Rows(file)
    _heading_of(rows)
    return sum(1 for _ in rows)


def _of_lines(texts: Iterator[tuple[int, LineOrRefused]], wordings: LineWordings) -> Iterator[BatchLine]:
    for number, text in texts:
        try:
            if isinstance(text, LineRefused):
                raise text
            yield _of_json(number, text, wordings)
        except ValueError as error:
            yield BatchLine(number, {}, problems=(str(error),))


def _of_table(rows: Rows, wordings: LineWordings) -> Iterator[BatchLine]:
    columns = _heading_of(rows)
    problems = _heading_problems(columns, wordings.asked)
    if problems:
        raise FileRefused(*problems)
    for number, cells in rows:
        try:
            if isinstance(cells, LineRefused):
                raise cells
            yield _of_row(number, columns, cells, wordings)
        except ValueError as error:
            yield BatchLine(number, {}, problems=(str(error),))


def _heading_of(rows: Rows) -> list[str]:
    try:
        return [name.strip() for name in rows.heading()]
    except LineRefused as error:
        raise FileRefused(f"the heading cannot be read: {error}") from error


def _of_json(number: int, text: str, wordings: LineWordings) -> BatchLine:
    questions = wordings.asked.questions
    found = parse_json(text)
    if not isinstance(found, dict):
        raise LineRefused('a line is one JSON object, such as {"age_years": 41, "sex": "female"}')
    extras = {
        key: found.pop(key)
        for key in (*SUBMISSION_COLUMNS, REFERENCE)
        if key in found and key not in questions
    }
    for key, value in extras.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise LineRefused(f"{key} must be text")
    values = {
        name: _plain(questions[name], value) if name in questions else value for name, value in found.items()
    }
    return _line(number, values, {key: str(value) for key, value in extras.items()}, wordings)


def _heading_problems(columns: Sequence[str], asked: Questionnaire) -> list[str]:
    """Return the problems of a heading. An unknown column is one: its answers would be lost in silence."""
    problems = [
        _strange(name, asked)
        for name in columns
        if name and "." not in name and name != REFERENCE and name not in asked.questions
    ]
    twice = [name for name in dict.fromkeys(columns) if name and columns.count(name) > 1]
    problems += [f"column {name}: it is there twice" for name in twice]
    if not any(name in asked.questions for name in columns):
        problems.append("the first line must name the columns, and none of them is the id of a question")
    return problems


def _strange(name: str, asked: Questionnaire) -> str:
    close = get_close_matches(name, asked.questions, n=1)
    hint = f"did you mean {close[0]}?" if close else "take the column out, or put a dot before its name"
    return f"column {name[:60]}: no question has this id; {hint}"


def _of_row(number: int, columns: Sequence[str], cells: Sequence[str], wordings: LineWordings) -> BatchLine:
    asked = wordings.asked
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise LineRefused(f"this line has {len(cells)} cells, and the heading has {len(columns)}")
    # Spreadsheet programs leave empty cells out at the end of a row, or add some.
    given = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    if given.pop("", None):
        raise LineRefused("there is something in a column that has no name")
    values = {name: _value(name, cell, asked) for name, cell in given.items() if name in asked.questions}
    return _line(number, values, {name: cell for name, cell in given.items() if name not in values}, wordings)


def _value(name: str, cell: str, asked: Questionnaire) -> object:
    if cell == UNKNOWN:
        return None
    question = asked.questions[name]
    if question.kind == "multi":
        return [_plain(question, pick.strip()) for pick in cell.split(BETWEEN_PICKS.strip())]
    return _plain(question, cell)


def _plain(question: Question, value: object) -> object:
    """Return an option or whole number without the decimals that a program added: 1 for 1.0."""
    if isinstance(value, list):
        return [_plain(question, one) for one in value]
    if not isinstance(value, str | Decimal) or (question.kind == "number" and question.decimals):
        return value
    whole = WHOLE.fullmatch(str(value))
    return whole[1] if whole and not question.has_option(str(value)) else value


def _line(
    number: int, values: Mapping[str, object], extras: Mapping[str, str], wordings: LineWordings
) -> BatchLine:
    digest = extras.get(DIGEST)
    asked = wordings.of(digest, extras.get(VERSION, "")) if digest else None
    if not values:
        raise LineRefused(NOTHING)
    code = extras.get(CODE, "")
    if code and not is_reference(code):
        raise LineRefused(f"{CODE} must be a code such as 7Q4K-XW")
    day = parse_partial_date(extras.get(TIME, ""))
    at = _time(extras[TIME]) if extras.get(TIME) and not day else None
    return BatchLine(number, values, extras.get(REFERENCE) or code, code, at, day, asked=asked)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LineRefused(
            f"{TIME} must be a time such as 2026-03-01T09:30:00+00:00, or a day such as 2026-03-01"
        ) from error
