"""The report: from an assessment to words, to HTML, to a PDF.

Importing this package does not load the renderer: `pdf.printing` and `pool.worker` do, in render processes.
"""

from webapp.report.charts import charts
from webapp.report.pdf.bundle import BundleView, Enclosed, bundle_view, enclosed
from webapp.report.pool.pool import RenderBusy, RenderFailed, RenderPool
from webapp.report.views.comparison_model import ComparisonView
from webapp.report.views.comparison_view import comparison_view
from webapp.report.views.model import AttachedFile, Occasion, ReportView
from webapp.report.views.patient_view import patient_view
from webapp.report.views.plan_model import FollowUpSlip, HandoutView, PlanView
from webapp.report.views.plan_view import plan_view
from webapp.report.views.practice_model import PracticeView
from webapp.report.views.practice_view import practice_view
from webapp.report.views.prose import inline
