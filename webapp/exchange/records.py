"""What is written of one submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.assessment import Assessment
from webapp.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Record:
    """One submission, judged by the questionnaire that it answered. `submitted_at` is an aware time."""

    reference: str
    submitted_at: datetime
    channel: str
    assessment: Assessment
    told: str = ""

    @property
    def questionnaire(self) -> Questionnaire:
        return self.assessment.questionnaire

    @property
    def time(self) -> str:
        """When it was sent, as ISO 8601 to the second with its zone; or as much as was told of it."""
        if self.told:
            return self.told if self.told[0].isdigit() else ""
        return self.submitted_at.isoformat(timespec="seconds")
