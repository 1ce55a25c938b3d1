"""A submission as its own questionnaire judges it, and the occasion that it is printed for."""

from __future__ import annotations

from datetime import date, datetime

from webapp.assessment import Assessment, accept, assess
from webapp.exchange.record import RECORD_NAME, record_of
from webapp.report.model import Attachment, Occasion
from webapp.storage import Submission
from webapp.web.parts import parts
from webapp.web.versions import questionnaire_of


def assessed(submission: Submission, *, changes: bool = True) -> Assessment:
    """What its answers say, by the version that was answered."""
    answers = accept(questionnaire_of(submission.digest), submission.answers)
    return assess(answers, changes=changes)


def occasion_of(submission: Submission, edition: str = "standard") -> Occasion:
    """Its day and code, in this clinic."""
    return occasion_on(submission.submitted_at.date(), submission.reference, edition)


def occasion_on(day: date, reference: str, edition: str = "standard") -> Occasion:
    """A day and a code in this clinic."""
    clinic = parts().clinic
    return Occasion(
        date=day,
        reference=reference,
        clinic=clinic,
        language=clinic.language,
        edition=edition,
        paper=clinic.paper,
    )


def record_for(assessment: Assessment, occasion: Occasion, at: datetime) -> Attachment:
    """The answers as the data that a report carries. `at` is when they were finished."""
    content = record_of(
        assessment.answers, base_url=parts().settings.fhir_base, authored=at, reference=occasion.reference
    )
    return Attachment(RECORD_NAME, content)
