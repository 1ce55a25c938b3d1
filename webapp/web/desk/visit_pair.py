"""Two visits of one patient, compared."""

from werkzeug.exceptions import NotFound

from webapp.assessment import compare
from webapp.prints import planned_visit
from webapp.report import ComparisonView, comparison_view
from webapp.report.views.amount_line import lines_of_two
from webapp.report.views.comparison_view import with_outcome
from webapp.storage import Submission
from webapp.web.desk.submission_access import get_or_404, view_or_404
from webapp.web.kit.app_context import app_context


def open_two_visits(reference: str, other: str) -> tuple[Submission, Submission]:
    """Return two visits of one patient, the earlier first, both marked as seen. Raise NotFound."""
    one, two = get_or_404(reference), get_or_404(other)
    if one.reference == two.reference or one.patient != two.patient:
        raise NotFound
    earlier, later = sorted((one, two), key=lambda each: each.submitted_at)
    return view_or_404(earlier.reference), view_or_404(later.reference)


def comparison_of(old: Submission, new: Submission) -> ComparisonView:
    """Return what changed between two visits, in words."""
    documents = app_context().documents
    before, after = documents.staff_assessment(old), documents.staff_assessment(new)
    view = comparison_view(
        compare(before, after),
        documents.occasion(old),
        documents.occasion(new),
        questionnaires=(before.questionnaire, after.questionnaire),
        name=new.person.name or old.person.name,
        lines=lines_of_two(before, after, with_scores=True),
    )
    planned = planned_visit(old, app_context().clinic)
    return with_outcome(view, documents.outcome(planned, after, documents.occasion(new)))
