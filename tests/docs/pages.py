"""Reading the documentation as a reader does: headings, tables, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_CELL = re.compile(r"(?<!\\)\|")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Table:
    """A table of a page: the heading above it, its column names, and its rows of cells."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


def tables(text: str) -> Iterator[Table]:
    """Every table, in order."""
    heading, lines = "", []
    for line in [*without_examples(text).split("\n"), ""]:
        if line.startswith("|"):
            lines.append(_cells(line))
            continue
        if lines:
            yield Table(heading, lines[0], tuple(lines[2:]))
            lines = []
        heading = line.lstrip("#").strip() if line.startswith("#") else heading


def blocks(text: str, language: str) -> list[str]:
    """The examples in this language."""
    return [body for found, body in _BLOCK.findall(text) if found == language]


def code(cell: str) -> list[str]:
    """What stands between backquotes."""
    return [found.replace("\\|", "|") for found in _CODE.findall(cell)]


def links(text: str) -> list[str]:
    """Where links and pictures lead."""
    return _LINK.findall(without_examples(text))


def anchors(text: str) -> set[str]:
    """The names by which headings can be linked to."""
    return {_anchor(heading) for heading in _HEADING.findall(without_examples(text))}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in _CELL.split(line.strip().strip("|")))


def without_examples(text: str) -> str:
    """The page without its blocks of code."""
    return _BLOCK.sub("", text)
