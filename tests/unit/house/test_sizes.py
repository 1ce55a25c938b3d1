"""The house stays small: sizes, nesting and types that a linter does not hold."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parents[3]
MODULES = sorted((PROJECT / "webapp").rglob("*.py"))
NAMELESS = {"utils", "helpers", "common", "services", "managers"}
DEEPER = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)

LONGEST_MODULE = 300
LONGEST_FUNCTION = 30
LONGEST_LINE_OF_TOML = 160
USUAL_FUNCTION = 8
DEEPEST = 3

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions() -> list[tuple[str, Function]]:
    return [
        (f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}", node)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, Function)
    ]


def lines(function: Function) -> int:
    """Count from `def` to the end, without decorators."""
    return (function.end_lineno or 0) - function.lineno + 1


def depth(node: ast.AST) -> int:
    """Give how many blocks lie in one another; `elif` goes on at the same depth."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        is_function = isinstance(child, Function)
        if not is_function:
            deepest = max(deepest, depth(child) + (isinstance(child, DEEPER) and not is_elif))
    return deepest


def test_a_module_is_short() -> None:
    assert [one for one in MODULES if len(one.read_text("utf-8").splitlines()) > LONGEST_MODULE] == []


def test_a_module_has_a_noun_for_a_name() -> None:
    assert [one for one in MODULES if NAMELESS & {*one.relative_to(PROJECT).parts, one.stem}] == []


def test_no_function_is_long() -> None:
    assert [(name, lines(node)) for name, node in functions() if lines(node) > LONGEST_FUNCTION] == []


def test_the_usual_function_is_very_short() -> None:
    assert median(lines(node) for _, node in functions()) <= USUAL_FUNCTION


def test_nothing_is_nested_deeply() -> None:
    assert [(name, depth(node)) for name, node in functions() if depth(node) > DEEPEST] == []


def test_no_line_of_a_questionnaire_hides_its_end() -> None:
    files = (PROJECT / "questions.toml", *(PROJECT / "docs/examples").glob("*.toml"))
    long = [
        f"{path.name}:{number}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1)
        if len(line) > LONGEST_LINE_OF_TOML
    ]
    assert long == []
