"""Numbers that a form on the screen takes, and a form on paper cannot."""

from webapp.paper.amounts import numbers_lost_on_paper
from webapp.workbench.lint.context import LintContext


def check_paper(ctx: LintContext) -> None:
    """Note each question with such numbers."""
    for entry in ctx.document.questions:
        if lost := numbers_lost_on_paper(ctx.loaded.questionnaire.questions[entry.table.id]):
            key = "range" if entry.table.range else "ranges"
            ctx.note((*entry.path, key), "not-on-paper", f"on paper nobody can tick {lost}", entry.table.id)
