"""Lines of a text file, and rows of a CSV table (RFC 4180), as spreadsheet programs save them.

A quoted cell may span several lines. Lines end with LF, CRLF or CR. Lines and rows are read one by one, so
the length of the file does not matter.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO, TextIO

LONGEST_LINE = 1_000_000  # characters of a line: many times the answers to any questionnaire
MOST_LINES = 500  # lines of one row: an unclosed quotation mark must not swallow the rest of the file
UTF8 = "utf-8-sig"
MARKS = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF32_BE, "UTF-32"))
UTF16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""Byte order marks and their encodings."""

DELIMITERS = ",;\t"
_SEP = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


class FileRefused(Exception):  # noqa: N818  a refusal
    """The file cannot be read. `sentences` are all problems."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class LineRefused(ValueError):  # noqa: N818  a refusal
    """The line cannot be read. The message says why."""


LineOrRefused = str | LineRefused  # a line, or its problem


def read_text_lines(file: BinaryIO) -> Iterator[tuple[int, LineOrRefused]]:
    """Yield each line that is not blank, with its number. Raise FileRefused for an unsupported encoding."""
    with _opened(file) as text:
        number = 0
        while line := _line(text):
            number += 1
            if len(line) > LONGEST_LINE:
                _skip_to_the_end(text, line)
                yield number, LineRefused(f"this line is longer than {LONGEST_LINE:,} signs")
            elif line.strip():
                yield number, _readable(line)


@dataclass
class Rows:
    """The rows of a table, each with the number of its first line."""

    file: BinaryIO
    delimiter: str = ","
    _ahead: deque[tuple[int, LineOrRefused]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._lines = read_text_lines(self.file)

    def heading(self) -> list[str]:
        """Return the column names; "sep=;" may stand above them. Raise LineRefused or FileRefused."""
        line = self._next()
        separator = _SEP.fullmatch(_checked(line[1])) if line else None
        if separator:
            line = self._next()
        if line is None:
            return []
        self.delimiter = separator[1] if separator else max(DELIMITERS, key=_checked(line[1]).count)
        return self._cells(*line)

    def __iter__(self) -> Iterator[tuple[int, list[str] | LineRefused]]:
        while line := self._next():
            try:
                cells = self._cells(*line)
            except LineRefused as error:
                yield line[0], error
            else:
                if any(cell.strip() for cell in cells):
                    yield line[0], cells

    def _next(self) -> tuple[int, LineOrRefused] | None:
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def _cells(self, number: int, text: LineOrRefused) -> list[str]:
        """Return the cells of the row that begins here. An unclosed quotation mark loses this line alone."""
        whole, taken, last = _checked(text), list[tuple[int, LineOrRefused]](), number
        while True:
            try:
                return _parsed(whole, self.delimiter)
            except _OpenCellError:
                more = self._next()
                if more is not None:
                    taken.append(more)
                if more is None or len(taken) == MOST_LINES or isinstance(more[1], LineRefused):
                    self._ahead.extendleft(reversed(taken))
                    raise LineRefused(_MARKS_DO_NOT_FIT) from None
                blanks, last = more[0] - last, more[0]  # blank lines within the cell belong to it
                whole += "\n" * blanks + more[1]


_MARKS_DO_NOT_FIT = "the quotation marks of this line do not fit together"


class _OpenCellError(Exception):
    """A quoted cell continues in the next line."""


def _parsed(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if str(error) == "unexpected end of data":
            raise _OpenCellError from error
        if "field limit" in str(error):
            raise LineRefused(
                f"a cell of this line is longer than {csv.field_size_limit():,} signs"
            ) from error
        raise LineRefused(_MARKS_DO_NOT_FIT) from error


def _checked(text: LineOrRefused) -> str:
    if isinstance(text, LineRefused):
        raise text
    return text


@contextmanager
def _opened(file: BinaryIO) -> Iterator[TextIO]:
    """Open the file as text without closing it at the end."""
    head = file.read(4)
    file.seek(0)
    encoding = _encoding(head)
    errors = "surrogateescape" if encoding == UTF8 else "strict"
    text = io.TextIOWrapper(file, encoding, errors=errors, newline="")
    try:
        yield text
    finally:
        with suppress(ValueError):  # closed already
            text.detach()


def _encoding(head: bytes) -> str:
    """Detect UTF-8, or UTF-16 as spreadsheet programs save it. Raise FileRefused."""
    for mark, name in MARKS:
        if head.startswith(mark):
            raise FileRefused(f"this is {name} text: save it as “CSV UTF-8”")
    if head.startswith(tuple(mark for mark, _ in UTF16)):
        return "utf-16"
    if head[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if head[:1] == b"\0" else UTF8


def _line(text: TextIO) -> str:
    try:
        return text.readline(LONGEST_LINE + 1)
    except UnicodeError as error:
        raise FileRefused("this is UTF-16 text that is damaged: save it as “CSV UTF-8”") from error


def _skip_to_the_end(text: TextIO, line: str) -> None:
    while line and not line.endswith(("\n", "\r")):
        line = text.readline(LONGEST_LINE)


def _readable(line: str) -> LineOrRefused:
    try:
        line.encode()
    except UnicodeEncodeError:
        return LineRefused("this is not UTF-8 text: save the file as “CSV UTF-8”")
    return line.rstrip("\r\n")
