"""A submission as its own questionnaire judges it, and the occasion that it is printed for."""

from __future__ import annotations

from datetime import datetime

from webapp.assessment import Assessment
from webapp.report import Attachment, Occasion
from webapp.storage import Submission
from webapp.web.kit.app_context import app_context


def assessed(submission: Submission, *, changes: bool = True) -> Assessment:
    """What its answers say, by the version that was answered."""
    return app_context().documents.assess(submission, changes=changes)


def occasion_of(submission: Submission) -> Occasion:
    """Its day and code, in this clinic."""
    return app_context().documents.occasion(submission)


def record_for(assessment: Assessment, occasion: Occasion, at: datetime) -> Attachment:
    """The answers as the data that a report carries. `at` is when they were finished."""
    return app_context().documents.record(assessment, occasion, at)
