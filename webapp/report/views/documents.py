"""The kinds of documents that are printed."""

from dataclasses import dataclass

from webapp.paper.form import PaperForm
from webapp.report.pdf.bundle import BundleView
from webapp.report.views.comparison_model import ComparisonView
from webapp.report.views.model import ReportView
from webapp.report.views.plan_model import HandoutView, PlanView
from webapp.report.views.practice_model import PracticeView


@dataclass(frozen=True)
class HtmlDocument:
    """A page made elsewhere: HTML with its own style, printed as it stands."""

    html: str


@dataclass(frozen=True)
class FormWithPlaces:
    """A form, printed behind the places of its boxes: `FormLayout` as a line of text, then the PDF."""

    form: PaperForm


SingleView = ReportView | PracticeView | ComparisonView | PlanView | HandoutView
DocumentView = SingleView | BundleView | PaperForm
Printable = DocumentView | HtmlDocument | FormWithPlaces


AS_LONG_AS = 3  # reports that take as long as a form on paper: it has hundreds of small boxes


def document_count(view: Printable) -> int:
    """Return how many documents are laid out, a bundle's cover not counted; a form counts for several."""
    if isinstance(view, BundleView):
        return len(view.enclosed)
    return AS_LONG_AS if isinstance(view, PaperForm | FormWithPlaces) else 1
