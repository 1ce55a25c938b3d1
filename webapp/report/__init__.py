"""The report: from an assessment to words, to HTML, to a PDF.

Nothing here loads the renderer: `printing`, `fetcher` and `render_process` do, in the render processes.
"""

from webapp.report.model import Occasion, ReportView
from webapp.report.pool import RenderBusy, RenderFailed, RenderPool
from webapp.report.prose import inline, prose
from webapp.report.view import view

__all__ = ["Occasion", "RenderBusy", "RenderFailed", "RenderPool", "ReportView", "inline", "prose", "view"]
