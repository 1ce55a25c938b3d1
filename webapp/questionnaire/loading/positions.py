"""Positions of keys and values in a TOML text."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

TomlPath = tuple[str | int, ...]
"""Keys and list indexes from the top of the document, e.g. ("section", 0, "question", 3, "text")."""

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
# https://toml.io/en/v1.0.0#string: up to two quotes may stand just before the closing delimiter.
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")
# What may begin or swallow a line in a text: the newline after the opening delimiter, a backslash
# at a line's end, an escape, a newline.
_FIRST_BREAK = re.compile(r"(\"\"\"|\'\'\')\n?")
_PLAIN_BREAK = re.compile(r"\n")
_BREAK = re.compile(r"\\[ \t]*\n\s*|\\.|\n")


@dataclass(frozen=True)
class Spot:
    """Offsets of a key and of the start and end (excluded) of its value.

    The key of a list item is its value. Both key and value of a table with a header are the header.
    """

    key: int
    start: int
    end: int


@dataclass(frozen=True)
class Positions:
    """The position of every path of a document. Lines count from 1."""

    text: str
    spots: Mapping[TomlPath, Spot]
    _breaks: tuple[int, ...] = field(repr=False)

    def key_line(self, path: TomlPath) -> int:
        """Return the line of the key, or of the nearest enclosing path in the text."""
        return self._line(self._nearest(path).key)

    def value_line(self, path: TomlPath) -> int:
        return self._line(self._nearest(path).start)

    def text_line(self, path: TomlPath, line: int) -> int:
        """Return the line in the file of line `line` (from 0) of a string."""
        spot = self._nearest(path)
        return self._line(_line_start(self.text[spot.start : spot.end], line) + spot.start)

    def _nearest(self, path: TomlPath) -> Spot:
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots.get(path, Spot(0, 0, 0))

    def _line(self, offset: int) -> int:
        return bisect_right(self._breaks, offset) + 1


def find_positions(text: str) -> Positions:
    """Return the positions in a text that `tomllib` accepts. For any other text they are undefined."""
    scanner = _Scanner(text)
    scanner.document()
    breaks = tuple(match.end() for match in re.finditer("\n", text))
    return Positions(text, scanner.spots, breaks)


class _Scanner:
    """A scanner of valid TOML that records positions and discards values."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.spots: dict[TomlPath, Spot] = {}
        self.tables: dict[TomlPath, int] = {}

    def document(self) -> None:
        table: TomlPath = ()
        self.gap()
        while self.at < len(self.text):
            if self.sees("["):
                table = self.header()
            else:
                self.pair(table)
            self.gap()

    def header(self) -> TomlPath:
        start = self.at
        is_list = self.text.startswith("[[", start)
        self.at += 2 if is_list else 1
        keys = self.keys()
        self.at += 2 if is_list else 1
        return self.open_table([key for key, _ in keys], Spot(start, start, self.at), is_list)

    def open_table(self, keys: list[str], spot: Spot, is_list: bool) -> TomlPath:
        """Record the tables of a header. A list of tables within the path stands for its last table."""
        path: TomlPath = ()
        for key in keys[:-1]:
            path = self.newest((*path, key), spot)
        path = (*path, keys[-1])
        self.spots.setdefault(path, spot)
        if is_list:
            self.tables[path] = self.tables.get(path, 0) + 1
            path = self.newest(path, spot)
        return path

    def newest(self, path: TomlPath, spot: Spot) -> TomlPath:
        self.spots.setdefault(path, spot)
        if path in self.tables:
            path = (*path, self.tables[path] - 1)
            self.spots.setdefault(path, spot)
        return path

    def pair(self, path: TomlPath) -> None:
        keys = self.keys()
        self.gap()
        self.at += 1
        self.gap()
        for key, at in keys:
            path = (*path, key)
            self.spots.setdefault(path, Spot(at, at, at))
        self.value(path, keys[-1][1])

    def keys(self) -> list[tuple[str, int]]:
        """Read a dotted key, and return its parts with their offsets."""
        found = []
        more = True
        while more:
            self.gap()
            part = self.take(_KEY)
            found.append((_plain(part), self.at - len(part)))
            more = bool(self.take(_DOT))
        self.gap()
        return found

    def value(self, path: TomlPath, key: int) -> None:
        start = self.at
        if self.sees("["):
            self.items(path)
        elif self.sees("{"):
            self.pairs(path)
        elif not self.take(_STRING):
            scalar = self.take(_SCALAR)
            self.at -= len(scalar) - len(scalar.rstrip())
        self.spots[path] = Spot(key, start, self.at)

    def items(self, path: TomlPath) -> None:
        index = 0
        while self.goes_on("]"):
            self.value((*path, index), self.at)
            index += 1

    def pairs(self, path: TomlPath) -> None:
        while self.goes_on("}"):
            self.pair(path)

    def goes_on(self, closing: str) -> bool:
        """Skip an opening bracket or a comma and return True; at `closing`, skip it and return False."""
        self.gap()
        if not self.sees(closing):
            self.at += 1
            self.gap()
        if not self.sees(closing):
            return True
        self.at += 1
        return False

    def sees(self, character: str) -> bool:
        return self.text.startswith(character, self.at)

    def gap(self) -> None:
        self.take(_GAP)

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return match.group() if match else ""


def _plain(part: str) -> str:
    if part[0] not in "\"'":
        return part
    return str(tomllib.loads(f"key = {part}")["key"])


def _line_start(raw: str, line: int) -> int:
    """Return the offset of line `line` (from 0) in the source of a string."""
    first = _FIRST_BREAK.match(raw)
    at = first.end() if first else 0
    pattern = _PLAIN_BREAK if raw.startswith("'") else _BREAK
    breaks = (found.end() for found in pattern.finditer(raw, at) if found.group() in ("\n", "\\n"))
    return next(islice(chain([at], breaks), line, None), at)
