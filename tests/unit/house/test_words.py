"""What developers and operators read keeps to `docs/words.md`."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WORDS = ROOT / "docs" / "words.md"
FOR_PATIENTS_AND_PRACTITIONERS = {"practitioners.md", "kiosk.md"}
LONGEST_SUBJECT = 72
REPLACED = dict(
    re.findall(
        r"^\| ([^|]+?) \| ([^|]+?) \|$", WORDS.read_text("utf-8").split("## Replaced words")[1], re.MULTILINE
    )
)
REPLACED.pop("Do not write")
PATTERN = re.compile(rf"\b(?:{'|'.join(map(re.escape, REPLACED))})\b", re.IGNORECASE)
"""Matches every word of the page's last table."""

NO_VERBS = re.compile(
    r"(?i)(?:an?|about|all|any|as|at|by|each|every|for|from|how|if|in|its?|never|no|of|on|one|some|that|the|these|this|"
    r"to|two|wh\w+|with|without|words)\b"
)
"""Words with which the summary of a function would not say what it does (ruff's D401 knows verbs alone)."""

TYPE_NAME = re.compile(r"_?[A-Z]\w*[a-z]\w*")
"""Matches the name of a class, a type alias or a type variable: a constant has no small letter."""

ONE_TASK = (
    *("answer", "apply", "as_csv", "as_json", "as_lines", "main", "moment", "parse_answer", "parse_answers"),
    *("purge", "subject_of", "write"),
)
"""Public functions that do one task for several things, each in its module."""

CODE = sorted(
    path for folder in ("webapp", "tests", "benchmarks", "script") for path in (ROOT / folder).rglob("*.py")
)
PAGES = sorted(
    path
    for path in [*ROOT.glob("README.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "webapp").rglob("*.md")]
    if path.name not in FOR_PATIENTS_AND_PRACTITIONERS and path != WORDS
)


def prose(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each comment and docstring."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.lineno, node.value.value


def replaced_in(text: str) -> list[str]:
    """Return the replaced words in a text; quoted code and quoted words do not count."""
    return PATTERN.findall(
        re.sub(r"^```.*?^```|`[^`]*`|\"[^\"]{1,300}\"", "", text, flags=re.MULTILINE | re.DOTALL)
    )


def test_the_check_finds_words_and_leaves_code_alone() -> None:
    assert replaced_in("What was told is asked Anew.") == ["told", "Anew"]
    assert replaced_in("The key `told` names answers.") == []
    assert [text for _line, text in prose('"""Doc."""\nx = "told"  # told\n')] == ["# told", "Doc."]


@pytest.mark.slow
def test_docstrings_and_comments_use_our_words_and_name_errors_in_the_imperative() -> None:
    sources = ((path, path.read_text("utf-8")) for path in CODE)
    found = [
        f"{path.relative_to(ROOT)}:{line} {word}"
        for path, source in sources
        if PATTERN.search(source) or "Raises " in source  # most have none of the words, in prose or not
        for line, text in prose(source)
        for word in (*replaced_in(text), *re.findall("Raises ", text))
    ]
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_use_our_words(page: Path) -> None:
    assert replaced_in(page.read_text("utf-8")) == []


def test_commit_subjects_are_short_and_use_our_words() -> None:
    # Commits before this test stay as they are. A copy of the tree without its history has none to look at.
    if not (ROOT / ".git").exists():
        pytest.skip("this copy has no history")
    log = ["git", "-C", str(ROOT), "log", "--format=%H %s"]
    first = subprocess.run(
        [*log, "--diff-filter=A", "--", __file__], check=True, capture_output=True, text=True
    ).stdout
    since = [f"{first.split()[0]}..HEAD"] if first else []
    subjects = subprocess.run([*log, *since], check=True, capture_output=True, text=True).stdout.splitlines()
    parted = [line.partition(" ")[::2] for line in subjects]
    wrong = [each for each in parted if len(each[1]) > LONGEST_SUBJECT or replaced_in(each[1])]
    assert wrong == []


def test_the_docstring_of_a_function_begins_with_a_verb() -> None:
    begun = [
        (f"{path.relative_to(ROOT)}:{node.lineno}", (ast.get_docstring(node) or "Return").split()[0])
        for path in sorted((ROOT / "webapp").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and not any("property" in ast.unparse(one) for one in node.decorator_list)
    ]
    assert [(place, word) for place, word in begun if NO_VERBS.match(word)] == []


def type_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names of the classes in a module, and of its type aliases and type variables."""
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if type(node).__name__ == "TypeAlias":  # `type X = ...`, from Python 3.12
            target = getattr(node, "name", None)
        if isinstance(target, ast.Name) and TYPE_NAME.fullmatch(target.id):
            yield target.id


def test_type_names_are_those_of_classes_aliases_and_variables() -> None:
    source = (
        "class A(Base): pass\nPair = tuple[int, int]\nLeaf: TypeAlias = int\nItemT = TypeVar('ItemT')\n"
        "T = TypeVar('T')\nMOST = 3\nlow: int = 4\nDone.x = Done[0] = 5"
    )
    assert list(type_names(ast.parse(source))) == ["A", "Pair", "Leaf", "ItemT"]


def imported_type_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names of types that a module imports from Python's library or from packages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] != "webapp":
            names = (each.asname or each.name for each in node.names)
            yield from filter(TYPE_NAME.fullmatch, names)


def test_no_class_or_type_alias_has_the_name_of_an_imported_one() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "webapp").rglob("*.py"))]
    imported = {name for tree in trees for name in imported_type_names(tree)}
    assert {"Path", "Any"} <= imported
    assert sorted({name for tree in trees for name in type_names(tree)} & imported) == []


def test_no_name_of_a_class_or_type_alias_is_used_twice() -> None:
    names = Counter(
        name
        for path in sorted((ROOT / "webapp").rglob("*.py"))
        for name in type_names(ast.parse(path.read_text("utf-8")))
    )
    assert [name for name, count in names.items() if count > 1] == []


def public_functions(tree: ast.Module) -> Iterator[str]:
    """Yield the names of a module's functions; a view or command has its name from its page or program."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            marks = [ast.unparse(each) for each in node.decorator_list]
            if not any(mark.startswith(("bp.", "click.")) or ".command" in mark for mark in marks):
                yield node.name


def test_functions_share_a_name_only_for_one_task() -> None:
    names = Counter(
        name
        for path in sorted((ROOT / "webapp").rglob("*.py"))
        if "versions" not in path.parts  # migrations, which name their steps as Alembic does
        for name in public_functions(ast.parse(path.read_text("utf-8")))
    )
    assert sorted(name for name, count in names.items() if count > 1) == sorted(ONE_TASK)
