"""The report: from an assessment to words, to HTML, to a PDF.

Nothing here loads the renderer: `printing`, `fetcher` and `render_process` do, in the render processes.
"""

from webapp.report import charts
from webapp.report.bundle import BundleView, Enclosed, bundle_view, enclosed
from webapp.report.comparison_model import ComparisonView
from webapp.report.comparison_view import comparison_view
from webapp.report.model import Attachment, Occasion, ReportView
from webapp.report.pool import RenderBusy, RenderFailed, RenderPool
from webapp.report.practice_model import PracticeView
from webapp.report.practice_view import practice_view
from webapp.report.prose import inline, prose
from webapp.report.view import view

__all__ = [
    "Attachment",
    "BundleView",
    "ComparisonView",
    "Enclosed",
    "Occasion",
    "PracticeView",
    "RenderBusy",
    "RenderFailed",
    "RenderPool",
    "ReportView",
    "bundle_view",
    "charts",
    "comparison_view",
    "enclosed",
    "inline",
    "practice_view",
    "prose",
    "view",
]
