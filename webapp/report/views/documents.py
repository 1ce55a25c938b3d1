"""The kinds of documents that are printed."""

from dataclasses import dataclass

from webapp.report.pdf.bundle import BundleView
from webapp.report.views.comparison_model import ComparisonView
from webapp.report.views.model import ReportView
from webapp.report.views.practice_model import PracticeView


@dataclass(frozen=True)
class HtmlDocument:
    """A page made elsewhere: HTML with its own style, printed as it stands."""

    html: str


SingleView = ReportView | PracticeView | ComparisonView
DocumentView = SingleView | BundleView
Printable = DocumentView | HtmlDocument


def document_count(view: Printable) -> int:
    """Return how many documents are laid out, a bundle's cover not counted."""
    return len(view.enclosed) if isinstance(view, BundleView) else 1
