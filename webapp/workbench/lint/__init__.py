"""What may be loaded and is still worth a look: warnings, where `load` refuses."""

from __future__ import annotations

from webapp.workbench.lint.evidence import check_evidence
from webapp.workbench.lint.inspection import Inspection
from webapp.workbench.lint.placeholder_gaps import check_empties
from webapp.workbench.lint.reach import check_reach
from webapp.workbench.lint.suppressions import accepted
from webapp.workbench.lint.threshold_coverage import check_ladders
from webapp.workbench.lint.untold import check_untold
from webapp.workbench.lint.unused import check_unused
from webapp.workbench.lint.versions import check_since, check_translation
from webapp.workbench.lint.words import check_words

__all__ = ["Inspection", "accepted", "check_since", "check_translation", "lint"]


def lint(under: Inspection) -> None:
    """Note everything in one text that is worth a look, in the errors of what was loaded."""
    check_reach(under)
    check_ladders(under)
    check_unused(under)
    check_untold(under)
    check_empties(under)
    check_evidence(under)
    check_words(under)
