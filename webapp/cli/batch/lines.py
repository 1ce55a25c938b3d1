"""The lines of a file of answers, one person each: newline-delimited JSON, or a table (CSV).

What is wrong with one line is told of that line; what is wrong with the heading of a table, of the file.
Lines are read one by one, so the length of the file does not matter.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import BinaryIO

from webapp.exchange.fhir.reading import day_told
from webapp.exchange.json_text import parsed
from webapp.exchange.tables import BETWEEN_PICKS, FIRST, UNKNOWN
from webapp.questionnaire.model import Questionnaire
from webapp.storage.references import is_reference

LONGEST_LINE = 1_000_000
"""Bytes of a line: many times what the answers to any questionnaire take."""

REFERENCE = "reference"
"""The column, or the key, after which a report's file is named."""

CODE, TIME, _CHANNEL, VERSION, DIGEST = FIRST

_DELIMITERS = ",;\t"
_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")


class FileRefused(Exception):  # noqa: N818  a refusal
    """Nothing in the file can be read. `sentences` tell everything that is wrong."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class LineRefused(ValueError):  # noqa: N818  a refusal
    """The line tells nothing. The message says why."""


@dataclass(frozen=True)
class Line:
    """What one line tells; with `problems`, why it tells nothing.

    `outside` are values for `accept`. `code` and `at` are those of a submission, where it tells them:
    then it is a line of our own export. Where less than a time is told, `told` has the day, month or year.
    """

    number: int
    outside: Mapping[str, object]
    reference: str = ""
    code: str = ""
    at: datetime | None = None
    told: str = ""
    problems: tuple[str, ...] = ()


Read = Callable[[int, str], Line]
"""Makes a line of its number and its text. Raises ValueError with a sentence."""


def lines_in(file: BinaryIO, questionnaire: Questionnaire, *, is_table: bool) -> Iterator[Line]:
    """Every line that is not blank, in order. Raises FileRefused."""
    texts = _texts(file)
    read: Read = lambda number, text: _of_json(number, text, questionnaire)  # noqa: E731
    if is_table:
        read = _table_reader(texts, questionnaire)
    for number, text in texts:
        try:
            yield read(number, _readable(text))
        except ValueError as error:
            yield Line(number, {}, problems=(str(error),))


def count_lines(file: BinaryIO) -> int:
    """How many lines are not blank, a table's heading among them."""
    return sum(1 for line in file if line.strip())


def _texts(file: BinaryIO) -> Iterator[tuple[int, str | LineRefused]]:
    """Each line that is not blank with its number, or what is wrong with it."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            if raw.startswith(_OTHER_MARKS):
                raise FileRefused("this is not UTF-8 text: save it as “CSV UTF-8”")
            raw = raw.removeprefix(_MARK)
        if len(raw) > LONGEST_LINE:
            _skip_to_the_end(file, raw)
            yield number, LineRefused(f"this line is longer than {LONGEST_LINE:,} bytes")
        elif raw.strip():
            yield number, _decoded(raw)


def _skip_to_the_end(file: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(LONGEST_LINE)


def _decoded(raw: bytes) -> str | LineRefused:
    try:
        return raw.rstrip(b"\r\n").decode()
    except UnicodeDecodeError:
        return LineRefused("this is not UTF-8 text")


def _readable(text: str | LineRefused) -> str:
    if isinstance(text, LineRefused):
        raise text
    return text


def _of_json(number: int, text: str, questionnaire: Questionnaire) -> Line:
    found = parsed(text)
    if not isinstance(found, dict):
        raise LineRefused('a line is one JSON object, such as {"age_years": 41, "sex": "female"}')
    told = {
        key: found.pop(key) for key in (*FIRST, REFERENCE) if key in found and not _asks(questionnaire, key)
    }
    for key, value in told.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise LineRefused(f"{key} must be text")
    return _line(number, found, {key: str(value) for key, value in told.items()}, questionnaire)


def _table_reader(texts: Iterator[tuple[int, str | LineRefused]], questionnaire: Questionnaire) -> Read:
    """Read the heading, and give what reads the lines below it. Raises FileRefused."""
    heading = next(texts, (0, ""))[1]
    delimiter = max(_DELIMITERS, key=str(heading).count)
    try:
        columns = [name.strip() for name in _cells(_readable(heading), delimiter)]
    except LineRefused as error:
        raise FileRefused(f"the heading cannot be read: {error}") from error
    problems = _heading_problems(columns, questionnaire)
    if problems:
        raise FileRefused(*problems)
    return lambda number, text: _of_row(number, columns, _cells(text, delimiter), questionnaire)


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise LineRefused("the quotation marks of this line do not fit together") from error


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


def _of_row(number: int, columns: Sequence[str], cells: Sequence[str], questionnaire: Questionnaire) -> Line:
    if len(cells) != len(columns):
        raise LineRefused(f"this line has {len(cells)} cells, and the heading has {len(columns)}")
    given = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()}
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
    if questionnaire.questions[name].kind == "multi":
        return [pick.strip() for pick in cell.split(BETWEEN_PICKS.strip())]
    return cell


def _line(
    number: int, outside: Mapping[str, object], told: Mapping[str, str], questionnaire: Questionnaire
) -> Line:
    """With what is told besides the answers. Raises ValueError."""
    if told.get(DIGEST, questionnaire.digest) != questionnaire.digest:
        version = told.get(VERSION, "")[:60] or "unknown"
        raise LineRefused(
            f"these answers are to another questionnaire (version {version}): name it with --questions"
        )
    code = told.get(CODE, "")
    if code and not is_reference(code):
        raise LineRefused(f"{CODE} must be a code such as 7Q4K-XW")
    day = day_told(told.get(TIME, ""))
    at = _time(told[TIME]) if told.get(TIME) and not day else None
    return Line(number, outside, told.get(REFERENCE) or code, code, at, day)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LineRefused(
            f"{TIME} must be a time such as 2026-03-01T09:30:00+00:00, or a day such as 2026-03-01"
        ) from error


def _asks(questionnaire: Questionnaire, name: str) -> bool:
    return name in questionnaire.questions
