"""Page templates stay readable: no line goes out of sight.

No formatter does this: djlint puts white space where it shows, between inline elements, and makes pages grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.project import ROOT

LONGEST = 160
FOLDERS = (ROOT / "report_templates", ROOT / "webapp/templates")
WORDLESS = re.compile(r"\s*[,;:.]\s*")
NO_WORDS = re.compile(r"<style.*?</style>|^[^<>]*>(?:\.</button>)?|<[^<>]*(?:>|$)", re.DOTALL)
ADDRESS = re.compile(r'<\w+ class="[^"]*\burl\b[^>]*>')
OF_LANGUAGES = 'pgettext("at the end of a sentence", ".")'


def test_no_line_of_a_template_hides_its_end() -> None:
    templates = ROOT / "webapp/templates"
    long = [
        f"{path.relative_to(templates)}:{number}"
        for path in sorted(templates.rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > LONGEST
    ]
    assert long == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_signs_between_texts_are_those_of_the_language(folder: Path) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {sign!r}"
        for path in sorted(folder.rglob("*.html"))
        for line, sign in bare_signs(path.read_text("utf-8"))
    ]
    assert found == []


def test_a_bare_sign_is_found() -> None:
    assert [sign for _line, sign in bare_signs('<p>{{ a }}, <b>{{ b ~ ":" }}</b>.</p>')] == [", ", ":", "."]
    assert (
        list(bare_signs(f"{{{{ a }}}}{{{{ {OF_LANGUAGES} }}}} {{{{ loop.index }}}}. {{{{ b }}}} a, b")) == []
    )


def test_addresses_run_from_left_to_right_in_every_language() -> None:
    elements = [
        element
        for folder in FOLDERS
        for path in sorted(folder.rglob("*.html"))
        for element in ADDRESS.findall(path.read_text("utf-8"))
    ]
    assert elements
    assert [element for element in elements if 'dir="ltr"' not in element] == []


def bare_signs(template: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the sign, for each between two texts that no translation can change."""
    before: list[str] = []
    for line, kind, value in Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).lex(template):
        if kind == "data" and not (value.startswith(". ") and _is_number(before)):
            yield from ((line, piece) for piece in NO_WORDS.split(value) if WORDLESS.fullmatch(piece))
        if kind == "string" and WORDLESS.fullmatch(value[1:-1]) and "pgettext" not in before[-5:]:
            yield line, value[1:-1]
        if kind != "whitespace":
            before.append(value)


def _is_number(before: list[str]) -> bool:
    """Whether this is behind the number of an item, as in "1. Beans": every language writes a point there."""
    return before[-2:-1] in (["index"], ["number"])


def unused_imports(source: str) -> list[str]:
    names = [
        name.strip().split(" as ")[-1]
        for imported in re.findall(r"{%-? from \"[^\"]+\" import ([^%]+?)(?: with context)? ?-?%}", source)
        for name in imported.split(",")
    ]
    return [name for name in names if len(re.findall(rf"\b{name}\b", source)) == 1]


def test_a_template_uses_what_it_imports() -> None:
    templates = [path for folder in FOLDERS for path in folder.rglob("*.html")]
    found = {path.name: unused_imports(path.read_text("utf-8")) for path in templates}
    assert {name: unused for name, unused in found.items() if unused} == {}
