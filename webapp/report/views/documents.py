"""The kinds of documents that are printed."""

from __future__ import annotations

from webapp.report.pdf.bundle import BundleView
from webapp.report.views.comparison_model import ComparisonView
from webapp.report.views.model import ReportView
from webapp.report.views.practice_model import PracticeView

SingleView = ReportView | PracticeView | ComparisonView
DocumentView = SingleView | BundleView


def document_count(view: DocumentView) -> int:
    """How many documents it takes to lay out, its cover not counted."""
    return len(view.enclosed) if isinstance(view, BundleView) else 1
