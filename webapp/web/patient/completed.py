"""The completed answers of this device, sent or not, and their report."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from werkzeug.wrappers import Response

from webapp.assessment import Answers, Assessment, assess, validate_answers
from webapp.clinic import Policy
from webapp.plan import PlannedVisit
from webapp.plan.as_json import planned_visit_from_json, planned_visit_to_json
from webapp.prints import planned_visit
from webapp.report.times import day_in
from webapp.report.views.model import Occasion, ReportView
from webapp.storage import FollowUpOf, Submission
from webapp.web.kit.app_context import app_context
from webapp.web.kit.pdf_response import file_response
from webapp.web.patient.draft import current_draft, current_token
from webapp.web.patient.follow_up import follow_up_of

FILENAME_WORD = re.compile(r"[a-z0-9]+")  # the parts of a title that are safe in a file name

REPORT_FILES = {
    "report.pdf": ("standard", True),
    "report-large-print.pdf": ("large", True),
    "report-paper-only.pdf": ("standard", False),
    "report-large-print-paper-only.pdf": ("large", False),
}
"""The edition of each file, and whether it carries the answers as data."""

WHOLE_FORM = FollowUpOf("", {})  # takes nothing from last time
DEFAULT_FILE = "report.pdf"  # what nearly everybody downloads
PAPER_FILE = "report-paper-only.pdf"  # the same without the record


@dataclass(frozen=True)
class CompletedAnswers:
    """Completed answers. `reference`: "" if they were not sent. `until`: when this device loses them.

    `answers` are as they were given, `assessment` in the language of the page, where it has words for them.
    `older`: the days of the answers that a follow-up took from last time, and `about`: the reference of the
    submission that it asks about, or `planned`: the visit of the file that it began from.
    """

    reference: str
    at: datetime
    until: datetime
    answers: Answers
    assessment: Assessment
    older: Mapping[str, date] = field(default_factory=dict)
    about: str = ""
    planned: PlannedVisit | None = None

    @property
    def was_sent(self) -> bool:
        return bool(self.reference)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        at = datetime.fromisoformat(content["at"])
        answers = validate_answers(app_context().questionnaire_of(content["digest"]), content["answers"])
        older = {one: date.fromisoformat(day) for one, day in content.get("older", {}).items()}
        planned = content.get("planned")
        before = planned_visit_from_json(planned) if planned else None
        about = content.get("about", "")
        return cls(content["reference"], at, at, answers, assess(answers), older, about, before)

    def to_json(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "at": self.at.isoformat(),
            "digest": self.answers.questionnaire.digest,
            "answers": self.answers.to_json(),
            "about": self.about,
            "older": {one: day.isoformat() for one, day in self.older.items()},
            "planned": planned_visit_to_json(self.planned) if self.planned else None,
        }

    def report(self, name: str) -> ReportView:
        edition, has_record = REPORT_FILES[name]
        occasion = self.occasion(edition)
        record = app_context().documents.record(self.answers, occasion, self.at) if has_record else None
        return app_context().documents.patient_report(self.assessment, occasion, record, self._planned)

    @property
    def _planned(self) -> PlannedVisit | None:
        """The earlier visit that a follow-up asks about: its link or file was the way to these answers."""
        app = app_context()
        before = app.store.submissions.get_intact(self.about, app.clock())
        return planned_visit(before, app.clinic) if before else self.planned

    def occasion(self, edition: str = "standard") -> Occasion:
        documents = app_context().documents
        day = day_in(documents.clinic, self.at)
        return replace(documents.occasion_on(day, self.reference, edition), at=self.at, older=self.older)

    def download(self, pdf_bytes: bytes, name: str) -> Response:
        """Return the PDF as a download. Its file name has day, reference and edition, no personal data."""
        title = FILENAME_WORD.findall(self.assessment.questionnaire.title.lower())
        edition = name.removeprefix("report").removesuffix(".pdf").strip("-")
        day = self.occasion().date.isoformat()
        kept_as = "-".join(filter(None, (*title, day, self.reference, edition))) + ".pdf"
        return file_response(pdf_bytes, "application/pdf", "attachment", kept_as)


def completed_answers() -> CompletedAnswers | None:
    """Return the completed answers, or None for a draft that is not finished. Raise DraftGone."""
    app = app_context()
    sent = app.store.submissions.get_by_draft(current_token(), app.clock())
    if sent:
        return _sent(sent, app.policy)
    draft = current_draft()
    if draft.finished_at is None:
        return None
    follow_up = follow_up_of(draft) or WHOLE_FORM
    times = draft.finished_at, draft.expires_at
    earlier = follow_up.about, follow_up.planned
    return CompletedAnswers("", *times, draft.answers, assess(draft.answers), follow_up.days, *earlier)


def _sent(sent: Submission, policy: Policy) -> CompletedAnswers:
    documents = app_context().documents
    answers = documents.answers(sent)
    assessment = assess(documents.answers_for_reader(answers, app_context().language))
    until = sent.submitted_at + timedelta(days=min(policy.draft_days, policy.submission_days))
    follow_up = sent.follow_up or WHOLE_FORM
    times = sent.submitted_at, until
    earlier = follow_up.about, follow_up.planned
    return CompletedAnswers(sent.reference, *times, answers, assessment, follow_up.days, *earlier)
