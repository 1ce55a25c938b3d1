"""All findings of the check on one text: errors, or else warnings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.questionnaire.load import load_document, too_deep
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.problems import Problem, QuestionnaireErrors
from webapp.workbench.lint import (
    LintContext,
    check_bases_of_rules,
    check_depth,
    check_level_pattern,
    check_limits,
    check_never_holds,
    check_references_named,
    check_since,
    check_typable,
    check_whole_rules,
    find_suppressed,
    lint,
)
from webapp.workbench.reading_age import Measured, check_reading_age
from webapp.workbench.unprintable import check_unprintable


@dataclass(frozen=True)
class Findings:
    """The findings on one text. With errors, warnings are not looked for.

    `accepted` are warnings that the file declares correct. `reading` is None where it was not measured.
    """

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    accepted: tuple[Problem, ...] = ()
    questionnaire: Questionnaire | None = None
    reading: Measured | None = None


def find_all(text: str, *, since: Mapping[str, Any] | None = None) -> Findings:
    """Run every check. `since` is a previous version of the file as tables."""
    try:
        return _found(_load(text), since)
    except QuestionnaireErrors as error:
        return Findings(errors=error.problems)
    except RecursionError:  # searches go deeper than loading does
        return Findings(errors=too_deep().problems)


def _found(ctx: LintContext, since: Mapping[str, Any] | None) -> Findings:
    loaded = ctx.loaded
    lint(ctx)
    check_unprintable(loaded)
    reading = check_reading_age(loaded)
    if since is not None:
        check_since(ctx, since)
    warnings, accepted = _sorted(ctx)
    return Findings((), warnings, accepted, loaded.questionnaire, reading)


def _sorted(ctx: LintContext) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the warnings in the order of lines, and apart from them those that the file accepts."""
    accepted = find_suppressed(ctx, ctx.loaded.errors.problems)
    found = sorted(ctx.loaded.errors.problems, key=lambda problem: (problem.line, problem.code))
    return tuple(one for one in found if one not in accepted), tuple(one for one in found if one in accepted)


def _load(text: str) -> LintContext:
    """Load a text, and raise QuestionnaireErrors also for what was no error in earlier versions.

    `load` accepts it, because stored submissions keep their texts: docs/checks.md names these errors.
    """
    ctx = LintContext(load_document(text))
    check_bases_of_rules(ctx)
    check_references_named(ctx)
    check_depth(ctx)
    check_level_pattern(ctx)
    check_limits(ctx)
    check_never_holds(ctx)
    check_typable(ctx)
    check_whole_rules(ctx)
    if ctx.loaded.errors.problems:
        raise QuestionnaireErrors(ctx.loaded.errors.problems)
    return ctx
