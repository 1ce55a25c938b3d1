"""The kinds of documents that are printed."""

from __future__ import annotations

from webapp.report.bundle import BundleView
from webapp.report.comparison_model import ComparisonView
from webapp.report.model import ReportView
from webapp.report.practice_model import PracticeView

Single = ReportView | PracticeView | ComparisonView
View = Single | BundleView


def documents_in(view: View) -> int:
    """How many documents it takes to lay out, its cover not counted."""
    return len(view.enclosed) if isinstance(view, BundleView) else 1
