"""Warnings: what loads without an error and still deserves a look."""

from webapp.workbench.lint.context import LintContext
from webapp.workbench.lint.cut_offs import check_bases_of_rules
from webapp.workbench.lint.depth import check_depth
from webapp.workbench.lint.easy import check_easy_sentences
from webapp.workbench.lint.evidence import check_evidence, check_references_named
from webapp.workbench.lint.level_pattern import check_level_pattern
from webapp.workbench.lint.limits import check_limits
from webapp.workbench.lint.never_holds import check_never_holds
from webapp.workbench.lint.paper import check_paper
from webapp.workbench.lint.placeholder_gaps import check_placeholder_gaps
from webapp.workbench.lint.reach import check_reach
from webapp.workbench.lint.suppressions import find_suppressed
from webapp.workbench.lint.threshold_coverage import check_threshold_coverage
from webapp.workbench.lint.typable import check_typable
from webapp.workbench.lint.units import check_unit_words
from webapp.workbench.lint.unmentioned import check_unmentioned
from webapp.workbench.lint.unused import check_unused
from webapp.workbench.lint.versions import check_since
from webapp.workbench.lint.whole_rules import check_whole_rules
from webapp.workbench.lint.words import check_words


def lint(ctx: LintContext) -> None:
    """Run all checks of one text; findings are added to the errors of the loaded document."""
    check_reach(ctx)
    check_threshold_coverage(ctx)
    check_unused(ctx)
    check_unmentioned(ctx)
    check_placeholder_gaps(ctx)
    check_paper(ctx)
    check_evidence(ctx)
    check_words(ctx)
    check_unit_words(ctx)
    check_easy_sentences(ctx)
