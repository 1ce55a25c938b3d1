"""Warnings that the author reviewed and accepted in `[[accepted]]`."""

from collections.abc import Sequence

from webapp.questionnaire.problems import Problem
from webapp.workbench.lint.context import LintContext


def find_suppressed(ctx: LintContext, warnings: Sequence[Problem]) -> frozenset[Problem]:
    """Return the accepted warnings; note entries that accept nothing."""
    by_place: dict[tuple[str, str], list[Problem]] = {}
    for warning in warnings:
        by_place.setdefault((warning.code, warning.location), []).append(warning)
    found: set[Problem] = set()
    for entry in ctx.document.accepted:
        for index, place in enumerate(entry.table.at):
            matching = by_place.get((entry.table.code, place), [])
            found.update(matching)
            if not matching:
                message = f'there is no warning "{entry.table.code}" at "{place}" (any more)'
                ctx.note((*entry.path, "at", index), "accepted-for-nothing", message, place)
    return frozenset(found)
