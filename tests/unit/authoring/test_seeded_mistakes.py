"""Every mistake that we could think of is told at its line, in words that an author understands.

For speed, several at once in a shorter copy. `python -m benchmarks.mistakes` makes each alone in the whole.
"""

from __future__ import annotations

import pytest

from tests.unit.authoring.mistakes import Mistake, batches, made, mistakes, shorter, wrongly_told
from webapp.authoring.checking import find_all
from webapp.questionnaire.loading.reading import parse_toml

SHORT = shorter()
USUAL = {(one.code, one.where) for one in find_all(SHORT).warnings}
KINDS = {kind: mistakes(kind) for kind in ("error", "warning", "change")}


def named(group: list[Mistake]) -> str:
    return f"{group[0].what}-and-{len(group) - 1}-more".replace(" ", "-")


def test_there_are_many_mistakes_of_many_kinds() -> None:
    codes = [one.code for kind in KINDS.values() for one in kind]
    assert len(codes) >= 90
    assert len(set(codes)) >= 65


@pytest.mark.parametrize("group", batches(KINDS["error"], SHORT), ids=named)
def test_errors_are_told(group: list[Mistake]) -> None:
    assert wrongly_told(group, SHORT, find_all(made(group, SHORT)).errors) == []


@pytest.mark.parametrize("group", batches(KINDS["warning"], SHORT), ids=named)
def test_warnings_are_told(group: list[Mistake]) -> None:
    found = find_all(made(group, SHORT))
    assert found.errors == ()
    new = [one for one in found.warnings if (one.code, one.where) not in USUAL]
    assert wrongly_told(group, SHORT, new) == []


@pytest.mark.parametrize("group", batches(KINDS["change"], SHORT), ids=named)
def test_changes_without_a_new_version_are_told(group: list[Mistake]) -> None:
    found = find_all(made(group, SHORT), since=parse_toml(SHORT).data)
    new = [one for one in found.warnings if (one.code, one.where) not in USUAL]
    assert wrongly_told(group, SHORT, new) == []
