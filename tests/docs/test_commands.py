"""Every command of `gutfactors` that a page names exists, with the options that the page gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.docs.pages import ROOT
from webapp.cli import main

PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "webapp").rglob("*.md")),
]
NAMED = re.compile(r"(?:`|^ {4,}|/)gutfactors ([a-z][^`\n]*)", re.MULTILINE)
OPTION = re.compile(r"--[a-z][a-z-]*")


def command_of(words: list[str]) -> click.Command | None:
    """The command that these words begin with, down to a command of a group."""
    found: click.Command | None = main
    for word in words:
        if not isinstance(found, click.Group) or not re.fullmatch(r"[a-z][a-z-]*", word):
            break
        found = found.get_command(click.Context(found), word)
    return found


def options_of(command: click.Command) -> set[str]:
    own = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    return own | {option for each in main.params for option in each.opts} | {"--help"}


def unknown_in(text: str) -> Iterator[str]:
    for named in NAMED.findall(text):
        command = command_of(named.split("#")[0].split("|")[0].split())
        if command is None:
            yield f"gutfactors {named}"
        elif not isinstance(command, click.Group):
            yield from (f"{named}: {one}" for one in OPTION.findall(named) if one not in options_of(command))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_of_a_page_exist(page: Path) -> None:
    assert list(unknown_in(page.read_text("utf-8"))) == []


def test_a_command_or_an_option_that_is_not_there_is_found() -> None:
    assert list(unknown_in("`gutfactors fly`, `gutfactors keys fly`")) == [
        "gutfactors fly",
        "gutfactors keys fly",
    ]
    assert list(unknown_in("    gutfactors purge --now")) == ["purge --now: --now"]
    assert list(unknown_in("`gutfactors paper blank -o FORM.pdf --large-print`")) == []
