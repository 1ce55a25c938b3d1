"""docs/checks.md lists every code that the check knows, with what the check says of it."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import DOCS, ROOT, code, tables
from webapp.workbench.advice import ADVICE, ERRORS, WARNINGS, Advice

TABLES = {one.heading: one for one in tables((DOCS / "checks.md").read_text("utf-8"))}
SOURCES = [*(ROOT / "webapp/questionnaire").rglob("*.py"), *(ROOT / "webapp/workbench").rglob("*.py")]

QUOTED = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')


@pytest.mark.parametrize(("heading", "told"), [("Errors", ERRORS), ("Warnings", WARNINGS)])
def test_the_page_says_of_each_code_what_the_check_says(heading: str, told: dict[str, Advice]) -> None:
    rows = {code(row[0])[0]: Advice(*row[1:]) for row in TABLES[heading].rows}
    assert rows == told


def test_every_code_that_is_noted_somewhere_has_advice() -> None:
    noting = [path for path in SOURCES if path.parent.name in ("loading", "lint", "rules", "authoring")]
    codes = {found for path in noting for found in QUOTED.findall(path.read_text("utf-8"))}
    assert codes <= ADVICE.keys()
    assert len(codes) > 60


def test_no_code_is_an_error_and_a_warning() -> None:
    assert not ERRORS.keys() & WARNINGS.keys()
