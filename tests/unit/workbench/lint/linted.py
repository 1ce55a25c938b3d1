"""What the lint says of a few lines of TOML."""

from __future__ import annotations

from tests.unit.assessment.tiny import tiny_text
from webapp.questionnaire.load import load_document
from webapp.workbench.lint import LintContext, lint

SOME_FACTOR = '[[factor]]\nid = "some"\ntitle = "Some"\nslight = "false"\nFACTOR'
"""There must be one."""


def noted(body: str, code: str, *, max_states: int = 1500) -> list[str]:
    """Every warning of one kind: its place and what is said."""
    whole = body if "[[factor]]" in body else f"{body}\n{SOME_FACTOR}"
    ctx = LintContext(load_document(tiny_text(whole)), max_states)
    lint(ctx)
    problems = ctx.loaded.errors.problems
    return [f"{one.location}: {one.message}" for one in problems if one.code == code]


def noted_in(body: str, code: str) -> list[str]:
    """The places of every warning of one kind."""
    return [told.split(":")[0] for told in noted(body, code)]
