"""Two visits of one patient, compared."""

from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from webapp.assessment import Assessment, compare
from webapp.prints import planned_visit
from webapp.report import ComparisonView, comparison_view
from webapp.report.views.amount_line import lines_of_two
from webapp.report.views.comparison_view import with_outcome
from webapp.storage import Submission
from webapp.web.auth.guards import current_actor
from webapp.web.desk.submission_access import get_or_404
from webapp.web.kit.app_context import app_context


@dataclass(frozen=True)
class JudgedVisit:
    """A visit, and what its answers say in the words of the staff."""

    visit: Submission
    assessment: Assessment


def open_two_visits(reference: str, other: str) -> tuple[JudgedVisit, JudgedVisit]:
    """Return two visits of one patient, the earlier first, both marked as seen. Raise NotFound."""
    app, one, two = app_context(), get_or_404(reference), get_or_404(other)
    if one.reference == two.reference or one.patient != two.patient:
        raise NotFound
    app.store.submissions.record_viewed([one.reference, two.reference], current_actor(), app.clock())
    earlier, later = sorted((one, two), key=lambda each: each.submitted_at)
    judge = app.documents.staff_assessment
    return JudgedVisit(earlier, judge(earlier)), JudgedVisit(later, judge(later))


def comparison_of(earlier: JudgedVisit, later: JudgedVisit) -> ComparisonView:
    """Return what changed between two visits, in words."""
    documents, (old, new) = app_context().documents, (earlier.visit, later.visit)
    before, after = earlier.assessment, later.assessment
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
