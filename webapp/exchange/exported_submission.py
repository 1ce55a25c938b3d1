"""What an export holds of one submission."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from webapp.assessment import Assessment
from webapp.plan import Plan
from webapp.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class ExportedSubmission:
    """One submission, assessed by the questionnaire that it answered. `submitted_at` is an aware time.

    `partial_date` is "" where that time is exact; else the known day, month or year ("2025-05"), or "?" or
    "!" where nothing is known. `plan` is the current one. `older` has the days of answers that a
    follow-up took from last time.
    """

    reference: str
    submitted_at: datetime
    channel: str
    assessment: Assessment
    partial_date: str = ""
    plan: Plan | None = None
    older: Mapping[str, date] = field(default_factory=dict)

    @property
    def questionnaire(self) -> Questionnaire:
        return self.assessment.questionnaire

    @property
    def authored(self) -> datetime | str:
        """When the answers were given: a time; "2025-05-01", "2025-05", "2025" or "" where less is known."""
        if not self.partial_date:
            return self.submitted_at
        return self.partial_date if self.partial_date[0].isdigit() else ""

    @property
    def time(self) -> str:
        """When it was sent: ISO 8601 to the second with its zone, or the known part of the date."""
        when = self.authored
        return when if isinstance(when, str) else when.isoformat(timespec="seconds")
