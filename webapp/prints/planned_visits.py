"""The earlier visit whose plan a report begins with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from webapp.clinic import Clinic
from webapp.plan import PlannedVisit
from webapp.report.times import day_of
from webapp.storage import Store, Submission, is_proven_pair


def planned_visit(submission: Submission, clinic: Clinic) -> PlannedVisit | None:
    """Return the visit with its plan, agreed here or brought in a file; None without one."""
    if submission.newest_plan is None:
        return None
    day = day_of(submission.partial_date, submission.submitted_at, clinic)
    return PlannedVisit(submission.newest_plan, submission.digest, submission.answers, day)


class FindPlanned(Protocol):
    """Finds the earlier visit of a submission whose plan is still to be looked at.

    `visits` are all of the patient, oldest first, where the caller has loaded them.
    """

    def __call__(
        self, submission: Submission, visits: Sequence[Submission] | None = None
    ) -> PlannedVisit | None: ...


def planned_before(store: Store, clinic: Clinic, now: datetime) -> FindPlanned:
    """Return what finds the earlier visit with a plan: the one asked about, or the last proven one."""

    def find(submission: Submission, visits: Sequence[Submission] | None = None) -> PlannedVisit | None:
        follow_up = submission.follow_up
        if follow_up and follow_up.planned:
            return follow_up.planned
        if follow_up and follow_up.about:
            loaded = (one for one in visits or () if one.reference == follow_up.about)
            before = next(loaded, None) or store.submissions.get_intact(follow_up.about, now)
            is_same = before is not None and before.patient == submission.patient
            return planned_visit(before, clinic) if before and is_same else None
        if visits is None:
            return last_planned(submission, store.visits.proven(submission, now), clinic)
        return last_planned(submission, [one for one in visits if is_proven_pair(one, submission)], clinic)

    return find


def no_plan_before(submission: Submission, visits: Sequence[Submission] | None = None) -> None:
    """Find none, where no earlier visit is stored."""


def last_planned(submission: Submission, visits: Sequence[Submission], clinic: Clinic) -> PlannedVisit | None:
    """Return the last of these visits, oldest first, that has a plan and is before this submission."""
    earlier = (one for one in reversed(visits) if one.submitted_at < submission.submitted_at)
    planned = (planned_visit(one, clinic) for one in earlier)
    return next((one for one in planned if one), None)
