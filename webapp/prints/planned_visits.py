"""The earlier visit whose plan a report begins with."""

from collections.abc import Callable, Sequence
from datetime import datetime

from webapp.clinic import Clinic
from webapp.plan import PlannedVisit
from webapp.report.times import day_of
from webapp.storage import Store, Submission


def planned_visit(submission: Submission, clinic: Clinic) -> PlannedVisit | None:
    """Return the visit with its plan; None where nothing is agreed."""
    if submission.plan is None:
        return None
    day = day_of(submission.partial_date, submission.submitted_at, clinic)
    return PlannedVisit(submission.plan, submission.digest, submission.answers, day)


def planned_before(
    store: Store, clinic: Clinic, now: datetime
) -> Callable[[Submission], PlannedVisit | None]:
    """Return what finds the earlier visit with a plan: the one asked about, or the last proven one."""

    def find(submission: Submission) -> PlannedVisit | None:
        follow_up = submission.follow_up
        if follow_up and follow_up.planned:
            return follow_up.planned
        if follow_up and follow_up.about:
            before = store.submissions.get_intact(follow_up.about, now)
            is_same = before is not None and before.patient == submission.patient
            return planned_visit(before, clinic) if before and is_same else None
        return last_planned(submission, store.visits.proven(submission, now), clinic)

    return find


def last_planned(submission: Submission, visits: Sequence[Submission], clinic: Clinic) -> PlannedVisit | None:
    """Return the last of these visits, oldest first, that has a plan and is before this submission."""
    earlier = (one for one in reversed(visits) if one.submitted_at < submission.submitted_at)
    planned = (planned_visit(one, clinic) for one in earlier)
    return next((one for one in planned if one), None)
