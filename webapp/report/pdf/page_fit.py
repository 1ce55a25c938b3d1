"""What gives way when a page is full: room in a report, room and remarks on the practitioner's page.

Findings, safety flags, answers and rules that hold are never cut: rather there is one page more.
"""

from dataclasses import replace

from webapp.report.views.model import ReportView
from webapp.report.views.plan_model import HandoutView, PlanView
from webapp.report.views.practice_model import NOTE_LINES, PageFit

LEAST_NOTE_LINES = 3

TIGHTER_FITS = (
    PageFit(shows_absent=False, shows_lines=False),
    PageFit(shows_absent=False, shows_lines=False, is_tight=True),
    *(
        PageFit(lines, shows_absent=False, shows_lines=False, shows_remarks=False, is_tight=True)
        for lines in range(NOTE_LINES, LEAST_NOTE_LINES - 1, -1)
    ),
)
"""The practitioner's page has one page: what gives way, the least important first. Lines come back where
there is room left."""


PatientPages = ReportView | PlanView | HandoutView  # what a patient takes along


def with_less_space(view: PatientPages) -> PatientPages:
    """Return the pages with closer spacing and fewer lines for the pen; as they are where they have that."""
    if isinstance(view, HandoutView):
        return replace(view, report=_report_with_less_space(view.report))
    return replace(view, is_tight=True) if isinstance(view, PlanView) else _report_with_less_space(view)


def _report_with_less_space(view: ReportView) -> ReportView:
    if view.is_tight:
        return view
    return replace(view, is_tight=True, note_lines=min(view.note_lines, LEAST_NOTE_LINES))
