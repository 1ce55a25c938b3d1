"""Every mistake that we could think of is reported at its line, in words that an author understands.

For speed, several at once in a shorter copy. `python -m benchmarks.mistakes` makes each alone in the whole.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.unit.workbench.mistakes import PLAIN, Mistake, batches, made, mistakes, shorter, wrongly_reported
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.problems import Problem
from webapp.workbench.checking import Findings, find_all

KINDS = {kind: mistakes(kind) for kind in ("error", "warning", "change")}


@cache
def usual() -> set[tuple[str, str]]:
    """Return the warnings of the copy without mistakes."""
    return {(one.code, one.location) for one in find_all(shorter()).warnings}


def new(found: Findings) -> list[Problem]:
    return [one for one in found.warnings if (one.code, one.location) not in usual()]


def named(group: list[Mistake]) -> str:
    return f"{group[0].what}-and-{len(group) - 1}-more".replace(" ", "-")


def test_there_are_many_mistakes_of_many_kinds() -> None:
    codes = [one.code for kind in KINDS.values() for one in kind]
    assert len(codes) >= 90
    assert len(set(codes)) >= 65


@pytest.mark.slow  # and not measured: they repeat what the tests of each error and warning measure
@pytest.mark.parametrize("group", batches(KINDS["error"], PLAIN), ids=named)
def test_errors_are_told(group: list[Mistake]) -> None:
    short = shorter()
    assert wrongly_reported(group, short, find_all(made(group, short)).errors) == []


@pytest.mark.slow
@pytest.mark.parametrize("group", batches(KINDS["warning"], PLAIN), ids=named)
def test_warnings_are_told(group: list[Mistake]) -> None:
    found = find_all(made(group, shorter()))
    assert found.errors == ()
    assert wrongly_reported(group, shorter(), new(found)) == []


@pytest.mark.slow
@pytest.mark.parametrize("group", batches(KINDS["change"], PLAIN), ids=named)
def test_changes_without_a_new_version_are_told(group: list[Mistake]) -> None:
    found = find_all(made(group, shorter()), since=parse_toml(shorter()).data)
    assert wrongly_reported(group, shorter(), new(found)) == []
