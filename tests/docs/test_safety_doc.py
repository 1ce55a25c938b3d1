"""docs/safety.md names tests, files and numbers that exist."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, code, tables
from tests.project import QUESTIONNAIRE, TEXT

PAGE = (DOCS / "safety.md").read_text("utf-8")
HAZARDS = [one for one in tables(PAGE) if one.columns == ("Hazard and harm", "Control", "Held by", "Left")]
ROWS = [row for table in HAZARDS for row in table.rows]
NAMED = [name for row in ROWS for name in code(row[2])]

LOG = (
    *("false reassurance", "red flag is missed", "skipped", "stopping drink", "medicine is stopped", "sun"),
    *("unknown taken for zero", "wrong unit", "rounding at a threshold", "stale questionnaire"),
    *("wrong patient's report", "an address, a cookie, a log or a cache", "shared device", "opens the draft"),
    *("left in the tray", "hostile input", "cut off", "parted from its answer", "two tabs", "sending twice"),
    *("numbers to call", "under 18", "self-harm", "render", "key is lost", "cannot be read or used"),
)
"""Hazards that the log may never lose."""


@cache
def names_in(path: Path) -> frozenset[str]:
    """The tests of a file; those of a class as Class::test."""
    tree = ast.parse(path.read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    inside = [f"{owner.name}::{name}" for owner in classes for name in _functions(owner.body)]
    return frozenset([*_functions(tree.body), *inside])


def _functions(nodes: list[ast.stmt]) -> list[str]:
    return [node.name for node in nodes if isinstance(node, ast.FunctionDef)]


def exists(name: str) -> bool:
    path, _, test = name.partition("::")
    return (ROOT / path).is_file() and test in names_in(ROOT / path)


def test_every_test_that_the_log_names_exists() -> None:
    assert [name for name in NAMED if not exists(name)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: re.findall(r"\*\*(.+?)\*\*", row[0])[0][:40])
def test_a_hazard_has_a_control_and_a_test_or_says_that_there_is_none(row: tuple[str, ...]) -> None:
    assert row[1]
    assert code(row[2]) or row[2].startswith("No test: ")


@pytest.mark.parametrize("hazard", LOG)
def test_the_log_has_the_hazards_that_it_must_have(hazard: str) -> None:
    assert any(hazard in row[0].lower() for row in ROWS)


def test_every_file_that_the_log_names_exists() -> None:
    paths = [path for row in ROWS for path in code(row[1]) if "/" in path]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_numbers_to_call_are_those_of_the_questionnaire() -> None:
    told = next(one for one in tables(PAGE) if one.columns[0] == "Region")
    assert told.rows == tuple(
        (one.id or "default", one.emergency, one.help_line, "yes" if one.confirmed else "no")
        for one in QUESTIONNAIRE.regions.values()
    )


def test_every_safety_flag_stands_in_a_worked_example() -> None:
    cases = (json.loads(path.read_text("utf-8")) for path in (ROOT / "tests/cases").glob("[SW]*.json"))
    raised = {flag for case in cases for flag in case.get("safety", [])}
    assert {flag.id for flag in QUESTIONNAIRE.safety} == raised


def test_no_sentence_says_that_somebody_has_a_leaky_gut() -> None:
    folders = (ROOT / "report_templates", ROOT / "webapp/templates")
    pages = [path.read_text("utf-8") for folder in folders for path in folder.rglob("*.html")]
    said = re.compile(r"you (may |might |probably )?have (a )?leaky gut|leaky gut score", re.IGNORECASE)
    assert [said.findall(text) for text in (TEXT, *pages) if said.search(text)] == []
