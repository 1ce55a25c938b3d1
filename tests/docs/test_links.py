"""Every page can be found, and every link, picture, path and command of the documentation leads somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from click import Context

from tests.docs.pages import DOCS, ROOT, anchors, code, links, tables, without_examples
from webapp.cli import main

PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md")),
    *sorted(
        path
        for folder in ("benchmarks", "docs", "report_templates", "webapp")
        for path in (ROOT / folder).rglob("*.md")
    ),
]
OURS = re.compile(r"(?:webapp|tests|docs|benchmarks|script|report_templates)/[\w./-]*")
FOR_DEVELOPERS = [
    page for page in PAGES if {"decisions", "webapp", "newcomers.md"} & set(page.relative_to(ROOT).parts)
]
NAME = re.compile(r"[a-z]+(?:_[a-z]+)+|(?:[A-Z][a-z]+){2,}")
OF_OTHERS = {"pg_dump"}
"""Names in the code of others."""

README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    missing = [link for link in links(page.read_text("utf-8")) if not _is_there(page, link)]
    assert missing == []


def _is_there(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in anchors(target.read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_of_the_project_exist(page: Path) -> None:
    named = [path for path in code(without_examples(page.read_text("utf-8"))) if OURS.fullmatch(path)]
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", FOR_DEVELOPERS, ids=lambda page: str(page.relative_to(ROOT)))
def test_names_of_the_code_exist(page: Path) -> None:
    named = {text for text in code(without_examples(page.read_text("utf-8"))) if NAME.fullmatch(text)}
    assert named - names_of_the_code() - OF_OTHERS == set()


@cache
def names_of_the_code() -> frozenset[str]:
    """Every word of our files that are no pages, and the names of these files."""
    folders = ("webapp", "tests", "benchmarks", "script", "report_templates")
    kinds = {".py", ".html", ".js", ".css", ".toml", ""}
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    texts = [
        path.read_text("utf-8")
        for path in (*files, ROOT / "questions.toml", ROOT / "pyproject.toml")
        if path.is_file()
    ]
    return frozenset(word for text in texts for word in re.findall(r"\w+", text)) | {
        path.stem for path in files
    }


def test_every_page_is_in_the_index() -> None:
    named = {(DOCS / link).resolve() for link in links((DOCS / "README.md").read_text("utf-8"))}
    assert {page for page in DOCS.rglob("*.md") if page.name != "README.md"} <= named


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("*.md")), ids=lambda page: page.stem)
def test_a_decision_has_a_title_and_is_short(page: Path) -> None:
    words = page.read_text("utf-8").split()
    assert words[0] == "#"
    assert len(words) < 550


def test_the_commands_of_the_front_page_are_those_that_exist() -> None:
    assert set(re.findall(r"`gutfactors ([a-z]+)", README)) == set(main.list_commands(Context(main)))


def test_the_scripts_of_the_front_page_exist() -> None:
    assert [name for name in re.findall(r"script/[a-z]+", README) if not (ROOT / name).is_file()] == []


def test_the_folders_of_the_front_page_exist() -> None:
    table = next(one for one in tables(README) if one.heading == "Where things are")
    paths = [path for row in table.rows for path in code(row[0])]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_package_is_on_the_front_page() -> None:
    packages = {path.parent.name for path in (ROOT / "webapp").glob("*/__init__.py")}
    assert {name for name in packages if f"`webapp/{name}/`" not in README} == set()
