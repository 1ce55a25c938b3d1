"""The visits of one patient: linking submissions, trends, and the comparison of two visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.assessment import Trend, trends
from webapp.assessment.tracked_values import ValueRange
from webapp.report.charts import charts
from webapp.report.charts.charts import FACTOR
from webapp.report.views.amount_line import AmountLine, every_line, share_scale
from webapp.report.views.ranges import level_range, range_words
from webapp.storage import Submission, is_proven_pair
from webapp.web.auth.guards import current_actor, require_practitioner
from webapp.web.desk.list_query import current_list_query
from webapp.web.desk.same_patient import same_patient_doubts
from webapp.web.desk.search_encryption import encrypt_search
from webapp.web.desk.submission_access import (
    get_or_404,
    handle_damaged,
    normalise_reference,
    redirect_to_submission,
)
from webapp.web.desk.submission_page import link_candidates
from webapp.web.desk.visit_pair import comparison_of, open_two_visits
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import sent_day
from webapp.web.kit.i18n import localizer

bp = Blueprint("visits", __name__, url_prefix="/desk/<reference>")
require_practitioner(bp)
handle_damaged(bp)

GROUP = 4  # letters of a reference before its dash


@dataclass(frozen=True)
class TrendLine:
    """One factor or measure over all visits: its chart, and its values in words."""

    kind: str
    title: str
    unit: str
    chart: Markup
    values: tuple[str, ...]

    @property
    def moves(self) -> bool:
        return len(set(self.values)) > 1


@bp.get("/visits")
def show(reference: str) -> ResponseReturnValue:
    """Show each factor and each measure, from the first visit to the last."""
    app, visits = app_context(), _all_of(get_or_404(reference))
    app.store.submissions.record_viewed([one.reference for one in visits], current_actor(), app.clock())
    judged = [app.documents.staff_assessment(one) for one in visits]
    found, beside = trends(judged), share_scale(judged)
    lines = [_line(trend, number, visits, beside) for number, trend in enumerate(found)]
    last = every_line(judged[-1], with_scores=True)
    moved = [trend.title for trend in found if trend.id in last.keys() - beside.keys()]
    return render_template(
        "desk/visits.html",
        reference=reference,
        visits=visits,
        lines=lines,
        moved=moved,
        list_query=current_list_query(),
        doubts=same_patient_doubts(visits, [one.answers for one in judged]),
        is_likely=not all(is_proven_pair(one, visits[0]) for one in visits),
    )


@bp.post("/link")
def link(reference: str) -> ResponseReturnValue:
    """Link another submission of the same patient."""
    app, submission = app_context(), get_or_404(reference)
    typed = request.form.get("other", "")
    plain = normalise_reference(typed)
    other = app.store.submissions.get(f"{plain[:GROUP]}-{plain[GROUP:]}", app.clock())
    if other is None and link_candidates(typed, app.store.visits.list(submission.patient, app.clock())):
        return redirect(
            current_list_query().url_with_list(
                "submission.show", reference=reference, link=encrypt_search(typed), _anchor="visits"
            ),
            303,
        )
    if other is None or other.reference == reference:
        return _back(reference, "unknown")
    done = app.store.visits.link(reference, other.reference, current_actor(), app.clock())
    return _back(reference, "linked" if done else "unknown")


@bp.post("/unlink")
def unlink(reference: str) -> ResponseReturnValue:
    """Unlink a submission from the others of its patient."""
    app = app_context()
    get_or_404(reference)
    app.store.visits.unlink(reference, current_actor(), app.clock())
    return _back(reference, "unlinked")


@bp.get("/compare/<other>")
def comparison(reference: str, other: str) -> ResponseReturnValue:
    """Show what changed between two visits."""
    pair = open_two_visits(reference, other)
    return render_template(
        "desk/comparison.html",
        view=comparison_of(*pair),
        reference=reference,
        other=other,
        list_query=current_list_query(),
        doubts=same_patient_doubts([one.visit for one in pair], [one.assessment.answers for one in pair]),
        is_likely=not is_proven_pair(*(one.visit for one in pair)),
    )


def _all_of(submission: Submission) -> Sequence[Submission]:
    app = app_context()
    visits = app.store.visits.list(submission.patient, app.clock())
    if len(visits) == 1:
        raise NotFound
    return visits


def _back(reference: str, done: str) -> Response:
    return redirect_to_submission(reference, done, "visits")


def _line(
    trend: Trend, number: int, visits: Sequence[Submission], beside: Mapping[str, AmountLine]
) -> TrendLine:
    days = [sent_day(visit).partition(" (")[0] for visit in visits]  # a plot has no room for remarks
    times = [int(visit.submitted_at.timestamp()) for visit in visits]
    cuts = beside[trend.id].cuts if trend.id in beside else ()
    chart = charts.trend(trend, days, prefix=f"trend-{number}", times=times, cuts=cuts, words=localizer())
    values = tuple(_words(trend, ends) for ends in trend.points)
    return TrendLine(trend.kind, trend.title, trend.unit, chart, values)


def _words(trend: Trend, ends: ValueRange) -> str:
    if trend.kind == FACTOR and ends is not None:
        return level_range((int(ends[0]), int(ends[1])), localizer())
    return range_words(ends, trend.decimals, localizer())
