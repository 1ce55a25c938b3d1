"""The README of each package names its modules, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, code, without_examples

READMES = sorted((ROOT / "webapp").rglob("README.md"))
ROW = re.compile(r"^\| ([^|]+) \|", re.MULTILINE)
MODULES = re.compile(r"^\| (?:m|M)odules? \|.*\n\|[-|]+\n((?:\|.*\n)+)", re.MULTILINE)


def modules_of(folder: Path) -> Iterator[Path]:
    """Every module of a package, down to where another README begins."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".py" and path.stem != "__init__":
            yield path
        elif path.is_dir() and not (path / "README.md").exists():
            yield from modules_of(path)


def is_there(folder: Path, name: str) -> bool:
    return any(
        (each / f"{name}.py").exists() or (each / name).is_dir() for each in (folder, *folder.glob("*/"))
    )


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.parent.name)
def test_a_readme_names_every_module_beside_it(readme: Path) -> None:
    named = {
        piece
        for text in code(without_examples(readme.read_text("utf-8")))
        for piece in re.split(r"[/.]", text)
    }
    depth = 2 if readme.parent.name == "web" else 1
    modules = [one for one in modules_of(readme.parent) if len(one.relative_to(readme.parent).parts) <= depth]
    assert [str(one) for one in modules if one.stem not in named] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.parent.name)
def test_modules_that_a_table_names_are_there(readme: Path) -> None:
    tables = MODULES.findall(readme.read_text("utf-8"))
    names = [name for table in tables for row in ROW.findall(table) for name in code(row)]
    assert [name for name in names if not is_there(readme.parent, name)] == []
