"""Warnings that the file says are right."""

from __future__ import annotations

from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load_document
from webapp.workbench.lint import LintContext, find_suppressed, lint

ACCEPTED = '\n[[accepted]]\ncode = "no-doi"\nat = ["who-2023", "who-1823"]\nwhy = "A guideline."\n'


def test_what_is_accepted_is_told_apart_and_what_is_accepted_for_nothing_is_noted() -> None:
    ctx = LintContext(load_document(SMALL + ACCEPTED))
    lint(ctx)
    right = find_suppressed(ctx, ctx.loaded.errors.problems)
    assert [(one.code, one.location) for one in right] == [("no-doi", "who-2023")]
    for_nothing = ctx.loaded.errors.problems[-1]
    assert for_nothing.message == 'there is no warning "no-doi" at "who-1823" (any more)'
    assert (SMALL + ACCEPTED).split("\n")[for_nothing.line - 1].startswith('at = ["who-2023"')
