"""What may be loaded and is still worth a look: warnings, where `load` refuses."""

from __future__ import annotations

from webapp.questionnaire.lint.acceptance import accepted
from webapp.questionnaire.lint.empties import check_empties
from webapp.questionnaire.lint.evidence import check_evidence
from webapp.questionnaire.lint.inspection import Inspection
from webapp.questionnaire.lint.ladders import check_ladders
from webapp.questionnaire.lint.reach import check_reach
from webapp.questionnaire.lint.untold import check_untold
from webapp.questionnaire.lint.unused import check_unused
from webapp.questionnaire.lint.versions import check_since, check_translation
from webapp.questionnaire.lint.words import check_words

__all__ = ["Inspection", "accepted", "check_since", "check_translation", "lint"]


def lint(under: Inspection) -> None:
    """Note everything in one text that is worth a look, in the ledger of what was loaded."""
    check_reach(under)
    check_ladders(under)
    check_unused(under)
    check_untold(under)
    check_empties(under)
    check_evidence(under)
    check_words(under)
